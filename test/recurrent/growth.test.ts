import { expect, test } from 'vitest'
import { transposedPower } from '../../properties/recurrent/gradient-growth.ts'
import { singularValues } from '../../properties/recurrent/singular-values.ts'
import { RandomState } from '../../src/numpy/random-state.ts'

const square = (...data: number[]) => {
  const size = Math.sqrt(data.length)
  return { rows: size, columns: size, data: Float64Array.from(data) }
}

test('singular values of a rotation times 1.5 are 1.5, those of a diagonal its entries', () => {
  const [cos, sin] = [1.5 * Math.cos(0.7), 1.5 * Math.sin(0.7)]
  const equal = singularValues(square(cos, sin, -sin, cos))
  expect(equal).toHaveLength(2)
  for (const value of equal) expect(Math.abs(value - 1.5)).toBeLessThan(8 * Number.EPSILON)
  expect(singularValues(square(2, 0, 0, -3))).toEqual([3, 2])
})

test('singular values have the product |det| and the sum of squares of the entries', () => {
  const [a, b, c, d] = new RandomState(1).rand(4)
  const [large, small] = singularValues(square(a, b, c, d))
  expect(Math.abs(large * small - Math.abs(a * d - b * c))).toBeLessThan(8 * Number.EPSILON)
  expect(Math.abs(large ** 2 + small ** 2 - (a * a + b * b + c * c + d * d))).toBeLessThan(
    16 * Number.EPSILON,
  )
})

test('the transpose of a matrix to a power', () => {
  const matrix = square(1, 2, 3, 4)
  expect(transposedPower(matrix, 0)).toEqual(Float64Array.of(1, 0, 0, 1))
  expect(transposedPower(matrix, 1)).toEqual(Float64Array.of(1, 3, 2, 4))
  expect(transposedPower(matrix, 2)).toEqual(Float64Array.of(7, 15, 10, 22))
})

/** A triangular matrix has its eigenvalues on the diagonal. */
test.each([
  ['vanishes', [0.5, 0.3, 0, -0.4]],
  ['explodes', [1.5, 0.7, 0, 0.2]],
] as const)('the norm of a power lies between radius and singular value: it %s', (_, entries) => {
  const matrix = square(...entries)
  const radius = Math.max(Math.abs(entries[0]), Math.abs(entries[3]))
  const [sigma] = singularValues(matrix)
  for (let power = 1; power <= 20; power++) {
    const [largest] = singularValues(square(...transposedPower(matrix, power)))
    const room = 1 + 8 * power * Number.EPSILON
    expect(largest).toBeGreaterThanOrEqual(radius ** power / room)
    expect(largest).toBeLessThanOrEqual(sigma ** power * room)
  }
})
