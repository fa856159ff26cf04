import type { Matrix } from '../src/numpy/index.ts'
import * as reference from '../src/rnn/linear.ts'
import type { Awaitable } from './property.ts'

/** The scalar linear recurrent network as an implementation under test: at once (here) or in time (in another process). */
export interface LinearRnn {
  updateState(xk: Float64Array, sk: Float64Array, wx: number, wRec: number): Awaitable<Float64Array>
  forwardStates(X: Matrix, wx: number, wRec: number): Awaitable<Matrix>
  loss(y: Float64Array, t: Float64Array): Awaitable<number>
  outputGradient(y: Float64Array, t: Float64Array): Awaitable<Float64Array>
  backwardGradient(
    X: Matrix,
    S: Matrix,
    gradOut: Float64Array,
    wRec: number,
  ): Awaitable<LinearGradient>
}

export type LinearGradient = [[wxGrad: number, wRecGrad: number], gradOverTime: Matrix]

export const copyMatrix = (matrix: Matrix): Matrix => ({ ...matrix, data: matrix.data.slice() })

/** The same implementation on copies of its arguments, so that one which writes into them harms itself alone. */
export const onCopies = (implementation: LinearRnn): LinearRnn => ({
  updateState: (xk, sk, wx, wRec) => implementation.updateState(xk.slice(), sk.slice(), wx, wRec),
  forwardStates: (X, wx, wRec) => implementation.forwardStates(copyMatrix(X), wx, wRec),
  loss: (y, t) => implementation.loss(y.slice(), t.slice()),
  outputGradient: (y, t) => implementation.outputGradient(y.slice(), t.slice()),
  backwardGradient: (X, S, gradOut, wRec) =>
    implementation.backwardGradient(copyMatrix(X), copyMatrix(S), gradOut.slice(), wRec),
})

export function column({ rows, columns, data }: Matrix, index: number): Float64Array {
  const entries = new Float64Array(rows)
  for (let row = 0; row < rows; row++) entries[row] = data[row * columns + index]
  return entries
}

/** The states, outputs and output gradients of a right forward pass. */
export function forwardPass(X: Matrix, t: Float64Array, wx: number, wRec: number) {
  const S = reference.forwardStates(X, wx, wRec)
  const y = column(S, X.columns)
  return { S, y, gradOut: reference.outputGradient(y, t) }
}
