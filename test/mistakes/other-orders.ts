import type { Implementation } from '../../src/mistakes/apply-mistakes.ts'
import { applyMistakes } from '../../src/mistakes/apply-mistakes.ts'
import type { Matrix } from '../../src/numpy/matrix.ts'

const usual = applyMistakes([])

/** All terms of batch and time in one sum, with powers of wRec, divided at the end. */
const closedForm: Implementation = {
  updateState: (xk, sk, wx, wRec) => xk.map((x, i) => sk[i] * wRec + x * wx),
  forwardStates: ({ rows, columns, data }, wx, wRec) =>
    matrixOf(rows, columns + 1, (i, k) => {
      let state = 0
      for (let j = 1; j <= k; j++) state += data[i * columns + j - 1] * wRec ** (k - j) * wx
      return state
    }),
  loss: (y, t) => y.reduce((sum, value, i) => sum + (value - t[i]) ** 2 / y.length, 0),
  outputGradient: (y, t) => y.map((value, i) => 2 * value - 2 * t[i]),
  backwardGradient: (X, S, gradOut, wRec) => {
    const T = X.columns
    const G = matrixOf(X.rows, T + 1, (i, k) => gradOut[i] * wRec ** (T - k))
    let [wx, rec] = [0, 0]
    for (let i = 0; i < X.rows; i++) {
      for (let k = 1; k <= T; k++) {
        wx += G.data[i * (T + 1) + k] * X.data[i * T + k - 1]
        rec += G.data[i * (T + 1) + k] * S.data[i * (T + 1) + k - 1]
      }
    }
    return [[wx / X.rows, rec / X.rows], G]
  },
}

/** Sample by sample from the last to the first, each with its share of the mean. */
const sampleBySample: Implementation = {
  ...usual,
  loss: (y, t) => {
    const squares = y.map((value, i) => value * value - 2 * value * t[i] + t[i] * t[i])
    return squares.reduceRight((sum, value) => sum + value, 0) / y.length
  },
  outputGradient: (y, t) => y.map((value, i) => -2 * (t[i] - value)),
  backwardGradient: (X, S, gradOut, wRec) => {
    const [, G] = usual.backwardGradient(X, S, gradOut, wRec)
    let [wx, rec] = [0, 0]
    for (let i = X.rows - 1; i >= 0; i--) {
      let [sampleWx, sampleRec] = [0, 0]
      for (let k = 1; k <= X.columns; k++) {
        const g = G.data[i * (X.columns + 1) + k]
        sampleWx += g * X.data[i * X.columns + k - 1]
        sampleRec += g * S.data[i * (X.columns + 1) + k - 1]
      }
      wx += sampleWx / X.rows
      rec += sampleRec / X.rows
    }
    return [[wx, rec], G]
  },
}

/** Right implementations whose results differ from the reference by rounding alone. */
export const inOtherOrders: readonly Implementation[] = [closedForm, sampleBySample]

function matrixOf(rows: number, columns: number, entry: (i: number, k: number) => number): Matrix {
  const data = Float64Array.from({ length: rows * columns }, (_, j) =>
    entry(Math.floor(j / columns), j % columns),
  )
  return { rows, columns, data }
}
