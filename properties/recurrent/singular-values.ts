import { entriesOf, shapeOf } from '../quantity.ts'
import type { Quantity } from '../property.ts'

/** Sweeps of rotations; convergence is quadratic, and small matrices need four or five. */
const sweeps = 30

/**
 * Singular values of a matrix, by one-sided Jacobi rotations of its columns until they are orthogonal: their lengths
 * are the values (Hestenes 1958; Golub and Van Loan, Matrix Computations, 4th ed., section 8.6.3).
 */
export function singularValues(matrix: Quantity): number[] {
  const [rows, columns] = shapeOf(matrix)
  const data = entriesOf(matrix)
  const all = Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => data[i * columns + j]),
  )
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (const [p, column] of all.entries())
      for (const other of all.slice(p + 1)) rotate(column, other)
  return all.map((column) => Math.hypot(...column)).toSorted((a, b) => b - a)
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, entry, i) => sum + entry * b[i], 0)

function rotate(a: Float64Array, b: Float64Array): void {
  const [overlap, difference] = [dot(a, b), dot(b, b) - dot(a, a)]
  if (overlap === 0) return
  const ratio = difference / (2 * overlap)
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(1, ratio))
  const cosine = 1 / Math.hypot(1, tangent)
  for (const [i, x] of a.entries()) {
    const y = b[i]
    a[i] = cosine * (x - tangent * y)
    b[i] = cosine * (y + tangent * x)
  }
}
