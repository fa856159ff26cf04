import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyImplementation } from '../../properties/assigned.ts'
import type { Recipe } from '../../properties/defined-call.ts'
import type { Quantities } from '../../properties/property.ts'
import { entriesOf, withEntries } from '../../properties/quantity.ts'
import { batchSum } from '../../properties/recurrent/batch-sum.ts'
import { carryingGate } from '../../properties/recurrent/gates.ts'
import { gradientBounds } from '../../properties/recurrent/gradient-bounds.ts'
import { gradientGrowth } from '../../properties/recurrent/gradient-growth.ts'
import { linearityInGradOut } from '../../properties/recurrent/linearity.ts'
import { filled } from '../../properties/recurrent/recurrent-network.ts'
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

test('one gate stands open or shut, and the others depend on their biases alone', async () => {
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
