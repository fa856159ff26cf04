import type { Matrix } from '../numpy/matrix.ts'
import { sum } from '../numpy/sum.ts'
import { batchSums } from './batch-sums.ts'
import { compileLinearKernel, type LinearKernel } from './linear-kernel.ts'
import { plainLinearKernel } from './plain-linear-kernel.ts'
import { expectLength, expectMatrix } from './shape.ts'
import { unroll } from './unroll.ts'

// The scalar linear network S_k = X_k wx + S_(k-1) wRec with S_0 = 0, its output y = S_T and the mean squared error,
// in numpy's order of operations: every result is numpy's to the last bit. Sizes: n samples, T steps. An `into` is memory
// for the result, of its length and overwritten: for small batches allocation is most of the cost.

/** What backwardGradient returns: both weights' gradients, means over the batch, and dL/dS of every sample, n x (T + 1). */
export type BackwardGradient = [gradients: [wxGrad: number, wRecGrad: number], gradOverTime: Matrix]

/** One step, xk wx + sk wRec: two vectors of n give one. Throws RangeError where their lengths differ. */
export function updateState(
  xk: Float64Array,
  sk: Float64Array,
  wx: number,
  wRec: number,
): Float64Array {
  expectLength('updateState', 'sk', sk, xk.length)
  return xk.map((x, i) => x * wx + sk[i] * wRec)
}

/** All states: X, n x T, gives n x (T + 1), the first column 0. Throws RangeError where X or `into` has a wrong length. */
export function forwardStates(
  X: Matrix,
  wx: number,
  wRec: number,
  into: Float64Array = new Float64Array(X.rows * (X.columns + 1)),
): Matrix {
  expectMatrix('forwardStates', 'X', X)
  const { rows, columns } = X
  expectLength('forwardStates', 'into', into, rows * (columns + 1))
  if (columns === 0) into.fill(0)
  else unroll(X, wx, wRec, into, linearKernel())
  return { rows, columns: columns + 1, data: into }
}

let squares = new Float64Array(0)

/** Mean squared error, mean((t - y)^2), of two vectors of n; NaN for n = 0. Throws RangeError where lengths differ. */
export function loss(y: Float64Array, t: Float64Array): number {
  const n = y.length
  expectLength('loss', 't', t, n)
  if (squares.length < n) squares = new Float64Array(n)
  for (let i = 0; i < n; i++) squares[i] = (t[i] - y[i]) * (t[i] - y[i])
  return sum(squares, 0, n) / n
}

/** Gradient of each sample's own squared error, 2 (y - t): two vectors of n give one. Throws RangeError where lengths differ. */
export function outputGradient(
  y: Float64Array,
  t: Float64Array,
  into: Float64Array = new Float64Array(y.length),
): Float64Array {
  expectLength('outputGradient', 't', t, y.length)
  expectLength('outputGradient', 'into', into, y.length)
  for (let i = 0; i < y.length; i++) into[i] = 2 * (y[i] - t[i])
  return into
}

/**
 * Backpropagation through time: X, n x T; S, n x (T + 1); gradOut, dL/dS_T of each sample.
 * Throws RangeError where a shape differs from these. With T = 0 both gradients are 0, with n = 0 they are NaN.
 */
export function backwardGradient(
  X: Matrix,
  S: Matrix,
  gradOut: Float64Array,
  wRec: number,
  into: Float64Array = new Float64Array(X.rows * (X.columns + 1)),
): BackwardGradient {
  const { rows, columns: steps } = X
  expectMatrix('backwardGradient', 'X', X)
  expectMatrix('backwardGradient', 'S', S, [rows, steps + 1])
  expectLength('backwardGradient', 'gradOut', gradOut, rows)
  expectLength('backwardGradient', 'into', into, rows * (steps + 1))
  if (steps === 0) {
    into.set(gradOut)
    return [[0, 0], { rows, columns: 1, data: into }]
  }
  const sums = batchSums({ X: X.data, S: S.data, G: into, gradOut, steps, wRec }, linearKernel())
  let wxGrad = 0
  let wRecGrad = 0
  for (let k = steps - 1; k >= 0; k--) {
    wxGrad += sums[k] / rows
    wRecGrad += sums[steps + k] / rows
  }
  return [[wxGrad, wRecGrad], { rows, columns: steps + 1, data: into }]
}

let kernel: LinearKernel | undefined

function linearKernel(): LinearKernel {
  kernel ??= compileLinearKernel() ?? plainLinearKernel()
  return kernel
}
