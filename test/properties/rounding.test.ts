import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forwardPass } from '../../properties/linear-rnn.ts'
import { type LinearProblem, linearProblems } from '../../properties/linear-problem.ts'
import {
  agreement,
  expectedGradient,
  expectedLoss,
  expectedStates,
} from '../../properties/rounding.ts'

type Round = (value: number) => number

/** S_k as the sum over j of x_j wx wRec^(k-j), the last input first: another order and other roundings. */
function closedForm({ X, wx, wRec }: LinearProblem, round: Round): number[] {
  const states: number[] = []
  for (let row = 0; row < X.rows; row++)
    for (let k = 0; k <= X.columns; k++) {
      let sum = 0
      for (let j = k - 1; j >= 0; j--) {
        const power = round(round(wRec) ** (k - 1 - j))
        const x = round(X.data[row * X.columns + j])
        sum = round(sum + round(round(x * round(wx)) * power))
      }
      states.push(sum)
    }
  return states
}

/** The weight gradients summed sample by sample from the first step on. */
function sampleBySample({ X, t, wx, wRec }: LinearProblem, round: Round): number[] {
  const { S, gradOut } = forwardPass(X, t, wx, wRec)
  const sums = [0, 0]
  for (let row = 0; row < X.rows; row++)
    for (let k = 0; k < X.columns; k++) {
      const G = round(round(gradOut[row]) * round(round(wRec) ** (X.columns - 1 - k)))
      sums[0] = round(sums[0] + round(G * round(X.data[row * X.columns + k])))
      sums[1] = round(sums[1] + round(G * round(S.data[row * S.columns + k])))
    }
  return sums.map((sum) => round(sum / X.rows))
}

const exact: Round = (value) => value
const problems = fc.sample(linearProblems({ samples: 20, steps: 50 }), { seed: 11, numRuns: 2000 })

describe('rounding bounds', () => {
  test('another order of summation stays within them in float64 and in float32', () => {
    for (const problem of problems) {
      const { X, t, wx, wRec } = problem
      const { S, gradOut } = forwardPass(X, t, wx, wRec)
      const states = expectedStates(X, wx, wRec)
      const { weights } = expectedGradient(X, S, gradOut, wRec)
      expect(agreement(closedForm(problem, exact), states)).toEqual({ precision: 'double' })
      expect(agreement(sampleBySample(problem, exact), weights)).toEqual({ precision: 'double' })
      expect(agreement(closedForm(problem, Math.fround), states)).toHaveProperty('precision')
      expect(agreement(sampleBySample(problem, Math.fround), weights)).toHaveProperty('precision')
    }
  })

  test('most single-precision results are told from double ones', () => {
    const single = problems.filter((problem) => {
      const expected = expectedStates(problem.X, problem.wx, problem.wRec)
      const agreed = agreement(closedForm(problem, Math.fround), expected)
      return 'precision' in agreed && agreed.precision === 'single'
    })
    expect(single.length).toBeGreaterThan(problems.length / 2)
  })

  test('an error of a millionth of a millionth is outside the bound where terms do not cancel', () => {
    const y = Float64Array.of(1, 2, 3)
    const t = new Float64Array(3)
    const expected = expectedLoss(y, t)
    expect(agreement([expected.value[0] * (1 + 1e-12)], expected)).toEqual({ precision: 'single' })
    expect(agreement([expected.value[0] * (1 + 1e-5)], expected)).toMatchObject({ index: 0 })
    expect(agreement([Number.NaN], expected)).toMatchObject({ index: 0 })
  })
})
