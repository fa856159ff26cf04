import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mean, sum, type Matrix } from '../../src/numpy/index.ts'
import {
  backwardGradient,
  binarySequenceSum,
  forwardStates,
  loss,
  outputGradient,
  updateState,
} from '../../src/rnn/index.ts'
import { golden, goldenSha256, sha256 } from '../numpy/golden.ts'

const column = (matrix: Matrix, c: number): Float64Array =>
  Float64Array.from({ length: matrix.rows }, (_, r) => matrix.data[r * matrix.columns + c])

const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value * b[i])

const matrixOf = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  data: new Float64Array(rows * columns),
})

describe.each(golden.cases)(
  'seed $seed, $nSamples x $lenSequence, wx $wx, wRec $wRec',
  ({ seed, nSamples, lenSequence, wx, wRec, ...expected }) => {
    const run = () => {
      const { X, t } = binarySequenceSum(seed, nSamples, lenSequence)
      const S = forwardStates(X, wx, wRec)
      return { X, t, S, y: column(S, lenSequence) }
    }

    test('the data set is numpy’s', () => {
      const { X, t } = run()
      expect([X.rows, X.columns]).toStrictEqual(expected.X.shape)
      expect(sha256(X.data)).toBe(goldenSha256(expected.X))
      expect(sha256(t)).toBe(goldenSha256(expected.t))
    })

    test('the states are numpy’s to the last bit', () => {
      const { S } = run()
      expect([S.rows, S.columns]).toStrictEqual(expected.S.shape)
      expect(sha256(S.data)).toBe(goldenSha256(expected.S))
    })

    test('each state is updateState of the one before it', () => {
      const { X, S } = run()
      for (let k = 0; k < lenSequence; k++) {
        expect(updateState(column(X, k), column(S, k), wx, wRec)).toStrictEqual(column(S, k + 1))
      }
    })

    test('loss and output gradient are numpy’s to the last bit', () => {
      const { t, y } = run()
      expect(loss(y, t)).toBe(expected.loss)
      expect(sha256(outputGradient(y, t))).toBe(goldenSha256(expected.gradOut))
    })

    test('the gradients are numpy’s to the last bit', () => {
      const { X, t, S, y } = run()
      const [gradients, gradOverTime] = backwardGradient(X, S, outputGradient(y, t), wRec)
      expect(gradients).toStrictEqual([expected.wxGrad, expected.wRecGrad])
      expect([gradOverTime.rows, gradOverTime.columns]).toStrictEqual(expected.gradOverTime.shape)
      expect(sha256(gradOverTime.data)).toBe(goldenSha256(expected.gradOverTime))
    })
  },
)

const entries = (length: number): fc.Arbitrary<Float64Array> =>
  fc.float64Array({ minLength: length, maxLength: length, min: -1e3, max: 1e3, noNaN: true })

const problem = fc
  .record({ n: fc.integer({ min: 0, max: 600 }), T: fc.integer({ min: 0, max: 6 }) })
  .chain(({ n, T }) => {
    return fc.record({
      X: entries(n * T).map((data): Matrix => ({ rows: n, columns: T, data })),
      gradOut: entries(n),
      wx: fc.double({ min: -2, max: 2, noNaN: true }),
      wRec: fc.double({ min: -2, max: 2, noNaN: true }),
    })
  })

/** numpy's definition: one sum over the batch after another, from the last step on. */
function expectColumnSums(X: Matrix, gradOut: Float64Array, wx: number, wRec: number): void {
  const S = forwardStates(X, wx, wRec)
  const [gradients, G] = backwardGradient(X, S, gradOut, wRec)
  let wxGrad = 0
  let wRecGrad = 0
  let g = gradOut
  for (let k = X.columns; k > 0; k--) {
    expect(column(G, k)).toStrictEqual(g)
    wxGrad += mean(times(g, column(X, k - 1)))
    wRecGrad += mean(times(g, column(S, k - 1)))
    g = g.map((value) => value * wRec)
  }
  expect(column(G, 0)).toStrictEqual(g)
  expect(gradients).toStrictEqual([wxGrad, wRecGrad])
}

test('at every batch size the gradients are the column by column sums of numpy’s definition', () => {
  fc.assert(
    fc.property(problem, ({ X, gradOut, wx, wRec }) => expectColumnSums(X, gradOut, wx, wRec)),
    { numRuns: 300 },
  )
})

// Each needs more memory for sums that wait than all before.
test.each([
  [130, 150],
  [300, 200],
  [1100, 250],
])('so they are of %d samples and %d steps, more than any before', (rows, columns) => {
  const { X, t } = binarySequenceSum(rows, rows, columns)
  expectColumnSums(X, outputGradient(t, new Float64Array(rows)), 0.9, 1.01)
})

test('the targets are the sums of the rows', () => {
  const { X, t } = binarySequenceSum(11, 5, 9)
  for (let row = 0; row < 5; row++) expect(t[row]).toBe(sum(X.data.slice(9 * row, 9 * row + 9)))
})

test('there may be no samples, or no steps', () => {
  const none = { X: { rows: 0, columns: 3, data: new Float64Array(0) }, t: new Float64Array(0) }
  expect(binarySequenceSum(1, 0, 3)).toStrictEqual(none)
  expect(binarySequenceSum(1, 2, 0).t).toStrictEqual(new Float64Array(2))
})

const unset = (length: number): Float64Array => new Float64Array(length).fill(NaN)

test('results written into memory of the caller are the results, whatever stood there', () => {
  const { X, t } = binarySequenceSum(2, 37, 11)
  const S = forwardStates(X, 1.1, 0.7)
  const into = unset(37 * 12)
  expect(forwardStates(X, 1.1, 0.7, into).data).toBe(into)
  expect(into).toStrictEqual(S.data)
  const gradOut = outputGradient(column(S, 11), t)
  expect(outputGradient(column(S, 11), t, unset(37))).toStrictEqual(gradOut)
  expect(backwardGradient(X, S, gradOut, 0.7, unset(37 * 12))).toStrictEqual(
    backwardGradient(X, S, gradOut, 0.7),
  )
})

test('without steps both gradients are 0, without samples they are NaN', () => {
  const none = new Float64Array(0)
  const oneState = { rows: 2, columns: 1, data: new Float64Array(2) }
  expect(
    backwardGradient({ rows: 2, columns: 0, data: none }, oneState, Float64Array.of(1, 2), 1),
  ).toStrictEqual([[0, 0], { rows: 2, columns: 1, data: Float64Array.of(1, 2) }])
  expect(backwardGradient(matrixOf(0, 3), matrixOf(0, 4), none, 1)[0]).toStrictEqual([NaN, NaN])
  expect(loss(none, none)).toBe(NaN)
})

const two = new Float64Array(2)
const three = new Float64Array(3)

test.each<[law: string, call: () => unknown]>([
  ['updateState: expected sk of length 2, received length 3', () => updateState(two, three, 1, 1)],
  [
    'forwardStates: expected X.data of length 6 for 2 x 3, received length 3',
    () => forwardStates({ rows: 2, columns: 3, data: three }, 1, 1),
  ],
  [
    'forwardStates: expected into of length 8, received length 3',
    () => forwardStates(matrixOf(2, 3), 1, 1, three),
  ],
  ['loss: expected t of length 2, received length 3', () => loss(two, three)],
  ['outputGradient: expected t of length 2, received length 3', () => outputGradient(two, three)],
  [
    'outputGradient: expected into of length 2, received length 3',
    () => outputGradient(two, two, three),
  ],
  [
    'backwardGradient: expected X.data of length 6 for 2 x 3, received length 3',
    () => backwardGradient({ rows: 2, columns: 3, data: three }, matrixOf(2, 4), two, 1),
  ],
  [
    'backwardGradient: expected S of 2 x 4, received 2 x 3',
    () => backwardGradient(matrixOf(2, 3), matrixOf(2, 3), two, 1),
  ],
  [
    'backwardGradient: expected gradOut of length 2, received length 3',
    () => backwardGradient(matrixOf(2, 3), matrixOf(2, 4), three, 1),
  ],
  [
    'backwardGradient: expected into of length 8, received length 3',
    () => backwardGradient(matrixOf(2, 3), matrixOf(2, 4), two, 1, three),
  ],
  [
    'binarySequenceSum: expected samples to be a whole number, 0 or more, received -1',
    () => binarySequenceSum(1, -1, 2),
  ],
  [
    'binarySequenceSum: expected steps to be a whole number, 0 or more, received 1.5',
    () => binarySequenceSum(1, 1, 1.5),
  ],
])('a wrong shape is refused: %s', (message, call) => {
  expect(call).toThrow(new RangeError(message))
})
