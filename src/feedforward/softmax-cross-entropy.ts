import type { Matrix } from '../numpy/index.ts'
import { mapMatrix, row, sum } from './rows.ts'

// Softmax and cross-entropy: logits Z and one-hot targets T, a row of K classes for each of n samples.

/** log(sum_k e^z_k) = m + log(sum_k e^(z_k - m)) with m the largest, so that nothing overflows. */
export function logSumExp(z: Float64Array): number {
  const largest = z.reduce((most, each) => Math.max(most, each), -Infinity)
  return largest + Math.log(sum(z.map((each) => Math.exp(each - largest))))
}

/** P_ik = e^Z_ik / sum_j e^Z_ij = e^(Z_ik - m_i) / sum_j e^(Z_ij - m_i) with m_i the largest of the row. */
export function softmax({ Z }: { Z: Matrix }): Matrix {
  const shifted = mapMatrix(Z, (z, index) => {
    const own = row(Z, Math.floor(index / Z.columns))
    return Math.exp(z - own.reduce((most, each) => Math.max(most, each), -Infinity))
  })
  return mapMatrix(shifted, (e, index) => e / sum(row(shifted, Math.floor(index / Z.columns))))
}

/** L = -mean_i(sum_k T_ik log P_ik) */
export const loss = ({ P, T }: { P: Matrix; T: Matrix }): number =>
  -sum(P.data.map((p, index) => (T.data[index] === 1 ? Math.log(p) : 0))) / P.rows

/** dL/dZ = (P - T) / n: what -T/P is multiplied by, dP/dZ = diag(P) - P P^T, leaves P - T. */
export const gradient = ({ P, T }: { P: Matrix; T: Matrix }): Matrix =>
  mapMatrix(P, (p, index) => (p - T.data[index]) / P.rows)
