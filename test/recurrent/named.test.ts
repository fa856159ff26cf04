import { describe, expect, test } from 'vitest'
import { agreementOf, judge, type Verdict } from './written/judge.ts'
import { sampledPairs } from './written/sampled.ts'
import { mistakesOf } from './written/settings.ts'

const networks = ['elman-rnn', 'lstm', 'gru'] as const

const isOther = ({ made, found }: Verdict): boolean => found.join() !== made.join()

describe.each(networks)('what a wrong %s does is named, and nothing else', (network) => {
  const all = [...mistakesOf(network)]
  const usual = all.filter(({ way }) => way === 0).map((each) => [each])
  const others = all.filter(({ way }) => way > 0).map((each) => [each])

  test.for(['py', 'ts'] as const)('each mistake in its usual way, in %s', async (language) => {
    expect(usual.length).toBeGreaterThan(45)
    expect((await judge(network, language, usual)).filter(isOther)).toEqual([])
  })

  test('in every other way, in one language and the other', async () => {
    const [even, odd] = await Promise.all([
      judge(
        network,
        'py',
        others.filter((_, i) => i % 2 === 0),
      ),
      judge(
        network,
        'ts',
        others.filter((_, i) => i % 2 === 1),
      ),
    ])
    expect(Math.min(even.length, odd.length)).toBeGreaterThan(0)
    expect([...even, ...odd].filter(isOther)).toEqual([])
  })

  test.for(['py', 'ts'] as const)(
    'two mistakes, in one function and in two, in %s',
    async (language) => {
      const pairs = sampledPairs(network, { together: 10, apart: 3 }, `${network} ${language}`)
      const verdicts = await judge(network, language, pairs)
      expect(verdicts.filter((verdict) => agreementOf(verdict) === 'other')).toEqual([])
      const exact = verdicts.filter((verdict) => agreementOf(verdict) === 'exact')
      expect(exact.length / pairs.length).toBeGreaterThanOrEqual(0.85)
    },
  )
})
