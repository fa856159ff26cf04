import { expect, test } from 'vitest'
import { checkGradient } from '../src/gradient-check/index.ts'

const million = Float64Array.from({ length: 1_000_000 }, (_, i) => Math.sin(1 + 7 * i))

const squares = (at: Float64Array) => {
  let total = 0
  for (let i = 0; i < at.length; i++) total += at[i] * at[i]
  return total
}

const twice = (at: Float64Array) => at.map((entry) => 2 * entry)

test('a million parameters are checked, and finds the one that is wrong', () => {
  const passed = checkGradient(squares, twice, million)
  expect(passed.status).toBe('passed')
  expect(passed.evaluations).toBeLessThanOrEqual(100)
  const off = 1e-3 * Math.sqrt(4 * squares(million))
  const wrong = (at: Float64Array) => {
    const slopes = twice(at)
    slopes[654_321] += off
    return slopes
  }
  const failed = checkGradient(squares, wrong, million)
  expect(failed.coordinates.map(({ path }) => path)).toEqual(['x[654321]'])
  expect(failed.evaluations).toBeLessThanOrEqual(200)
})
