import { describe, expect, test } from 'vitest'
import { elmanRnn } from '../../src/assignment/elman-rnn.ts'
import { gru } from '../../src/assignment/gru.ts'
import { lstm } from '../../src/assignment/lstm.ts'

describe.each([elmanRnn, lstm, gru].map((each) => [each.outline.name, each] as const))(
  '%s',
  (_, assignment) => {
    test('is worth ten points', () => {
      expect(assignment.laws.reduce((sum, { points }) => sum + points, 0)).toBe(10)
    })

    test.for(assignment.laws)('$name of $function holds for the reference', async (law) => {
      const result = await law.check(assignment.reference!, { seed: 1, runs: 20 })
      expect(result).toMatchObject({ status: 'passed', precision: 'double' })
    })
  },
)
