import { expect, test } from 'vitest'
import { RandomState } from '../../src/numpy/index.ts'
import { golden } from './golden.ts'

test.each(Object.entries(golden.rand.streams))(
  'the draws of seed %s are numpy’s, across a regeneration of the state',
  (seed, expected) => {
    const draws = new RandomState(Number(seed)).rand(709)
    expect([...draws.subarray(0, 8), draws[708]]).toStrictEqual(expected)
  },
)

test('draws taken in parts are the draws taken at once', () => {
  const parts = new RandomState(7)
  const joined = [0, 1, 311, 400].flatMap((count) => Array.from(parts.rand(count)))
  expect(joined).toStrictEqual([...new RandomState(7).rand(712)])
})

test.each([-1, 2 ** 32, 0.5, NaN, Infinity])('seed %s is refused', (seed) => {
  expect(() => new RandomState(seed)).toThrow(
    new RangeError(
      `RandomState: expected an integer seed from 0 to 4294967295 (2^32 - 1), received ${seed}`,
    ),
  )
})

test.each([-1, 1.5, NaN])('a count of %s draws is refused', (count) => {
  expect(() => new RandomState(1).rand(count)).toThrow(
    new RangeError(
      `RandomState.rand: expected a whole number of draws, 0 or more, received ${count}`,
    ),
  )
})
