import seedrandom from 'seedrandom'
import { expect, test } from 'vitest'
import { leastSquares } from '../../src/mistakes/least-squares.ts'
import { doubleUnit, gamma } from '../../src/mistakes/rounding.ts'

const random = seedrandom('least squares')

// A product and a sum for each entry, column and pass over it; no vector here is longer than the root of 7.
const tolerance = gamma(2 * 7 * 3, doubleUnit) * 7

function vector(length: number): Float64Array {
  return Float64Array.from({ length }, () => 2 * random() - 1)
}

test('what the solution leaves is orthogonal to every column', () => {
  const columns = [vector(7), vector(7), vector(7)]
  const b = vector(7)
  const fit = leastSquares(columns, b)
  if (fit === null) throw new Error('Expected three random columns to be independent')
  const rest = b.map((value, i) =>
    columns.reduce((sum, c, j) => sum - c[i] * fit.solution[j], value),
  )
  expect(Math.abs(Math.hypot(...rest) - fit.residual)).toBeLessThan(tolerance)
  for (const column of columns) {
    const product = column.reduce((sum, value, i) => sum + value * rest[i], 0)
    expect(Math.abs(product)).toBeLessThan(tolerance)
  }
})

test('an exact combination leaves nothing, and its coefficients come back', () => {
  const columns = [vector(6), vector(6)]
  const fit = leastSquares(
    columns,
    columns[0].map((value, i) => 3 * value - 2 * columns[1][i]),
  )
  if (fit === null) throw new Error('Expected two random columns to be independent')
  expect(fit.residual).toBeLessThan(tolerance)
  expect(Math.abs(fit.solution[0] - 3)).toBeLessThan(fit.sensitivity[0] * 5 * tolerance)
  expect(Math.abs(fit.solution[1] + 2)).toBeLessThan(fit.sensitivity[1] * 5 * tolerance)
})

test('the sensitivity is the reciprocal of the length where columns are orthogonal', () => {
  const columns = [Float64Array.of(2, 0, 0), Float64Array.of(0, 0, 0.5)]
  expect(leastSquares(columns, Float64Array.of(1, 1, 1))?.sensitivity).toEqual(
    Float64Array.of(0.5, 2),
  )
})

test('a column of zeros has no solution', () => {
  expect(leastSquares([new Float64Array(3)], vector(3))).toBeNull()
})
