import { describe, expect, test } from 'vitest'
import { linearRnn } from '../../src/assignment/linear-rnn.ts'
import { judge } from '../written/submissions.ts'

describe('points', () => {
  test('are quarters, so that every sum of them is exact', () => {
    const quarters = linearRnn.laws.map(({ points }) => points * 4)
    expect(quarters.every((each) => Number.isInteger(each) && each > 0)).toBe(true)
    expect(quarters.reduce((sum, each) => sum + each, 0)).toBe(40)
  })

  test.for(['js', 'py'] as const)(
    'for a mistake that explains two functions are lost once, in %s',
    async (language) => {
      const choices = [{ id: 'forward-no-recurrence' as const }]
      const { report } = await judge({ choices, language, style: 'vectorised' })
      const lost = report.properties.filter(({ score, maxScore }) => score < maxScore)
      expect(report.mistakes.map((mistake) => [mistake.id, mistake.function])).toEqual([
        ['forward-no-recurrence', 'update_state'],
        ['forward-no-recurrence', 'forward_states'],
      ])
      expect([...new Set(lost.map((law) => law.function))]).toEqual(['update_state'])
      expect(report.score).toBe(9)
      const carried = report.properties.find(({ name }) => name === 'recurrence')
      expect(carried?.message).toMatch(
        /\(the same mistake as in update_state, which has paid for it\)$/,
      )
    },
  )

  test('for two mistakes are lost in both functions', async () => {
    const choices = [{ id: 'forward-stops-early' as const }, { id: 'loss-half' as const }]
    const { report } = await judge({ choices, language: 'js', style: 'per-sample loops' })
    const lost = report.properties.filter(({ score, maxScore }) => score < maxScore)
    expect([...new Set(lost.map((law) => law.function))]).toEqual(['forward_states', 'loss'])
    expect(report.score).toBe(7)
  })
})
