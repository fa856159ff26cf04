import type { Matrix } from '../numpy/index.ts'
import { affine, mean, overRows } from './rows.ts'

// Logistic regression: p = sigmoid(X w + b) for n samples of d inputs, with the cross-entropy of targets 0 and 1.

/** 1 / (1 + e^-z): e^z is taken of negative numbers alone, so that nothing overflows. */
export const sigmoid = (z: number): number => {
  const e = Math.exp(-Math.abs(z))
  return z >= 0 ? 1 / (1 + e) : e / (1 + e)
}

/** p = sigmoid(X w + b), one entry a sample. */
export const predict = ({ X, w, b }: { X: Matrix; w: Float64Array; b: number }): Float64Array =>
  affine(X, w, b).map(sigmoid)

/** L = -mean(t log p + (1 - t) log(1 - p)); log1p keeps the digits of a small p. */
export const loss = ({ p, t }: { p: Float64Array; t: Float64Array }): number =>
  -mean(p.map((each, i) => (t[i] === 1 ? Math.log(each) : Math.log1p(-each))))

/**
 * With z = X w + b: dL/dp dp/dz = (p - t) / (p (1 - p)) p (1 - p) / n = (p - t) / n, so dL/dw_j = mean((p - t) X_j) and
 * dL/db = mean(p - t).
 */
export function gradients({ X, p, t }: { X: Matrix; p: Float64Array; t: Float64Array }) {
  const difference = p.map((each, i) => each - t[i])
  const sums = overRows(X, { rows: X.rows, columns: 1, data: difference }).data
  return { w_grad: sums.map((total) => total / X.rows), b_grad: mean(difference) }
}
