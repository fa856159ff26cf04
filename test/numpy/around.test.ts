import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { around } from '../../src/numpy/index.ts'
import { golden } from './golden.ts'

test.each(golden.around)('around(%d) is numpy’s %d, its sign included', (value, rounded) => {
  expect(around(value)).toBe(rounded)
})

test.each([NaN, Infinity, -Infinity, 1e300, -(2 ** 52) - 1])('%d is returned as it is', (value) => {
  expect(around(value)).toBe(value)
})

test('the rounded value is an integer within one half, the even one at a half', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -(2 ** 51), max: 2 ** 51 }), (value) => {
      const rounded = around(value)
      const distance = Math.abs(rounded - value)
      expect(Number.isInteger(rounded)).toBe(true)
      expect(distance).toBeLessThanOrEqual(0.5)
      if (distance === 0.5) expect(Math.abs(rounded % 2)).toBe(0)
    }),
  )
})

test('every half of a whole number goes to the even neighbour', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), (whole) => {
      expect(around(2 * whole + 0.5) === 2 * whole).toBe(true)
      expect(around(2 * whole - 0.5) === 2 * whole).toBe(true)
    }),
  )
})

test('an array gives a new array, entry by entry', () => {
  const values = Float64Array.of(0.5, -0.5, 3.5)
  expect(around(values)).toStrictEqual(Float64Array.of(0, -0, 4))
  expect(values).toStrictEqual(Float64Array.of(0.5, -0.5, 3.5))
  expect(around([2.5])).toStrictEqual(Float64Array.of(2))
})
