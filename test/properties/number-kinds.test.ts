import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dimension } from '../../properties/dimension.ts'
import {
  binary,
  distribution,
  label,
  type NumberKind,
  oneHot,
  type Place,
  probability,
  real,
  weight,
  whole,
} from '../../properties/number-kinds.ts'

/** Always the least, or always the most, that may be drawn. */
const extreme = (end: 'least' | 'most') =>
  ({ nextInt: (least: number, most: number) => (end === 'least' ? least : most) }) as fc.Random

/** 2 rows of K = 3. */
const place: Place = {
  dimensions: [dimension('n'), dimension('K')],
  shape: [2, 3],
  sizes: { n: 2, K: 3 },
}

const vectorPlace: Place = { dimensions: [dimension('n')], shape: [2], sizes: { n: 2, K: 3 } }

const drawn = (kind: NumberKind, end: 'least' | 'most', where = place) =>
  Array.from(
    kind.draw(
      extreme(end),
      where.shape.reduce((a, b) => a * b),
      where,
    ),
  )

const simpler = (kind: NumberKind, values: readonly number[], where = place) =>
  Array.from(kind.simpler(Float64Array.from(values), where), (each) => Array.from(each))

const fits = (kind: NumberKind, values: readonly number[], where = place) =>
  kind.fits(Float64Array.from(values), where)

test('numbers are drawn from one end of their range to the other', () => {
  expect(drawn(real(), 'least')).toEqual(Array(6).fill(-2))
  expect(drawn(real(), 'most')).toEqual(Array(6).fill(2))
  expect(drawn(real({ from: 1, to: 3, parts: 4 }), 'most', vectorPlace)).toEqual([3, 3])
  expect(drawn(whole({ from: -3, to: 5 }), 'least', vectorPlace)).toEqual([-3, -3])
  expect(drawn(whole({ from: -3, to: 5 }), 'most', vectorPlace)).toEqual([5, 5])
  expect([drawn(binary, 'least'), drawn(binary, 'most')].map((all) => all[0])).toEqual([0, 1])
  expect(drawn(label('K'), 'least', vectorPlace)).toEqual([0, 0])
  expect(drawn(label('K'), 'most', vectorPlace)).toEqual([2, 2])
  expect(drawn(weight, 'least', vectorPlace)).toEqual([0, 0])
  expect(drawn(weight, 'most', vectorPlace)).toEqual([2, 2])
  expect(drawn(probability, 'least')[0]).toBe(0.01)
  expect(drawn(probability, 'most')[0]).toBe(0.99)
})

test('rows have one 1, or add up to 1', () => {
  expect(drawn(oneHot, 'least')).toEqual([1, 0, 0, 1, 0, 0])
  expect(drawn(oneHot, 'most')).toEqual([0, 0, 1, 0, 0, 1])
  expect(drawn(distribution, 'most')).toEqual(Array(6).fill(20 / 60))
  let next = 1
  const counting = { nextInt: () => next++ } as unknown as fc.Random
  const rows = Array.from(distribution.draw(counting, 6, place))
  expect(rows).toEqual([1 / 6, 2 / 6, 3 / 6, 4 / 15, 5 / 15, 6 / 15])
})

test('a row lies along the last axis, however many there are, and takes one number of chance', () => {
  const where = {
    dimensions: ['n', 'T', 'K'].map(dimension),
    shape: [1, 2, 3],
    sizes: { T: 2, K: 3 },
  }
  const places = [2, 1, 0]
  const random = { nextInt: () => places.shift() } as unknown as fc.Random
  expect(Array.from(oneHot.draw(random, 6, where))).toEqual([0, 0, 1, 0, 1, 0])
  expect(places).toEqual([0])
})

test('what stands for itself is exact', () => {
  for (const kind of [whole({ from: 0, to: 2 }), binary, label('K'), oneHot])
    expect(kind.exact).toBe(true)
  for (const kind of [real(), weight, probability, distribution]) expect(kind.exact).toBeUndefined()
})

describe('numbers cut from larger arrays are still of their kind', () => {
  test.each([
    [[0, 2], true],
    [[0, 3], false],
    [[3, 0], false],
  ])('labels %j of 3 classes: %s', (values, expected) => {
    expect(fits(label('K'), values, vectorPlace)).toBe(expected)
  })

  test.each([
    [[1, 0, 0, 0, 0, 1], true],
    [[1, 0, 0, 0, 0, 0], false],
    [[0, 0, 0, 0, 0, 1], false],
    [[1, 1, 0, 0, 0, 1], false],
    [[1, 0, 0, 0, 0.5, 1], false],
    [[1, 2, 0, 0, 0, 1], false],
  ])('one-hot rows %j: %s', (values, expected) => {
    expect(fits(oneHot, values)).toBe(expected)
  })

  test.each([
    [[0.2, 0.3, 0.5, 0.1, 0.2, 0.7], true],
    [[0.2, 0.3, 0.5, 0.1, 0.2, 0.6], false],
    [[0.2, 0.3, 0.6, 0.1, 0.2, 0.7], false],
    [[1, 3 * 2 ** -52, 0, 1, 0, 0], true],
    [[1, 2 ** -50, 0, 1, 0, 0], false],
  ])('distributions %j: %s', (values, expected) => {
    expect(fits(distribution, values)).toBe(expected)
  })

  test('as any numbers of a range are', () => {
    for (const kind of [real(), weight, whole({ from: 0, to: 2 })])
      expect(fits(kind, [7, 8])).toBe(true)
  })
})

describe('simpler numbers', () => {
  const ranges: readonly (readonly [string, NumberKind, number[], (value: number) => boolean])[] = [
    ['reals', real({ from: 0.5, to: 1.5 }), [0.7, 1.3, 0.9], (v) => v >= 0.5 && v <= 1.5],
    ['reals to 1', real({ from: -1.4, to: -0.6 }), [-0.7, -1.3], (v) => v >= -1.4 && v <= -0.6],
    ['whole numbers', whole({ from: 2, to: 7 }), [7, 5, 3], (v) => v >= 2 && v <= 7],
    ['whole numbers below 0', whole({ from: -7, to: -1 }), [-7, -3], (v) => v >= -7 && v <= -1],
    ['labels', label('K'), [2, 1], (v) => v >= 0 && v < 3],
    ['weights', weight, [0.37, -1.92], () => true],
  ]

  test.each(ranges)(
    '%s stay in their range, are others, and come to an end',
    (_, kind, values, within) => {
      let [now, steps] = [values, 0]
      for (let next = simpler(kind, now); next.length > 0; next = simpler(kind, now)) {
        for (const each of next) {
          expect(each.every(within)).toBe(true)
          expect(each).not.toEqual(now)
        }
        now = next[steps % next.length]
        expect(++steps).toBeLessThan(100)
      }
      expect(steps).toBeGreaterThan(0)
    },
  )

  test('are first of all the rounded ones, where these are allowed', () => {
    expect(simpler(real(), [0.7, 1])[0]).toEqual([1, 1])
    expect(simpler(real({ from: 1, to: 2 }), [1.4, 1.6])[0]).toEqual([1, 2])
    expect(simpler(real({ from: 0.6, to: 1.8 }), [0.7, 1.6])[0]).not.toEqual([1, 2])
    expect(simpler(real(), [1, 2])[0]).not.toEqual([1, 2])
    expect(simpler(whole({ from: 2, to: 7 }), [3, 2])).toContainEqual([2, 2])
    expect(simpler(whole({ from: -7, to: -1 }), [-3, -1])).toContainEqual([-1, -1])
    expect(simpler(label('K'), [2, 1], vectorPlace)).toContainEqual([0, 1])
    expect(simpler(label('K'), [0, 0], vectorPlace)).toEqual([])
  })

  test('of one-hot rows have the 1 in front, one row at a time', () => {
    const values = [0, 0, 1, 0, 1, 0]
    expect(simpler(oneHot, values)).toEqual([
      [1, 0, 0, 0, 1, 0],
      [0, 0, 1, 1, 0, 0],
    ])
    expect(simpler(oneHot, [1, 0, 0, 0, 1, 0])).toEqual([[1, 0, 0, 1, 0, 0]])
    expect(simpler(oneHot, [1, 0, 0, 1, 0, 0])).toEqual([])
  })

  test('of distributions are even', () => {
    const even = Array(6).fill(1 / 3)
    expect(simpler(distribution, [0.2, 0.3, 0.5, ...even.slice(3)])).toEqual([even])
    expect(simpler(distribution, even)).toEqual([])
  })
})
