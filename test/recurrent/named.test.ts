import { describe, expect, test } from 'vitest'
import { judgeMistakes } from './written/judge.ts'

const networks = ['elman-rnn', 'lstm', 'gru'] as const

describe.each(networks)('what a wrong %s does is named, and nothing else', (network) => {
  test.for(['py', 'ts'] as const)('each mistake in its usual way, in %s', async (language) => {
    const verdicts = await judgeMistakes(network, language, ({ way }) => way === 0)
    expect(verdicts.length).toBeGreaterThan(45)
    expect(verdicts.filter(({ id, found }) => found.join() !== id)).toEqual([])
  })

  test('in every other way, in one language and the other', async () => {
    const [even, odd] = await Promise.all([
      judgeMistakes(network, 'py', ({ way }, index) => way > 0 && index % 2 === 0),
      judgeMistakes(network, 'ts', ({ way }, index) => way > 0 && index % 2 === 1),
    ])
    expect(Math.min(even.length, odd.length)).toBeGreaterThan(0)
    expect([...even, ...odd].filter(({ id, found }) => found.join() !== id)).toEqual([])
  })
})
