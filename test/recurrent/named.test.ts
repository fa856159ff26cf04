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
    const half = (remainder: number) => others.filter((_, i) => i % 2 === remainder)
    const [even, odd] = await Promise.all([
      judge(network, 'py', half(0)),
      judge(network, 'ts', half(1)),
    ])
    expect(Math.min(even.length, odd.length)).toBeGreaterThan(0)
    expect([...even, ...odd].filter(isOther)).toEqual([])
  })

  test.for(['py', 'ts'] as const)(
    'two mistakes, in one function and in two, in %s',
    async (language) => {
      const pairs = sampledPairs(network, { together: 16, apart: 4 }, `${network} ${language}`)
      const agreements = (await judge(network, language, pairs)).map((verdict) => ({
        ...verdict,
        agreement: agreementOf(verdict),
      }))
      expect(agreements.filter(({ agreement }) => agreement === 'other')).toEqual([])
      const exact = agreements.filter(({ agreement }) => agreement === 'exact')
      expect(exact.length / pairs.length).toBeGreaterThanOrEqual(0.85)
    },
  )
})
