// What is named in written submissions, every mistake and 60 random pairs in every language and style, and what the
// diagnosis adds to a check: run `npm run bench:diagnosis-of-submissions` after `npm run build`; `-- --every 9` takes a
// ninth of them.
import { parseArgs } from 'node:util'
import { type Agreement, idsOf, inEveryStyle, judge } from '../test/written/submissions.ts'
import { randomPairs, singles } from '../test/written/submissions.ts'
import { median } from './median.ts'

const { values } = parseArgs({ options: { every: { type: 'string', default: '1' } } })
const every = Number(values.every)

const right = inEveryStyle([])
const wrong = [...singles, ...randomPairs(60, 'pairs')]
  .flatMap(inEveryStyle)
  // A shift from one set to the next, so that a part of them still has every style.
  .filter((_, i) => (i + Math.floor(i / right.length)) % every === 0)

const tally: Record<Agreement, number> = {
  exact: 0,
  'also known as': 0,
  same: 0,
  'one more': 0,
  other: 0,
}
const times: number[] = []
for (const written of wrong) {
  const { agreement, found, milliseconds } = await judge(written)
  tally[agreement]++
  if (milliseconds > 0) times.push(milliseconds)
  if (agreement === 'exact') continue
  const { choices, language, style } = written
  console.log(
    `${agreement}: ${idsOf(choices).join(' + ')} (${language}, ${style}) as ${found.join(' + ')}`,
  )
}

let named = 0
for (const written of right) if ((await judge(written)).found.length > 0) named++

const shares = Object.entries(tally).map(
  ([name, count]) => `${name} ${((100 * count) / wrong.length).toFixed(1)} %`,
)
console.log(`${wrong.length} wrong submissions: ${shares.join(', ')}`)
console.log(`${right.length} right submissions: ${named} with a mistake named`)
console.log(
  `the diagnosis adds ${median(times).toFixed(0)} ms in the median, ${Math.max(...times).toFixed(0)} ms at most`,
)
