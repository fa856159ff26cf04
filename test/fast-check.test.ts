import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { gradientProperty } from '../src/fast-check.ts'

const point = fc
  .array(fc.double({ min: 0.5, max: 4, noNaN: true }), { minLength: 1, maxLength: 3 })
  .map((entries) => Float64Array.from(entries))
const f = (x: Float64Array) => x.reduce((sum, entry) => sum + Math.exp(entry), 0)
const slopes = (x: Float64Array) => x.map((entry) => Math.exp(entry))

test('a right gradient holds on every point generated', () => {
  const property = gradientProperty(f, slopes, point)
  fc.assert(property, { seed: 1 })
  expect(property.tally()).toEqual({ points: 100, inconclusive: 0 })
})

test('a wrong gradient is shrunk to a simplest point', () => {
  const property = gradientProperty(f, (x) => slopes(x).map((entry) => 2 * entry), point)
  const { failed, counterexample, errorInstance } = fc.check(property, { seed: 1 })
  expect(failed).toBe(true)
  expect(counterexample).toEqual([Float64Array.of(0.5)])
  expect(String(errorInstance)).toContain('the wrong entry is twice it')
})

const kinked = (x: Float64Array) => Math.abs(x[0] - 1)
const sign = (x: Float64Array) => [Math.sign(x[0] - 1)]
const mostly = (share: number) =>
  fc.nat(99).map((n) => Float64Array.of(n < share * 100 ? 1 : 2 + n / 16))

test('points without a verdict are skipped and counted', () => {
  const property = gradientProperty(kinked, sign, mostly(0.2))
  expect(fc.check(property, { seed: 1, numRuns: 200 }).failed).toBe(false)
  const { points, inconclusive } = property.tally()
  expect(inconclusive).toBeGreaterThan(0)
  expect(points - inconclusive).toBe(200)
})

test('too many points without a verdict are a failure that says so', () => {
  const property = gradientProperty(kinked, sign, mostly(0.95))
  const { failed, errorInstance } = fc.check(property, { seed: 1 })
  expect(failed).toBe(true)
  expect(String(errorInstance)).toMatch(
    /inconclusive on \d+ of \d+ points, more than a share of 0.5/,
  )
})

test.each([NaN, 2, -0.1, '0.5'])('a share that is none is refused, %s', (inconclusive) => {
  const options = { inconclusive: inconclusive as number }
  expect(() => gradientProperty(f, slopes, point, options)).toThrow(
    new RangeError(`inconclusive is ${inconclusive}: expected a share from 0 to 1`),
  )
})
