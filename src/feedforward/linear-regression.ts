import type { Matrix } from '../numpy/index.ts'
import { affine, mean, overRows } from './rows.ts'

// Linear regression: y = X w + b for n samples of d inputs, with the mean squared error.

/** y = X w + b, one entry a sample. */
export const predict = ({ X, w, b }: { X: Matrix; w: Float64Array; b: number }): Float64Array =>
  affine(X, w, b)

/** L = mean((y - t)^2) */
export const loss = ({ y, t }: { y: Float64Array; t: Float64Array }): number =>
  mean(y.map((each, i) => (each - t[i]) ** 2))

/**
 * dL/dy_i = 2 (y_i - t_i) / n, and y_i = sum_j X_ij w_j + b, so dL/dw_j = sum_i dL/dy_i X_ij and
 * dL/db = sum_i dL/dy_i.
 */
export function gradients({ X, y, t }: { X: Matrix; y: Float64Array; t: Float64Array }) {
  const twice = y.map((each, i) => 2 * (each - t[i]))
  const sums = overRows(X, { rows: X.rows, columns: 1, data: twice }).data
  return { w_grad: sums.map((total) => total / X.rows), b_grad: mean(twice) }
}
