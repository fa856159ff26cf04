import { expect, test } from 'vitest'
import type { FunctionDeclaration } from '../../properties/assigned.ts'
import { matrix, number } from '../../properties/declared.ts'
import { definedFacts } from '../../src/assignment/defined-facts.ts'
import type { Observed } from '../../src/assignment/defined-observation.ts'

const declaration: FunctionDeclaration = {
  parameters: { X: matrix('n', 'T') },
  returns: { total: number() },
}

/** A call that should have returned 1, on a problem of this size. */
const returning = (total: number, rows: number, columns: number): Observed => ({
  given: { X: { rows, columns, data: new Float64Array(rows * columns) } },
  received: { total },
  right: { total: 1 },
  expected: {
    total: {
      value: Float64Array.of(1),
      magnitude: Float64Array.of(1),
      roundings: 1,
      largest: 1,
    },
  },
  mutated: [],
})

const vanishing = (all: readonly Observed[]) =>
  definedFacts(declaration, 'total', all).filter((fact) => fact.includes('wherever'))

test('a function is right wherever a length is 1 if it is, and wrong with the others the same', () => {
  expect(vanishing([returning(1, 1, 6), returning(3, 2, 6)])).toEqual([
    'total is right wherever n = 1.',
  ])
  expect(vanishing([returning(1, 1, 6), returning(3, 2, 6), returning(2, 1, 7)])).toEqual([])
})

test('one sample of a short sequence says nothing of an error that long ones show', () => {
  expect(vanishing([returning(1, 1, 3), returning(1, 2, 3), returning(3, 2, 6)])).toEqual([])
})
