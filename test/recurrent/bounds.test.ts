import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyImplementation } from '../../properties/assigned.ts'
import type { Recipe } from '../../properties/defined-call.ts'
import type { Quantities } from '../../properties/property.ts'
import { entriesOf, shapeOf, withEntries } from '../../properties/quantity.ts'
import { boundedBy } from '../../properties/recurrent/claimed-part.ts'
import { gradientBounds } from '../../properties/recurrent/gradient-bounds.ts'
import { gradientGrowth } from '../../properties/recurrent/gradient-growth.ts'
import { linearityInGradOut } from '../../properties/recurrent/linearity.ts'
import { scalarNetwork } from '../../properties/recurrent/scalar-network.ts'
import { singularValues } from '../../properties/recurrent/singular-values.ts'
import { show } from '../../properties/verdict.ts'
import { elmanAsked } from '../../src/assignment/elman-functions.ts'
import { elmanRnn } from '../../src/assignment/elman-rnn.ts'
import { activationNames } from '../../src/rnn/activation.ts'

const reference = elmanRnn.reference as AnyImplementation

const lawOf = (recipe: Recipe) =>
  recipe.law({
    functions: elmanAsked,
    problems: fc.constant({}),
    reference,
    exact: new Set(['activation']),
  })

const bounds = lawOf(gradientBounds)
const growth = lawOf(gradientGrowth)
const linearity = lawOf(linearityInGradOut)
const scalar = lawOf(scalarNetwork)

/** The network whose backward pass does something to the entries of one part. */
const changed = (
  part: string,
  change: (entries: Float64Array, given: Quantities) => Float64Array,
): AnyImplementation => ({
  ...reference,
  backward_gradient(given) {
    const right = reference.backward_gradient(given) as Quantities
    return { ...right, [part]: withEntries(right[part], change(entriesOf(right[part]), given)) }
  },
})

const passed = (precision: 'double' | 'single') => ({ status: 'passed', precision })

const matrixOf = (rows: number, columns: number, ...data: number[]) => ({
  rows,
  columns,
  data: Float64Array.from(data),
})

/** One sample, one input and one unit, without activation and biases. */
const unit = (X: readonly number[], wx: number, wRec: number, t = 0): Quantities => ({
  X: { shape: [1, X.length, 1], data: Float64Array.from(X) },
  t: matrixOf(1, 1, t),
  W_x: matrixOf(1, 1, wx),
  W_rec: matrixOf(1, 1, wRec),
  b: new Float64Array(1),
  W_out: matrixOf(1, 1, 1),
  c: new Float64Array(1),
  activation: 0,
})

const factorOf = (factor: number) => (entries: Float64Array) =>
  entries.map((entry) => factor * entry)

const firstStep = (factor: number) => (entries: Float64Array) =>
  entries.map((entry, i) => (i === 0 ? factor * entry : entry))

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

describe('the norm of a step back', () => {
  // Sums of a few terms in float32 stay within 2^-18, and the products here are exact.
  test.each([2 ** -6, 1, 2 ** 6])('has room for float32 and no more, times %d', async (wRec) => {
    const problem = unit([1], 1, wRec)
    const on = (factor: number) =>
      bounds.check(changed('grad_over_time', firstStep(factor)), problem)
    for (const factor of [1, 1 + 2 ** -18, 1 - 2 ** -18])
      expect(await on(factor)).toEqual(passed('double'))
    for (const factor of [1 + 2 ** -17, 1 - 2 ** -17])
      expect(await on(factor)).toMatchObject({ status: 'failed' })
  })

  const slopes = [
    () => 1,
    (s: number) => (s > 0 ? 1 : 0),
    (s: number) => 1 - s ** 2,
    (s: number) => s * (1 - s),
  ]

  test.each(activationNames.map((name, activation) => [name, activation] as const))(
    'lies between the slopes of that step of that sample times the singular values: %s',
    async (_, activation) => {
      const problem: Quantities = {
        X: { shape: [2, 2, 1], data: Float64Array.of(0.5, 0.25, -0.5, 1.5) },
        t: matrixOf(2, 1, 3, 4),
        W_x: matrixOf(1, 2, 1, 0.75),
        W_rec: matrixOf(2, 2, 0.5, 0.25, -0.125, 1),
        b: Float64Array.of(0.25, 0.5),
        W_out: matrixOf(2, 1, 1, -0.5),
        c: new Float64Array(1),
        activation,
      }
      // samples x steps x units: step 1 of the second sample
      const wrong = changed('grad_over_time', (entries) =>
        entries.map((entry, i) => (i === 9 ? 100 * entry : entry)),
      )
      const outcome = await bounds.check(wrong, problem)
      if (outcome.status !== 'failed') throw new Error(`it ${outcome.status}`)
      const { input, received } = outcome.evidence
      const own = Array.from(entriesOf(input.S).slice(10, 12), slopes[activation])
      const gradient = entriesOf(received.grad_over_time)
      const after = Math.hypot(...gradient.slice(10, 12))
      const [most, least] = singularValues(problem.W_rec)
      const apart = activation < 2 ? 0 : 2 ** -21
      const [lowest, highest] = [Math.min(...own) - apart, Math.max(...own) + apart]
      expect(outcome.message).toBe(
        `the norm of grad_over_time[1][1] is ${show(Math.hypot(...gradient.slice(8, 10)))}, expected between ${show(after * lowest * least)} and ${show(after * highest * most)}`,
      )
    },
  )
})

describe('the gradient of a linear network', () => {
  test('vanishes as it should, and not to something as small', async () => {
    const problem = unit([1, 0, 0, 0, 0, 0], 1, 0.1)
    expect(await growth.check(reference, problem)).toEqual(passed('double'))
    for (const factor of [0, 2])
      expect(
        await growth.check(changed('grad_over_time', firstStep(factor)), problem),
      ).toMatchObject({
        status: 'failed',
        message: expect.stringMatching(
          /^the norm of grad_over_time at k = 0 \(W_rec to the power 6\)/,
        ),
      })
  })

  /** Back from the last step in float32, each product and each sum rounded. */
  const rounded = changed('grad_over_time', (entries, { S, W_rec }) => {
    const [n, steps, h] = shapeOf(S)
    const W = entriesOf(W_rec)
    const result = entries.slice()
    for (let row = 0; row < n; row++)
      for (let k = steps - 2; k >= 0; k--)
        for (let i = 0; i < h; i++) {
          let sum = 0
          for (let j = 0; j < h; j++)
            sum = Math.fround(
              sum + Math.fround(result[(row * steps + k + 1) * h + j] * Math.fround(W[i * h + j])),
            )
          result[(row * steps + k) * h + i] = sum
        }
    return result
  })

  test('is right in float32 where the terms of a power cancel', async () => {
    const problem = {
      ...unit([1, 0, 0], 1, 1),
      W_x: matrixOf(1, 2, 1, 0),
      // its square is 0 but for rounding
      W_rec: matrixOf(2, 2, 0.3, 0.9, -0.1, -0.3),
      b: new Float64Array(2),
      W_out: matrixOf(2, 1, 1, 0),
    }
    expect(await growth.check(rounded, problem)).toEqual(passed('single'))
  })
})

/** dL/dW_x of `unit([1], ...)` in float32, too large by `excess`. */
const singlePlus = (excess: number) =>
  changed('W_x_grad', (_, { grad_out }) =>
    entriesOf(grad_out).map((entry) => Math.fround(entry) + excess),
  )

describe('two gradients of the output that cancel to less than float32 keeps', () => {
  // g = 2 (y - t) with y = 0.7, h = t: 2 g - 3 h is 2.8 - 7 t
  const problem = unit([1], 0.7, 0.9, 0.40001)

  test('may differ by the roundings of what cancelled', async () => {
    expect(await linearity.check(singlePlus(0), problem)).toEqual(passed('single'))
  })

  test('may not differ by more', async () => {
    expect(await linearity.check(singlePlus(1e-4), problem)).toMatchObject({ status: 'failed' })
  })
})

describe('a network of one unit', () => {
  const problem = unit([1, 2, 3], 0.7, 0.9, 11)
  const four = {
    ...problem,
    X: { shape: [4, 2, 1], data: Float64Array.of(1, 2, 3, 4, 4, 3, 2, 1) },
    t: matrixOf(4, 1, 15, 16, 17, 18),
  }

  // Some ten roundings of 2^-53 each, on either side.
  test.each(['W_x_grad', 'W_rec_grad', 'grad_over_time'])(
    'tells an error of 128 roundings in %s from float64',
    async (part) => {
      for (const each of [problem, four]) {
        expect(await scalar.check(reference, each)).toEqual(passed('double'))
        const wrong = changed(part, factorOf(1 + 2 ** -46))
        expect(await scalar.check(wrong, each)).toEqual(passed('single'))
      }
    },
  )

  test('has gradients of very different size, each with its own bound', async () => {
    const steep = unit([2 ** 20, 0], 2 ** -20, 0.9, 11)
    expect(await scalar.check(reference, steep)).toEqual(passed('double'))
    const wrong = changed('W_rec_grad', factorOf(1 + 2 ** -40))
    expect(await scalar.check(wrong, steep)).toEqual(passed('single'))
  })

  test('is right over many steps', async () => {
    const many = unit(Array(40).fill(0.7), 0.3, 0.9, 11)
    expect(await scalar.check(reference, many)).toEqual(passed('double'))
  })
})
