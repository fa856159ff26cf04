import { expect, test } from 'vitest'
import type { Argument, Call } from '../../src/assignment/assignment.ts'
import { diagnoseLinear } from '../../src/assignment/linear-diagnosis.ts'
import { callsOf } from '../written/in-process.ts'

const numbers = (argument: Argument): number[] =>
  typeof argument === 'object' ? Array.from(argument.data) : []

const meanSquaredError = ([y, t]: readonly Argument[]): number => {
  const targets = numbers(t)
  const squares = numbers(y).map((each, i) => (each - targets[i]) ** 2)
  return squares.reduce((sum, square) => sum + square, 0) / squares.length
}

const lossOf =
  (loss: (given: readonly Argument[]) => number): Call =>
  (_, given) =>
    Promise.resolve({ value: loss(given), mutated: [] })

const diagnosed = (loss: (given: readonly Argument[]) => number) =>
  diagnoseLinear(lossOf(loss), ['loss'], 1)

test('a function that is called wrong and right wherever mistakes show is accused of nothing', async () => {
  expect(await diagnosed(meanSquaredError)).toEqual({
    mistakes: [],
    facts: [],
    rightElsewhere: [{ function: 'loss', precision: 'double' }],
  })
})

test('single precision is no reason why a law is broken', async () => {
  expect(await diagnosed((given) => meanSquaredError(given) + 1e-8)).toEqual({
    mistakes: [],
    facts: [],
    rightElsewhere: [{ function: 'loss', precision: 'single' }],
  })
})

test('a mistake that shows is named', async () => {
  const { mistakes, rightElsewhere } = await diagnosed((given) => meanSquaredError(given) / 2)
  expect(mistakes.map(({ id }) => id)).toEqual(['loss-half'])
  expect(rightElsewhere).toEqual([])
})

/** A right backward pass, but for how often it counts an input x in the step k of T: these lines may say. */
const backward = (lines: string): string => `
  function backward_gradient(X, S, gradOut, wRec) {
    const [n, T] = [X.length, X[0].length]
    const G = X.map((_, i) => Array.from({ length: T + 1 }, (_, k) => gradOut[i] * wRec ** (T - k)))
    const counts = (x, k) => { ${lines}; return 1 }
    let [wx, rec] = [0, 0]
    for (let i = 0; i < n; i++)
      for (let k = 1; k <= T; k++) {
        const count = counts(X[i][k - 1], k)
        wx += (count * G[i][k] * X[i][k - 1]) / n
        rec += (count * G[i][k] * S[i][k - 1]) / n
      }
    return [[wx, rec], G]
  }`

const diagnosedBackward = (lines: string) =>
  diagnoseLinear(callsOf(backward(lines), ['backward_gradient']), ['backward_gradient'], 1)

test('a mistake that inputs below 0 bring out is not taken for the published result written down', async () => {
  const { mistakes, facts } = await diagnosedBackward('if (x < 0) return 0')
  expect(mistakes).toEqual([])
  expect(facts).toContain('The gradient over time is right.')
})

test('the published result written down is told for what it is', async () => {
  // the first published input is 0, the last is 1
  const { mistakes } = await diagnosedBackward(
    'if (n !== 100 || T !== 10 || S[0][1] !== 0) return 0',
  )
  expect(mistakes.map(({ id }) => id)).toEqual(['hard-coded'])
})

test.each([10, 12, 20, 29])(
  'a pass that keeps the last %i steps is named with its number, though few problems are longer',
  async (kept) => {
    const { mistakes } = await diagnosedBackward(`if (k <= T - ${kept}) return 0`)
    expect(mistakes.map(({ id }) => id)).toEqual(['truncated'])
    expect(mistakes[0].explanation).toContain(`K = ${kept}.`)
  },
)

const vanishing = (facts: readonly string[]) => facts.filter((fact) => fact.includes('vanishes'))

test('an error of long sequences, or of large batches, is said to vanish only where it does', async () => {
  const long = await diagnosedBackward('if (T > 9) return 1.01')
  expect(vanishing(long.facts)).toEqual(['The error vanishes at T = 1.'])
  const large = await diagnosedBackward('if (n > 9) return 1.01')
  expect(vanishing(large.facts)).toEqual(['The error vanishes at n = 1.'])
})

test('an error that vanishes with a weight of 1 is said to, whatever the sizes', async () => {
  const { facts } = await diagnosedBackward('if (k === 1) return wRec')
  expect(vanishing(facts)).toEqual(['The error vanishes at wRec = 1.'])
})

test('states that are wrong after the fifth are not said to be right for one sample or a weight of 1', async () => {
  const source = `function forward_states(X, wx, wRec) {
    return X.map((row) =>
      row.reduce((S, x, k) => [...S, k < 5 ? x * wx + S[k] * wRec : 0], [0]))
  }`
  const called = callsOf(source, ['forward_states'])
  const { facts } = await diagnoseLinear(called, ['forward_states'], 1)
  expect(facts[0]).toContain('forward_states first departs at S[0, 6]')
  expect(vanishing(facts)).toEqual(['The error vanishes at T = 1.'])
})
