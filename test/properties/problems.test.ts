import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { matrix, vector } from '../../properties/declared.ts'
import { label, whole } from '../../properties/number-kinds.ts'
import { problems } from '../../properties/problems.ts'
import type { Quantities } from '../../properties/property.ts'
import { entriesOf, shapeOf } from '../../properties/quantity.ts'

const counts = whole({ from: 0, to: 9 })

const labelled = problems({
  dimensions: { n: [1, 4], K: [2, 3] },
  ingredients: {
    X: { declared: matrix('n', 'K'), numbers: counts },
    classes: { declared: vector('n'), numbers: label('K') },
  },
})

const X = (rows: number, columns: number, ...data: number[]) => ({
  rows,
  columns,
  data: Float64Array.from(data),
})

const shrunk = (arbitrary: fc.Arbitrary<Quantities>, problem: Quantities, context?: unknown) =>
  Array.from(arbitrary.shrink(problem, context), ({ value }) => value)

test('problems have the shapes that are declared, each length of a symbol between its limits', () => {
  const drawn = fc.sample(labelled, { numRuns: 200, seed: 1 })
  const seen = new Set<string>()
  for (const { X, classes } of drawn) {
    const [n, K] = shapeOf(X)
    seen.add(`${n} ${K}`)
    expect(shapeOf(classes)).toEqual([n])
    expect(entriesOf(X).length).toBe(n * K)
    expect(Math.max(...entriesOf(classes))).toBeLessThan(K)
  }
  expect([...seen].toSorted()).toEqual(['1 2', '1 3', '2 2', '2 3', '3 2', '3 3', '4 2', '4 3'])
})

describe('a smaller problem', () => {
  test('has fewer samples first, then fewer classes, where all labels are still among them', () => {
    const problem = {
      X: X(3, 3, 0, 0, 0, 0, 0, 1, 0, 1, 0),
      classes: Float64Array.of(0, 1, 0),
    }
    expect(shrunk(labelled, problem)).toEqual([
      { X: X(1, 3, 0, 0, 0), classes: Float64Array.of(0) },
      { X: X(2, 3, 0, 0, 0, 0, 0, 1), classes: Float64Array.of(0, 1) },
      { X: X(2, 3, 0, 0, 1, 0, 1, 0), classes: Float64Array.of(1, 0) },
      { X: X(2, 3, 0, 0, 0, 0, 1, 0), classes: Float64Array.of(0, 0) },
      { X: X(2, 3, 0, 0, 0, 0, 0, 1), classes: Float64Array.of(0, 1) },
      { X: X(3, 2, 0, 0, 0, 0, 0, 1), classes: Float64Array.of(0, 1, 0) },
      { X: X(3, 2, 0, 0, 0, 1, 1, 0), classes: Float64Array.of(0, 1, 0) },
      { X: X(3, 2, 0, 0, 0, 1, 0, 0), classes: Float64Array.of(0, 1, 0) },
      { X: X(3, 2, 0, 0, 0, 0, 0, 1), classes: Float64Array.of(0, 1, 0) },
      { X: X(3, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0), classes: Float64Array.of(0, 1, 0) },
      { X: X(3, 3, 0, 0, 0, 0, 0, 1, 0, 0, 0), classes: Float64Array.of(0, 1, 0) },
      { X: X(3, 3, 0, 0, 0, 0, 0, 1, 0, 1, 0), classes: Float64Array.of(0, 0, 0) },
    ])
  })

  test('has no fewer classes than its labels need, and no shorter length than the limits', () => {
    const problem = { X: X(1, 3, 0, 0, 0), classes: Float64Array.of(2) }
    expect(shrunk(labelled, problem)).toEqual([
      { X: X(1, 3, 0, 0, 0), classes: Float64Array.of(0) },
      { X: X(1, 3, 0, 0, 0), classes: Float64Array.of(1) },
    ])
  })

  test('has half as many again and again, then all but one', () => {
    const long = problems({
      dimensions: { n: [1, 9] },
      ingredients: { x: { declared: vector('n'), numbers: counts } },
    })
    const lengths = shrunk(long, { x: new Float64Array(6) }).map(({ x }) => entriesOf(x).length)
    expect(lengths).toEqual([1, 2, 4, 5, 5, 5, 5, 5, 5])
  })

  test('keeps the same places of every multiple of a length, and what is more', () => {
    const gates = problems({
      dimensions: { H: [1, 4], T: [1, 4] },
      ingredients: { W: { declared: matrix('2H', 'T+1'), numbers: counts } },
    })
    // two gates of 2 units, states of 1 step and the one before it
    const W = X(4, 2, 0, 1, 0, 1, 1, 0, 1, 0)
    const smaller = shrunk(gates, { W }).slice(0, 3)
    expect(smaller).toEqual([
      { W: X(2, 2, 0, 1, 1, 0) },
      { W: X(2, 2, 0, 1, 1, 0) },
      { W: X(2, 2, 0, 1, 1, 0) },
    ])
    expect(shrunk(gates, { W }, { H: 2, T: 1 })).toEqual(shrunk(gates, { W }))
    const [before] = shrunk(gates, { W: X(2, 3, 0, 1, 2, 3, 4, 5) })
    expect(before).toEqual({ W: X(2, 2, 0, 2, 3, 5) })
  })

  test('is made of a problem with all of its parts, whoever has made it', () => {
    const x = Float64Array.of(0)
    expect(labelled.canShrinkWithoutContext({ X: X(1, 2, 0, 0), classes: x })).toBe(true)
    expect(labelled.canShrinkWithoutContext({ X: X(1, 2, 0, 0) })).toBe(false)
    expect(labelled.canShrinkWithoutContext(null)).toBe(false)
    expect(labelled.canShrinkWithoutContext('X')).toBe(false)
  })
})
