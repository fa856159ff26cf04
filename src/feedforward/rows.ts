import type { Matrix } from '../numpy/index.ts'

export const row = ({ columns, data }: Matrix, i: number): Float64Array =>
  data.subarray(i * columns, (i + 1) * columns)

export const at = ({ columns, data }: Matrix, i: number, j: number): number => data[i * columns + j]

export const sum = (values: Float64Array): number => values.reduce((total, each) => total + each, 0)

export const mean = (values: Float64Array): number => sum(values) / values.length

/** The matrix whose entry in row i and column j is `entry(i, j)`. */
export function matrixOf(
  rows: number,
  columns: number,
  entry: (i: number, j: number) => number,
): Matrix {
  const cell = (_: unknown, index: number) => entry(Math.floor(index / columns), index % columns)
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, cell) }
}

/** X w + b, one entry a row of X. */
export const affine = (X: Matrix, w: Float64Array, b: number): Float64Array =>
  Float64Array.from({ length: X.rows }, (_, i) =>
    row(X, i).reduce((total, x, j) => total + x * w[j], b),
  )

/** X W + b, b added to each row. */
export const affineRows = (X: Matrix, W: Matrix, b: Float64Array): Matrix =>
  matrixOf(X.rows, W.columns, (i, j) =>
    row(X, i).reduce((total, x, k) => total + x * at(W, k, j), b[j]),
  )

/** A^T B, summed over the rows that both have. */
export const overRows = (A: Matrix, B: Matrix): Matrix =>
  matrixOf(A.columns, B.columns, (i, j) => {
    let total = 0
    for (let k = 0; k < A.rows; k++) total += at(A, k, i) * at(B, k, j)
    return total
  })

/** A B^T, summed over the columns that both have. */
export const overColumns = (A: Matrix, B: Matrix): Matrix =>
  matrixOf(A.rows, B.rows, (i, j) => row(A, i).reduce((total, a, k) => total + a * at(B, j, k), 0))

/** The sum of each column, over the batch. */
export const columnSums = (A: Matrix): Float64Array =>
  Float64Array.from({ length: A.columns }, (_, j) => {
    let total = 0
    for (let i = 0; i < A.rows; i++) total += at(A, i, j)
    return total
  })

export const mapMatrix = (A: Matrix, change: (value: number, index: number) => number): Matrix => ({
  ...A,
  data: A.data.map(change),
})
