import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mean, sum } from '../../src/numpy/index.ts'
import { golden } from './golden.ts'

const plain = (values: number[]): number => values.reduce((total, value) => total + value, 0)

describe.each(golden.sums)('of $n values', ({ values, sum: total, mean: average }) => {
  test('the sum is numpy’s to the last bit', () => {
    expect(sum(values)).toBe(total)
    expect(sum(Float64Array.from(values))).toBe(total)
  })

  test('the mean is numpy’s to the last bit', () => {
    expect(mean(values)).toBe(average ?? NaN)
  })

  test('a stretch of a longer array sums as an array of its own', () => {
    expect(sum([1e9, ...values, NaN], 1, 1 + values.length)).toBe(total)
  })
})

test('the golden sums tell numpy’s order of summation from the plain one', () => {
  const different = golden.sums.filter(({ values, sum: total }) => plain(values) !== total)
  expect(different.length).toBeGreaterThan(golden.sums.length / 2)
})

test.each([1, 7, 8, 9, 129])('%d negative zeros sum to a positive one, as in numpy', (n) => {
  expect(sum(new Float64Array(n).fill(-0))).toBe(0)
})

test('integers sum exactly in every order', () => {
  fc.assert(
    fc.property(
      fc
        .array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 }), { maxLength: 700 })
        .chain((values) =>
          fc.tuple(
            fc.constant(values),
            fc.shuffledSubarray(values, { minLength: values.length, maxLength: values.length }),
          ),
        ),
      ([values, shuffled]) => {
        const exact = Number(values.reduce((total, value) => total + BigInt(value), 0n))
        expect(sum(values)).toBe(exact)
        expect(sum(shuffled)).toBe(exact)
      },
    ),
  )
})

test.each([
  [-1, 2],
  [2, 1],
  [0, 4],
  [NaN, 2],
])('the stretch from %d to %d of three values is refused', (start, end) => {
  expect(() => sum([1, 2, 3], start, end)).toThrow(
    new RangeError(
      `sum: expected 0 <= start <= end <= 3 (the number of values), received start ${start}, end ${end}`,
    ),
  )
})
