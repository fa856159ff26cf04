// What is named in recurrent networks with two mistakes, in one function and in two, written in Python and TypeScript:
// run `npm run bench:diagnosis-of-networks` after `npm run build`; `-- --pairs 60` takes so many of a network's pairs
// instead of all.
import { parseArgs } from 'node:util'
import { agreementOf, judge } from '../test/recurrent/written/judge.ts'
import { sampledPairs } from '../test/recurrent/written/sampled.ts'
import { median } from './median.ts'

const { values } = parseArgs({ options: { pairs: { type: 'string', default: 'Infinity' } } })
const count = Number(values.pairs)

for (const network of ['elman-rnn', 'lstm', 'gru'] as const) {
  const pairs = sampledPairs(network, { together: count, apart: Math.min(count, 60) }, 'pairs')
  const verdicts = [
    ...(await judge(
      network,
      'py',
      pairs.filter((_, i) => i % 2 === 0),
    )),
    ...(await judge(
      network,
      'ts',
      pairs.filter((_, i) => i % 2 === 1),
    )),
  ]
  const tally = { exact: 0, fewer: 0, other: 0 }
  for (const verdict of verdicts) {
    const agreement = agreementOf(verdict)
    tally[agreement]++
    if (agreement === 'exact') continue
    console.log(`${agreement}: ${verdict.made.join(' + ')} as ${verdict.found.join(' + ')}`)
  }
  const times = verdicts.map(({ milliseconds }) => milliseconds)
  const shares = Object.entries(tally).map(
    ([name, of]) => `${name} ${((100 * of) / verdicts.length).toFixed(1)} %`,
  )
  console.log(`${network}: ${verdicts.length} pairs, ${shares.join(', ')};`)
  console.log(
    `  a diagnosis takes ${median(times).toFixed(0)} ms in the median, ${Math.max(...times).toFixed(0)} ms at most`,
  )
}
