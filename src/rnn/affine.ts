import type { Matrix } from '../numpy/matrix.ts'
import { addProduct, addTransposedProduct, transposed } from './matrix-product.ts'

// The affine map Z = X W + b of every network: of its inputs, of its states, and of its last state to the output.
// X has a row per sample, W a row per input and a column per output.

/** Gradients of L by what enters X W + b, given dL/dZ. */
export interface AffineGradient {
  readonly weights: Matrix
  readonly bias: Float64Array
}

/** Z = 1 b: the rows that are there are copied behind themselves, twice as many each time. */
export function startFrom(b: Float64Array, { data }: Matrix): void {
  data.set(b.subarray(0, data.length))
  for (let filled = b.length; filled < data.length; filled *= 2) {
    data.copyWithin(filled, 0, filled)
  }
}

/** dL/dW = X^T dL/dZ and dL/db = 1^T dL/dZ: sums over every row of X. */
export function affineGradient(X: Matrix, gradZ: Matrix): AffineGradient {
  const weights = {
    rows: X.columns,
    columns: gradZ.columns,
    data: new Float64Array(X.columns * gradZ.columns),
  }
  addTransposedProduct(weights, X, gradZ)
  return { weights, bias: columnSums(gradZ) }
}

/** dL/dX += dL/dZ W^T. */
export function addInputGradient(gradX: Matrix, gradZ: Matrix, W: Matrix): void {
  addProduct(gradX, gradZ, transposed(W))
}

function columnSums({ columns, data }: Matrix): Float64Array {
  const sums = new Float64Array(columns)
  for (let row = 0; row < data.length; row += columns) {
    for (let j = 0; j < columns; j++) sums[j] += data[row + j]
  }
  return sums
}
