import type { Matrix } from '../numpy/matrix.ts'
import { addProduct, addTransposedProduct, transposed } from './matrix-product.ts'

// The affine map Z = X W + b of every network: of its inputs, of its states, and of its last state to the output.
// X has a row per sample, W a row per input and a column per output.

/** Z = 1 b: the rows that are there are copied behind themselves, twice as many each time. */
export function startFrom(b: Float64Array, { data }: Matrix): void {
  data.set(b.subarray(0, data.length))
  for (let filled = b.length; filled < data.length; filled *= 2) {
    data.copyWithin(filled, 0, filled)
  }
}

/** dL/dW = X^T dL/dZ: a sum over every row of X. */
export function weightGradient(X: Matrix, gradZ: Matrix): Matrix {
  const [rows, columns] = [X.columns, gradZ.columns]
  const gradW = { rows, columns, data: new Float64Array(rows * columns) }
  addTransposedProduct(gradW, X, gradZ)
  return gradW
}

/** dL/db = 1^T dL/dZ: a sum over every row. */
export function biasGradient({ columns, data }: Matrix): Float64Array {
  const sums = new Float64Array(columns)
  for (let row = 0; row < data.length; row += columns) {
    for (let j = 0; j < columns; j++) sums[j] += data[row + j]
  }
  return sums
}

/** dL/dX += dL/dZ W^T. */
export function addInputGradient(gradX: Matrix, gradZ: Matrix, W: Matrix): void {
  addProduct(gradX, gradZ, transposed(W))
}
