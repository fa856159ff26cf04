import type { Matrix } from '../numpy/matrix.ts'
import { expectMatrix } from './shape.ts'

/** Mean of (y - t)^2 over samples and outputs, both n x o; NaN where there are none. Throws RangeError where shapes differ. */
export function meanSquaredError(y: Matrix, t: Matrix): number {
  expectMatrix('meanSquaredError', 't', t, [y.rows, y.columns])
  let squares = 0
  for (let i = 0; i < y.data.length; i++) squares += (y.data[i] - t.data[i]) ** 2
  return squares / y.data.length
}

/** Gradient of meanSquaredError by y, 2 (y - t) / (n o), n x o. Throws RangeError where shapes differ. */
export function meanSquaredErrorGradient(y: Matrix, t: Matrix): Matrix {
  expectMatrix('meanSquaredErrorGradient', 't', t, [y.rows, y.columns])
  const data = y.data.map((value, i) => (2 * (value - t.data[i])) / y.data.length)
  return { rows: y.rows, columns: y.columns, data }
}
