import type { Tensor } from '../../properties/declared.ts'
import type { NumberKind } from '../../properties/number-kinds.ts'
import { real } from '../../properties/number-kinds.ts'
import type { Limits } from '../../properties/problems.ts'
import { entriesOf, shapeOf } from '../../properties/quantity.ts'
import type { Quantity } from '../../properties/property.ts'
import type { Matrix } from '../numpy/index.ts'
import { addAffine } from '../rnn/affine.ts'
import { meanSquaredError, meanSquaredErrorGradient, type Sequence } from '../rnn/index.ts'

// What the recurrent networks have in common as assignments. n samples, T steps, d inputs, H units, O outputs.

/** Small enough to follow by hand, large enough that every size differs from every other now and then. */
export const dimensions: Limits = { n: [1, 4], T: [1, 5], d: [1, 2], H: [1, 3], O: [1, 2] }

/** Weights that neither saturate an activation nor make a state grow out of bounds in a few steps. */
export const weights: NumberKind = real({ from: -1.5, to: 1.5, parts: 100 })

export const asSequence = (quantity: Quantity): Sequence => {
  const [samples, steps, features] = shapeOf(quantity)
  return { shape: [samples, steps, features], data: entriesOf(quantity) }
}

type Array3 = Tensor<readonly [number, number, number]>

/** The last step of n x (T+1) x H. */
function lastOf({ shape: [rows, steps, columns], data }: Array3): Matrix {
  const kept = data.filter((_, i) => Math.floor(i / columns) % steps === steps - 1)
  return { rows, columns, data: kept }
}

/** Step k of n x (T+1) x H. */
export function stepOf({ shape: [rows, steps, columns], data }: Sequence, k: number): Matrix {
  const kept = data.filter((_, i) => Math.floor(i / columns) % steps === k)
  return { rows, columns, data: kept }
}

/** y = S_T W + c; W has a row per unit and a column per output. */
export function linearHead(all: Array3, W: Matrix, c: Float64Array): Matrix {
  const last = lastOf(all)
  const y = { rows: last.rows, columns: W.columns, data: new Float64Array(last.rows * W.columns) }
  addAffine(y, last, W, c)
  return y
}

interface Errors {
  readonly y: Matrix
  readonly t: Matrix
}

export const squaredError = {
  loss: ({ y, t }: Errors): number => meanSquaredError(y, t),
  output_gradient: ({ y, t }: Errors): Matrix => meanSquaredErrorGradient(y, t),
}

/** What is left of one sample's inputs after k steps. */
export function inputsAfter(X: Quantity, sample: number, k: number): Sequence {
  const [, T, d] = shapeOf(X)
  const data = entriesOf(X).slice((sample * T + k) * d, (sample + 1) * T * d)
  return { shape: [1, T - k, d], data }
}

export const oneRow = (data: Float64Array): Matrix => ({ rows: 1, columns: data.length, data })

/** A matrix of samples as a sequence of one step. */
export const oneStep = ({ rows, columns, data }: Matrix): Quantity => ({
  shape: [rows, 1, columns],
  data,
})
