import type { Matrix } from '../src/numpy/index.ts'
import * as reference from '../src/rnn/linear.ts'
import type { Precision } from './property.ts'

/**
 * What a right implementation may return: the value, and how far rounding can carry a computation of it that takes the
 * same terms in another order. For a sum of products with at most m roundings on any path the error is at most
 * gamma_m times the sum of the absolute values of its terms (Higham, Accuracy and Stability of Numerical Algorithms,
 * 2nd ed., section 3.1); that sum is the reference itself, run on absolute values.
 */
export interface Expected {
  readonly value: Float64Array
  readonly magnitude: Float64Array
  readonly roundings: number
  /** The largest factor by which what underflowed may be multiplied afterwards. */
  readonly largest: number
}

const unitRoundoff = { double: 2 ** -53, single: 2 ** -24 }
const smallestNormal = { double: 2 ** -1022, single: 2 ** -126 }

/**
 * Two computations, the reference and the one under test, each err by at most gamma_m; and each product that
 * underflows loses at most the smallest normal number.
 */
export function allowance(
  magnitude: number,
  { roundings, largest }: Pick<Expected, 'roundings' | 'largest'>,
  precision: Precision,
): number {
  const u = unitRoundoff[precision]
  const gamma = (roundings * u) / (1 - roundings * u)
  return 2 * gamma * magnitude + roundings * largest * smallestNormal[precision]
}

/** The finest precision to which all entries agree, or the index of the entry that fits neither. */
export type Agreement =
  | { readonly precision: Precision }
  | { readonly index: number; readonly allowed: number }

export function agreement(received: ArrayLike<number>, expected: Expected): Agreement {
  let precision: Precision = 'double'
  for (let index = 0; index < expected.value.length; index++) {
    const gap = Math.abs(received[index] - expected.value[index])
    if (gap <= allowance(expected.magnitude[index], expected, 'double')) continue
    const allowed = allowance(expected.magnitude[index], expected, 'single')
    if (!(gap <= allowed)) return { index, allowed }
    precision = 'single'
  }
  return { precision }
}

function largestOf(...arrays: readonly ArrayLike<number>[]): number {
  let largest = 1
  for (const values of arrays)
    for (let index = 0; index < values.length; index++)
      largest = Math.max(largest, Math.abs(values[index]))
  return largest
}

const absolute = (values: Float64Array): Float64Array => values.map(Math.abs)
const absoluteMatrix = (matrix: Matrix): Matrix => ({ ...matrix, data: absolute(matrix.data) })

export const expectedUpdate = (
  xk: Float64Array,
  sk: Float64Array,
  wx: number,
  wRec: number,
): Expected => ({
  value: reference.updateState(xk, sk, wx, wRec),
  magnitude: reference.updateState(absolute(xk), absolute(sk), Math.abs(wx), Math.abs(wRec)),
  roundings: 3,
  largest: 1,
})

/** A closed form raises wRec to a power (up to T roundings), multiplies twice and adds T terms. */
export const expectedStates = (X: Matrix, wx: number, wRec: number): Expected => ({
  value: reference.forwardStates(X, wx, wRec).data,
  magnitude: reference.forwardStates(absoluteMatrix(X), Math.abs(wx), Math.abs(wRec)).data,
  roundings: 2 * X.columns + 3,
  largest: largestOf(X.data, [wx]),
})

const spread = (y: Float64Array, t: Float64Array): Float64Array =>
  y.map((value, index) => Math.abs(value) + Math.abs(t[index]))

/** A difference, a square, n additions and a division; twice the difference's rounding enters the square. */
export const expectedLoss = (y: Float64Array, t: Float64Array): Expected => ({
  value: Float64Array.of(reference.loss(y, t)),
  magnitude: Float64Array.of(reference.loss(spread(y, t), new Float64Array(y.length))),
  roundings: y.length + 5,
  largest: 1,
})

export const expectedOutputGradient = (y: Float64Array, t: Float64Array): Expected => ({
  value: reference.outputGradient(y, t),
  magnitude: spread(y, t).map((value) => 2 * value),
  roundings: 3,
  largest: 1,
})

export interface ExpectedGradient {
  /** wx's and wRec's. */
  readonly weights: Expected
  readonly overTime: Expected
}

/** On the way back a term is multiplied at most T times by wRec, once by an input, and summed over n samples and T steps. */
export function expectedGradient(
  X: Matrix,
  S: Matrix,
  gradOut: Float64Array,
  wRec: number,
): ExpectedGradient {
  const [weights, overTime] = reference.backwardGradient(X, S, gradOut, wRec)
  const [weightTerms, overTimeTerms] = reference.backwardGradient(
    absoluteMatrix(X),
    absoluteMatrix(S),
    absolute(gradOut),
    Math.abs(wRec),
  )
  return {
    weights: {
      value: Float64Array.from(weights),
      magnitude: Float64Array.from(weightTerms),
      roundings: 2 * X.columns + X.rows + 4,
      largest: largestOf(X.data, S.data),
    },
    overTime: {
      value: overTime.data,
      magnitude: overTimeTerms.data,
      roundings: X.columns + 1,
      largest: 1,
    },
  }
}

/**
 * How far rounding can carry the loss of a forward pass, in float64: the error of each output passes into its square.
 * The outputs and the sums of their terms' absolute values are unrolled together.
 */
export function lossRoundingError(X: Matrix, t: Float64Array, wx: number, wRec: number): number {
  const { rows, columns, data } = X
  const forward = { roundings: 2 * columns + 3, largest: 1 }
  const squares = { roundings: rows + 5, largest: 1 }
  let sum = 0
  for (let row = 0; row < rows; row++) {
    let [y, magnitude] = [0, 0]
    for (let k = row * columns; k < (row + 1) * columns; k++) {
      y = data[k] * wx + y * wRec
      magnitude = Math.abs(data[k] * wx) + magnitude * Math.abs(wRec)
    }
    const error = allowance(magnitude, forward, 'double')
    const residual = Math.abs(y - t[row])
    sum += (2 * residual + error) * error + allowance(residual * residual, squares, 'double')
  }
  return sum / rows
}
