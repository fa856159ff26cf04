import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  agreement,
  defineAssignment,
  DefinitionError,
  finiteDifferenceAgreement,
  matrix,
  number,
  problems,
  real,
  vector,
  weight,
  wellBehaved,
} from '../../src/assignment/index.ts'
import type { CallResult } from '../../src/assignment/assignment.ts'
import { assignmentOf } from '../../src/assignment/define-assignment.ts'
import type { AnyDefinition } from '../../src/assignment/definition.ts'
import { shares } from '../../src/assignment/points.ts'
import { sumOfPoints } from '../../src/sum-of-points.ts'
import { dimension, lengthOf, placesKept } from '../../properties/dimension.ts'

const square = {
  name: 'square',
  functions: {
    loss: { parameters: { x: vector('n') }, returns: { loss: number() } },
    gradient: { parameters: { x: vector('n') }, returns: { x_grad: vector('n') } },
  },
  problem: { dimensions: { n: [1, 4] as const }, numbers: { x: weight } },
  reference: {
    loss: ({ x }: { x: Float64Array }) => x.reduce((sum, each) => sum + each * each, 0),
    gradient: ({ x }: { x: Float64Array }) => x.map((each) => 2 * each),
  },
  points: { loss: 4, gradient: 6 },
}

const refused = (change: object): string => {
  try {
    assignmentOf({ ...square, ...change } as unknown as AnyDefinition)
  } catch (error) {
    if (error instanceof DefinitionError) return error.message
    throw error
  }
  return 'nothing'
}

describe('a definition is refused with the field and what was expected there', () => {
  test.for([
    [{ name: 'A b' }, "name: expected a name in kebab-case, as 'linear-regression', got 'A b'"],
    [{ points: { loss: 'two', gradient: 1 } }, "points.loss: expected a number >= 0, got 'two'"],
    [{ points: { loss: -1, gradient: 1 } }, 'points.loss: expected a number >= 0, got -1'],
    [{ points: { loss: 1 } }, 'points.gradient: expected a number >= 0, got undefined'],
    [
      { points: { loss: { agree: 1 }, gradient: 1 } },
      'points.loss.agree: there is no such law of this function; it has agreement, well-behaved',
    ],
    [
      { problem: { dimensions: { n: [0, 4] }, numbers: { x: weight } } },
      "problem.dimensions.n: expected [smallest, largest], whole numbers >= 1, got '[0, 4]'",
    ],
    [
      { problem: { dimensions: {}, numbers: { x: weight } } },
      'problem.dimensions: there are no limits of n, a dimension of x',
    ],
    [
      { problem: { dimensions: { n: [1, 4] }, numbers: {} } },
      'functions.loss.parameters.x: it is neither part of the problem nor returned by another function',
    ],
    [
      { reference: { ...square.reference, gradient: () => new Float64Array(9) } },
      /^reference\.gradient: x_grad is a vector of 9, where a vector of \d \(n\) is declared$/,
    ],
    [
      { properties: [agreement('los')] },
      "properties[0] (agreement): expected a function of the assignment (loss, gradient), got 'los'",
    ],
    [
      { reference: undefined, properties: [agreement('loss')] },
      'properties[0] (agreement): it says nothing without a reference',
    ],
    [
      { detours: { los: {} } },
      "detours: expected functions of the assignment (loss, gradient), got 'los'",
    ],
    [{ detours: { loss: { by: 1 } } }, 'detours.loss.by: expected a function, got 1'],
    [{ golden: 5 }, 'golden: expected a problem, its quantities by name, got 5'],
    [
      { golden: {} },
      'golden.x: expected a number, a Float64Array or an array with Float64Array data, got undefined',
    ],
    [{ golden: { x: 3 } }, 'golden: x is a number, where n is declared'],
    [{ golden: { x: Float64Array.of(1, NaN) } }, 'golden.x: expected finite numbers, got NaN'],
    [
      { golden: { x: Float64Array.of(1), z: 1 } },
      "golden: expected quantities of the problem (x), got 'z'",
    ],
    [
      { golden: { x: Float64Array.of(1) }, reference: undefined },
      'golden: it says nothing without a reference',
    ],
    [{ mistakes: [{ id: 'x' }] }, 'mistakes[0].function: expected a function of the assignment'],
  ] as const)('%o', ([change, message]) => {
    if (typeof message === 'string') expect(refused(change)).toContain(message)
    else expect(refused(change)).toMatch(message)
  })
})

test('a shape that is not the one asked for is told in symbols and numbers', async () => {
  const step = defineAssignment({
    name: 'step',
    functions: {
      step: {
        parameters: { W_rec: matrix('H', 'H') },
        returns: { W_rec_grad: matrix('H', 'H') },
      },
    },
    problem: { dimensions: { H: [4, 4] }, numbers: { W_rec: weight } },
    points: { step: 1 },
  })
  const value = { shape: [3, 4], data: new Float64Array(12) }
  const call = (): Promise<CallResult> => Promise.resolve({ value, mutated: [] })
  const W_rec = { rows: 4, columns: 4, data: new Float64Array(16) }
  await expect(step.implementation(call).step({ W_rec })).rejects.toThrow(
    'step returned a 3 x 4 array, where a 4 x 4 array (H x H) was expected',
  )
})

describe('points', () => {
  test('shares add up to the total exactly, the first law having half', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 1, max: 9 }),
        (k, laws) => {
          const all = shares(k / 1000, laws)
          expect(sumOfPoints(all)).toBe(k / 1000)
          expect(Math.min(...all)).toBeGreaterThanOrEqual(0)
        },
      ),
    )
    expect(shares(2, 4)).toEqual([1, 0.375, 0.375, 0.25])
  })
})

describe('dimensions', () => {
  test.for([
    ['n', 3],
    ['T+1', 6],
    ['4H', 8],
    ['4*H', 8],
    ['2', 2],
  ] as const)('%s', ([text, length]) => {
    expect(lengthOf(dimension(text), { n: 3, T: 5, H: 2 })).toBe(length)
  })

  test('another text is refused', () => {
    expect(() => dimension('n*m')).toThrow(
      "expected a dimension such as 'n', 'T+1', '4H' or 2, got 'n*m'",
    )
  })

  test('blocks keep the same places, and what is added stays', () => {
    expect(placesKept(dimension('2H'), 3, [0, 2])).toEqual([0, 2, 3, 5])
    expect(placesKept(dimension('T+1'), 3, [0])).toEqual([0, 3])
  })
})

test('problems shrink to the smallest dimensions and round numbers', () => {
  const arbitrary = problems({
    dimensions: { n: [1, 9], d: [2, 5] },
    ingredients: { X: { declared: matrix('n', 'd'), numbers: real() } },
  })
  const found = fc.check(
    fc.property(arbitrary, ({ X }) => (X as { data: Float64Array }).data.every((x) => x < 1.05)),
    { seed: 3 },
  )
  const smallest = found.counterexample?.[0].X as {
    rows: number
    columns: number
    data: Float64Array
  }
  expect(smallest).toMatchObject({ rows: 1, columns: 2 })
  expect(smallest.data.toSorted()).toEqual(Float64Array.of(0, 2))
})

describe('without a reference', () => {
  const { laws } = defineAssignment({
    ...square,
    reference: undefined,
    properties: [
      wellBehaved('loss'),
      finiteDifferenceAgreement('gradient', { of: 'loss', parameters: { x_grad: 'x' } }),
    ],
  })
  const derivative = laws[1]

  test('a gradient of its own loss passes and another fails', async () => {
    const right = await derivative.check(square.reference as object as never, { seed: 1, runs: 20 })
    expect(right.status).toBe('passed')
    const half = { ...square.reference, gradient: ({ x }: { x: Float64Array }) => x.slice() }
    const wrong = await derivative.check(half as object as never, { seed: 1, runs: 20 })
    expect(wrong).toMatchObject({
      status: 'failed',
      message: /x_grad\[0\] is .*numerical derivative/,
    })
  })
})
