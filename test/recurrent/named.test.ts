import { expect, test } from 'vitest'
import { judgeMistakes } from './written/judge.ts'

test.for(
  ['elman-rnn', 'lstm', 'gru'].flatMap((n) => (['ts', 'py'] as const).map((l) => [n, l] as const)),
)('%s', { timeout: 300000 }, async ([network, language]) => {
  const start = performance.now(),
    c = process.cpuUsage()
  const verdicts = await judgeMistakes(network as any, language)
  console.log(network, verdicts.length, performance.now() - start, process.cpuUsage(c).user / 1000)
  const wrong = verdicts.filter(({ id, found }) => found.join() !== id)
  console.log(
    wrong
      .map((v) => `${v.function} ${v.id} ${v.way}: ${v.found.join()} ${v.facts[0] ?? ''}`)
      .join('\n'),
  )
  expect(wrong).toEqual([])
})
