import { describe, expect, test } from 'vitest'
import {
  type Agreement,
  idsOf,
  inEveryStyle,
  judge,
  randomPairs,
  singles,
} from './written/submissions.ts'

const ways = inEveryStyle([])

test.for(ways)(
  'no mistake is named in a right submission in $language, $style',
  async (written) => {
    const { report, found } = await judge(written)
    expect(found).toEqual([])
    expect({ status: report.status, score: report.score }).toEqual({ status: 'passed', score: 10 })
  },
)

describe('what a wrong submission does is named', () => {
  // Every fifth set of mistakes, each in another language and style than the one before.
  const sets = [...singles, ...randomPairs(60, 'pairs')].filter((_, i) => i % 5 === 0)
  const sample = sets.map((choices, i) => inEveryStyle(choices)[(4 * i) % ways.length])
  const agreements: Agreement[] = []

  test.for(sample.map((written) => ({ name: idsOf(written.choices).join(' + '), ...written })))(
    '$name in $language, $style: all of it, and at most one mistake more',
    async (written) => {
      const { agreement, found } = await judge(written)
      agreements.push(agreement)
      expect(['exact', 'also known as', 'same', 'one more'], found.join()).toContain(agreement)
    },
  )

  test('at least 97 % of them exactly, or by what the report says gives the same numbers', () => {
    const right = agreements.filter((each) => each !== 'one more').length
    expect(agreements).toHaveLength(sample.length)
    expect(right / sample.length).toBeGreaterThanOrEqual(0.97)
  })
})
