import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyImplementation, Assigned } from '../../properties/assigned.ts'
import { matrix, number, tensor } from '../../properties/declared.ts'
import type { Recipe } from '../../properties/defined-call.ts'
import type { Quantities } from '../../properties/property.ts'
import { entriesOf, withEntries } from '../../properties/quantity.ts'
import { batchSum } from '../../properties/recurrent/batch-sum.ts'
import { boundedBy } from '../../properties/recurrent/claimed-part.ts'
import { carryingGate } from '../../properties/recurrent/gates.ts'
import { gradientBounds } from '../../properties/recurrent/gradient-bounds.ts'
import { gradientGrowth } from '../../properties/recurrent/gradient-growth.ts'
import { gradientOverTime } from '../../properties/recurrent/gradient-over-time.ts'
import { linearityInGradOut } from '../../properties/recurrent/linearity.ts'
import { finiteDifferenceAgreement } from '../../properties/recurrent/picked-derivatives.ts'
import { filled, type RecurrentNetwork } from '../../properties/recurrent/recurrent-network.ts'
import { saturation } from '../../properties/recurrent/saturation.ts'
import { scalarNetwork } from '../../properties/recurrent/scalar-network.ts'
import { drawnByNumpy } from '../../src/assignment/drawn-by-numpy.ts'
import { elmanAsked } from '../../src/assignment/elman-functions.ts'
import { elmanRnn } from '../../src/assignment/elman-rnn.ts'
import { gruAsked } from '../../src/assignment/gated-functions.ts'
import { gru } from '../../src/assignment/gru.ts'

const sizes = { n: 2, T: 3, d: 2, H: 3, O: 1 }

const elman = {
  functions: elmanAsked,
  implementation: elmanRnn.reference as AnyImplementation,
  problem: {
    ...drawnByNumpy(elmanAsked, sizes, ['X', 't', 'W_x', 'W_rec', 'b', 'W_out', 'c']),
    activation: 2,
  },
}

const gated = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh', 'head_weight', 'head_bias']

const gatedUnits = {
  functions: gruAsked,
  implementation: gru.reference as AnyImplementation,
  problem: drawnByNumpy(gruAsked, sizes, ['X', 't', ...gated]),
}

const updateGate = carryingGate({ place: 1, part: 'h_grad_over_time', from: 0 })

const lawOf = (recipe: Recipe, { functions }: typeof elman | typeof gatedUnits) =>
  recipe.law({ functions, problems: fc.constant({}), exact: new Set(['activation']) })

const gate = lawOf(updateGate, gatedUnits)

const ofElman = [
  batchSum,
  gradientBounds,
  gradientGrowth,
  linearityInGradOut,
  saturation,
  scalarNetwork,
].map((recipe) => [recipe.name, lawOf(recipe, elman), elman] as const)

describe('without a reference', () => {
  test.for([...ofElman, ['gates', gate, gatedUnits] as const])(
    '%s holds for a right network',
    async ([, law, { implementation, problem }]) => {
      const passed = { status: 'passed', precision: 'double' }
      expect(await law.check(implementation, problem)).toEqual(passed)
    },
  )
})

test('one gate stands open, and the others depend on their biases alone', async () => {
  const { implementation, problem } = gatedUnits
  const silent: AnyImplementation = {
    ...implementation,
    backward_gradient(given) {
      const right = implementation.backward_gradient(given) as Quantities
      return { ...right, h_grad_over_time: filled(right.h_grad_over_time, 1) }
    },
  }
  const outcome = await gate.check(silent, problem)
  if (outcome.status !== 'failed') throw new Error(`Expected a failure, but it ${outcome.status}`)
  const { bias_hh, ...rest } = outcome.evidence.input
  const biases = entriesOf(problem.bias_hh).slice()
  expect(bias_hh).toEqual(biases.fill(-60, 3, 6))
  expect(rest.bias_ih).toEqual(problem.bias_ih)
  expect(rest.weight_hh).toEqual(filled(problem.weight_hh, 0))
})

test('an open gate carries a vanishing gradient unchanged, and not to something as small', async () => {
  const { implementation, problem } = gatedUnits
  const small = { ...problem, head_weight: filled(problem.head_weight, 1e-6) }
  expect(await gate.check(implementation, small)).toEqual({ status: 'passed', precision: 'double' })
  const doubled: AnyImplementation = {
    ...implementation,
    backward_gradient(given) {
      const { h_grad_over_time, ...rest } = implementation.backward_gradient(given) as Quantities
      const entries = entriesOf(h_grad_over_time).map((entry, i) => (i === 0 ? 2 * entry : entry))
      return { ...rest, h_grad_over_time: withEntries(h_grad_over_time, entries) }
    },
  }
  expect(await gate.check(doubled, small)).toMatchObject({
    status: 'failed',
    message: expect.stringMatching(/^h_grad_over_time\[0\]\[0\]\[0\] is /),
  })
})

test('a claim has the size of its terms where that is more than its own', () => {
  const value = Float64Array.of(-7, 0, 3)
  const bound = { value, roundings: 256 }
  expect(boundedBy(value, Float64Array.of(5, 8, 0))).toEqual({
    ...bound,
    magnitude: Float64Array.of(7, 8, 3),
    largest: 8,
  })
  expect(boundedBy(value, new Float64Array(3)).largest).toBe(1)
})

const overTime = tensor(['n', 'T+1', 'H'])

/** A state of two parts, a and b, of which the output is 2 a + 3 b. */
const assigned: Assigned = {
  functions: {
    backward_gradient: {
      parameters: { a: overTime, b: overTime, grad_out: matrix('n', 'O') },
      returns: { a_grad: overTime, b_grad: overTime },
    },
  },
  problems: fc.constant({}),
  exact: new Set(),
}

const one = (entry: number) => ({ shape: [1, 1, 1], data: Float64Array.of(entry) })
const problem: Quantities = {
  a: one(5),
  b: one(7),
  grad_out: { rows: 1, columns: 1, data: Float64Array.of(1) },
  X: 0,
}

const returning = (a: number, b: number): AnyImplementation => ({
  backward_gradient: () => ({ a_grad: one(a), b_grad: one(b) }),
})

/** Where a part is not what it is in the problem and cannot be moved, there is no value. */
const network = (movable: { a?: boolean; b?: boolean }): RecurrentNetwork => ({
  states: [
    { all: 'a', overTime: 'a_grad' },
    { all: 'b', overTime: 'b_grad' },
  ],
  gradients: { a: 'a_grad', b: 'b_grad' },
  biases: [],
  goOn:
    () =>
    ([[a], [b]], [g]) =>
      (movable.a === false && a !== 5) || (movable.b === false && b !== 7)
        ? NaN
        : g * (2 * a + 3 * b),
})

const failed = (part: string) => ({
  status: 'failed',
  message: expect.stringMatching(`^${part}_grad`),
})
const undecided = { status: 'inconclusive', reason: expect.stringMatching(/not finite/) }

describe('a gradient over time of several parts', () => {
  const cases = (
    [
      ['right', {}, [2, 3], { status: 'passed', precision: 'double' }],
      ['right to float32', {}, [2 + 2 ** -23, 3], { status: 'passed', precision: 'single' }],
      ['right to float32', {}, [2, 3 + 2 ** -23], { status: 'passed', precision: 'single' }],
      ['wrong in one', {}, [2.5, 3], failed('a')],
      ['wrong in the other', {}, [2, 3.5], failed('b')],
      ['undecided in one', { a: false }, [2, 3], undecided],
      ['undecided in the other', { b: false }, [2, 3], undecided],
      ['undecided in one, to float32', { b: false }, [2 + 2 ** -23, 3], undecided],
      ['undecided in one and wrong in the other', { a: false }, [2, 3.5], failed('b')],
      ['wrong in one and undecided in the other', { b: false }, [2.5, 3], failed('a')],
    ] as const
  ).map(([name, movable, [a, b], outcome]) => {
    const law = gradientOverTime(network(movable)).law({ ...assigned, reference: returning(2, 3) })
    return { name, law, implementation: returning(a, b), outcome }
  })

  test.each(cases)('$name', async ({ law, implementation, outcome }) => {
    expect(await law.check(implementation, problem)).toMatchObject(outcome)
  })
})

const derivatives = finiteDifferenceAgreement(network({}))

const unwitnessed = [gradientOverTime(network({})), derivatives].map(
  (recipe) => [recipe.name, recipe.law(assigned)] as const,
)

test.each(unwitnessed)('%s needs a formula beside the derivative', async (_, law) => {
  await expect(law.check(returning(2, 3), problem)).rejects.toThrow(
    new RangeError('there is no reference for backward_gradient'),
  )
})

const withLoss = derivatives.law({
  ...assigned,
  functions: {
    ...assigned.functions,
    loss: { parameters: { a: overTime, b: overTime }, returns: { loss: number() } },
  },
  reference: returning(2, 3),
})

const loss = ({ a, b }: Quantities) => 2 * entriesOf(a)[0] + 3 * entriesOf(b)[0]

const checkLoss = (a: number, b: number) => withLoss.check({ ...returning(a, b), loss }, problem)

test('derivatives of the loss are looked at where the inputs are zero as well', async () => {
  expect(await checkLoss(2, 3)).toEqual({ status: 'passed', precision: 'double' })
  expect(await checkLoss(2.5, 3)).toMatchObject(failed('a'))
  expect(await checkLoss(2, 3.5)).toMatchObject(failed('b'))
})
