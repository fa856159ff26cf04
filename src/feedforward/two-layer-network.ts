import type { Matrix } from '../numpy/index.ts'
import { affineRows, columnSums, mapMatrix, mean, overColumns, overRows } from './rows.ts'

// Two layers: H = tanh(X W1 + b1), y = H W2 + b2, with the mean squared error over the batch and the outputs.
// Sizes: n samples, d inputs, h hidden units, k outputs.

/** H = tanh(X W1 + b1), n x h */
export const hidden = ({ X, W1, b1 }: { X: Matrix; W1: Matrix; b1: Float64Array }): Matrix =>
  mapMatrix(affineRows(X, W1, b1), Math.tanh)

/** y = H W2 + b2, n x k */
export const output = ({ H, W2, b2 }: { H: Matrix; W2: Matrix; b2: Float64Array }): Matrix =>
  affineRows(H, W2, b2)

/** L = mean((y - t)^2) over all n k entries */
export const loss = ({ y, t }: { y: Matrix; t: Matrix }): number =>
  mean(y.data.map((each, index) => (each - t.data[index]) ** 2))

interface Pass {
  X: Matrix
  H: Matrix
  y: Matrix
  t: Matrix
  W2: Matrix
}

/**
 * Backwards through the layers: dL/dy = 2 (y - t) / (n k); dL/dH = dL/dy W2^T; and with A = X W1 + b1, of which H is the
 * tanh, dL/dA = dL/dH (1 - H^2), entry by entry. A layer's weights get its inputs^T times what comes back to it, its
 * bias the sum of that over the batch.
 */
export function gradients({ X, H, y, t, W2 }: Pass) {
  const gradY = mapMatrix(y, (each, i) => (2 * (each - t.data[i])) / y.data.length)
  const gradA = mapMatrix(overColumns(gradY, W2), (each, i) => each * (1 - H.data[i] ** 2))
  return {
    W1_grad: overRows(X, gradA),
    b1_grad: columnSums(gradA),
    W2_grad: overRows(H, gradY),
    b2_grad: columnSums(gradY),
  }
}
