import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forwardPass } from '../../properties/linear-rnn.ts'
import { type LinearProblem, linearProblems } from '../../properties/linear-problem.ts'
import {
  agreement,
  allowance,
  type Expected,
  expectedGradient,
  expectedLoss,
  expectedOutputGradient,
  expectedStates,
  expectedUpdate,
  lossRoundingError,
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

describe('the allowance for rounding', () => {
  // gamma_m = m u / (1 - m u), with m = 2^20 and u = 2^-24: 1/16 over 15/16.
  test('is twice gamma times the sum of the absolute terms', () => {
    const many = allowance(30, { roundings: 2 ** 20, largest: 1 }, 'single')
    expect(Math.abs(many - 4)).toBeLessThan(8 * Number.EPSILON)
    const few = allowance(1, { roundings: 3, largest: 1 }, 'double')
    expect(Math.abs(few / (6 * 2 ** -53) - 1)).toBeLessThan(8 * Number.EPSILON)
  })

  test('of nothing is what underflow may take, times the largest factor', () => {
    const bound = { roundings: 3, largest: 5 }
    expect(allowance(0, bound, 'double')).toBe(15 * 2 ** -1022)
    expect(allowance(0, bound, 'single')).toBe(15 * 2 ** -126)
  })

  test('is kept by a number that lies at its end, and by none beyond', () => {
    const none = Float64Array.of(0)
    const expected: Expected = { value: none, magnitude: none, roundings: 1, largest: 1 }
    const [double, single] = [2 ** -1022, 2 ** -126]
    expect(agreement([-double], expected)).toEqual({ precision: 'double' })
    expect(agreement([double + 2 ** -1074], expected)).toEqual({ precision: 'single' })
    expect(agreement([single], expected)).toEqual({ precision: 'single' })
    expect(agreement([single * (1 + Number.EPSILON)], expected)).toEqual({
      index: 0,
      allowed: single,
    })
  })
})

const X = { rows: 2, columns: 3, data: Float64Array.of(1, -2, 0.5, 0, 1, 3) }
const S = { rows: 2, columns: 4, data: Float64Array.of(0, 1, -8, 0.5, 0, 2, 1, 3) }

describe('what is expected', () => {
  test('allows every chain of roundings that an order of summation can have', () => {
    const [y, t] = [Float64Array.of(1, 2), Float64Array.of(0, 1)]
    const { weights, overTime } = expectedGradient(X, S, y, 0.5)
    expect({
      update: expectedUpdate(y, t, 1, 1).roundings,
      states: expectedStates(X, 1, 1).roundings,
      loss: expectedLoss(y, t).roundings,
      output: expectedOutputGradient(y, t).roundings,
      weights: weights.roundings,
      overTime: overTime.roundings,
      // three steps: two powers, two products and three sums, and two more for the weights' samples
    }).toEqual({ update: 3, states: 9, loss: 7, output: 3, weights: 12, overTime: 4 })
  })

  test('knows the largest factor that what underflowed may meet', () => {
    const small = { ...X, data: X.data.map((x) => x / 100) }
    expect(expectedStates(X, 0.5, 100).largest).toBe(3)
    expect(expectedStates(X, -7, 100).largest).toBe(7)
    expect(expectedStates(small, 0.5, 100).largest).toBe(1)
    const gradOut = Float64Array.of(100, 100)
    expect(expectedGradient(X, S, gradOut, 0.5).weights.largest).toBe(8)
    expect(
      expectedGradient({ ...X, data: X.data.with(1, -9) }, S, gradOut, 0.5).weights.largest,
    ).toBe(9)
    expect(expectedGradient(X, S, gradOut, 0.5).overTime.largest).toBe(1)
  })
})

const gammaOf = (m: number): number => (m * 2 ** -53) / (1 - m * 2 ** -53)

describe('the rounding error of a loss', () => {
  const [wx, wRec] = [1, -2]
  // y = 1 (-2) + 1 = -1 of terms that add up to 3; with the target -3 the residual is 2.
  const [y, terms, target] = [-1, 3, -3]
  const outputError = 2 * gammaOf(2 * 2 + 3) * terms + 7 * 2 ** -1022

  test.each([1, 4])(
    'is that of the outputs, carried into the squares, and that of the squares: %d samples',
    (samples) => {
      const data = new Float64Array(2 * samples).fill(1)
      const t = new Float64Array(samples).fill(target)
      const residual = Math.abs(y - target)
      const squares = 2 * gammaOf(samples + 5) * residual ** 2
      const exact = 2 * residual * outputError + outputError ** 2 + squares
      const error = lossRoundingError({ rows: samples, columns: 2, data }, t, wx, wRec)
      expect(Math.abs(error / exact - 1)).toBeLessThan(20 * Number.EPSILON)
    },
  )

  test('is larger than the error of any order of summation', () => {
    for (const { X, t, wx, wRec } of problems.slice(0, 200)) {
      const outputs = closedForm({ X, t, wx, wRec }, exact).filter(
        (_, i) => i % (X.columns + 1) === X.columns,
      )
      const other = outputs.reduce((sum, y, i) => sum + (y - t[i]) ** 2 / X.rows, 0)
      const { y } = forwardPass(X, t, wx, wRec)
      const one = y.reduce((sum, value, i) => sum + (value - t[i]) ** 2, 0) / X.rows
      expect(Math.abs(one - other)).toBeLessThanOrEqual(2 * lossRoundingError(X, t, wx, wRec))
    }
  })
})
