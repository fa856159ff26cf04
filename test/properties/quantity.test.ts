import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matrix, number, symbols, tensor, vector } from '../../properties/declared.ts'
import { dimension, lengthOf, placesKept, solved } from '../../properties/dimension.ts'
import type { Quantity } from '../../properties/property.ts'
import {
  copyAll,
  entriesOf,
  indexPath,
  quantityOf,
  shapeName,
  shapeOf,
  sizeOf,
  withEntries,
} from '../../properties/quantity.ts'
import {
  countOf,
  declarationOf,
  hasAxis,
  range,
  samplesOf,
  taken,
  takenAlong,
} from '../../properties/samples.ts'

const counted = (length: number) => Float64Array.from({ length }, (_, i) => i)

const quantities: readonly (readonly [string, Quantity, number[]])[] = [
  ['a number', 7, []],
  ['a vector of 3', counted(3), [3]],
  ['a 2 x 3 array', { rows: 2, columns: 3, data: counted(6) }, [2, 3]],
  ['a 2 x 3 x 4 array', { shape: [2, 3, 4], data: counted(24) }, [2, 3, 4]],
]

describe.each(quantities)('%s', (name, quantity, shape) => {
  test('has its shape, and is what its shape and entries make', () => {
    expect(shapeOf(quantity)).toEqual(shape)
    expect(shapeName(shape)).toBe(name)
    const entries = counted(sizeOf(shape)).map((entry) => entry + 0.5)
    expect(shapeOf(withEntries(quantity, entries))).toEqual(shape)
    expect(quantityOf(shape, entries)).toEqual(withEntries(quantity, entries))
  })

  test('is copied, entries and all', () => {
    const { copy } = copyAll({ copy: quantity })
    expect(copy).toEqual(quantity)
    entriesOf(copy).fill(-1)
    expect(Array.from(entriesOf(quantity))).not.toContain(-1)
  })
})

test('the path of an entry is its place along each axis', () => {
  expect(indexPath([], 0)).toBe('')
  expect(indexPath([3], 2)).toBe('[2]')
  expect(indexPath([2, 3, 4], 23)).toBe('[1][2][3]')
  expect(indexPath([2, 3, 4], 6)).toBe('[0][1][2]')
})

describe('a dimension', () => {
  test.each([
    ['n', { text: 'n', symbol: 'n', times: 1, plus: 0 }],
    ['T+1', { text: 'T+1', symbol: 'T', times: 1, plus: 1 }],
    ['T - 2', { text: 'T - 2', symbol: 'T', times: 1, plus: -2 }],
    ['4*H', { text: '4*H', symbol: 'H', times: 4, plus: 0 }],
    [12, { text: '12', times: 0, plus: 12 }],
  ] as const)('%s', (written, expected) => {
    expect(dimension(written)).toEqual(expected)
  })

  test.each(['0', '-1', '1.5', 'n*m', '', '2 3'])('%j is none', (text) => {
    expect(() => dimension(text)).toThrow(
      `expected a dimension such as 'n', 'T+1', '4H' or 2, got '${text}'`,
    )
  })

  test('is as long as its symbol says, and as it says itself without one', () => {
    expect(lengthOf(dimension('4H'), { H: 3 })).toBe(12)
    expect(lengthOf(dimension('T+1'), { T: 11 })).toBe(12)
    expect(lengthOf(dimension(2), { H: 3 })).toBe(2)
  })

  test('is solved for its symbol', () => {
    expect(solved(dimension('4H'), 12)).toBe(3)
    expect(solved(dimension('T+1'), 12)).toBe(11)
  })

  test('keeps the places of every multiple, and what there is more or less of them', () => {
    expect(placesKept(dimension('2H'), 3, [0, 2])).toEqual([0, 2, 3, 5])
    expect(placesKept(dimension('T+2'), 3, [1])).toEqual([1, 3, 4])
    expect(placesKept(dimension('2H+1'), 3, [0])).toEqual([0, 3, 6])
    expect(placesKept(dimension('T-1'), 4, [0, 2, 3])).toEqual([0, 2])
    expect(placesKept(dimension(2), 4, [0, 2, 3])).toEqual([0, 1])
  })
})

const assigned = {
  functions: {
    f: {
      parameters: { W: matrix('2H', 'd'), X: matrix('n', 'd'), b: number() },
      returns: { S: tensor(['n', 'T+1', 'd']) },
    },
  },
  problems: fc.constant({}),
  exact: new Set<string>(),
}

const S = { shape: [2, 3, 2], data: counted(12) }
const X = { rows: 2, columns: 2, data: counted(4) }

describe('samples', () => {
  test('are taken in any order, entry by entry', () => {
    expect(taken(X, [[1, 0], [1]])).toEqual({ rows: 2, columns: 1, data: Float64Array.of(3, 1) })
    expect(taken(7, [])).toBe(7)
    expect(range(2, 5)).toEqual([2, 3, 4])
  })

  test('lie along the axes of their symbol alone', () => {
    const { S: declared } = assigned.functions.f.returns
    const turned = takenAlong(S, declared, 'n', [1, 0])
    expect(turned).toEqual({
      shape: [2, 3, 2],
      data: Float64Array.of(6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5),
    })
    const first = takenAlong(S, declared, 'T', [0])
    expect(first).toEqual({
      shape: [2, 2, 2],
      data: Float64Array.of(0, 1, 4, 5, 6, 7, 10, 11),
    })
    const unit = takenAlong({ rows: 4, columns: 2, data: counted(8) }, matrix('2H', 'd'), 'H', [1])
    expect(unit).toEqual({ rows: 2, columns: 2, data: Float64Array.of(2, 3, 6, 7) })
  })

  test('are counted by what has an axis of them', () => {
    expect(symbols(declarationOf(assigned, 'S')!)).toBe('n x T+1 x d')
    expect(declarationOf(assigned, 'X')).toBe(assigned.functions.f.parameters.X)
    expect(declarationOf(assigned, 'Y')).toBeUndefined()
    expect([hasAxis(assigned, 'S', 'T'), hasAxis(assigned, 'X', 'T')]).toEqual([true, false])
    expect(hasAxis(assigned, 'Y', 'T')).toBe(false)
    const given = { unknown: counted(5), b: 1, X, S }
    expect(countOf(assigned, given, 'n')).toBe(2)
    expect(countOf(assigned, given, 'T')).toBe(2)
    expect(countOf(assigned, { W: { rows: 6, columns: 1, data: counted(6) } }, 'H')).toBe(3)
    expect(() => countOf(assigned, given, 'H')).toThrow('nothing has the dimension H')
  })

  test('are taken from all that has them, and the rest stays as it is', () => {
    const given = { unknown: counted(5), b: 1, X }
    expect(samplesOf(assigned, given, 'n', [1])).toEqual({
      ...given,
      X: { rows: 1, columns: 2, data: Float64Array.of(2, 3) },
    })
  })
})

test('vectors and numbers are declared by their lengths', () => {
  expect(symbols(vector('n'))).toBe('n')
  expect(symbols(number())).toBe('')
})
