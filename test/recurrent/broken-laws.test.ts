import { describe, expect, test } from 'vitest'
import type { AnyImplementation } from '../../properties/assigned.ts'
import type { Quantities, Quantity } from '../../properties/property.ts'
import { entriesOf, shapeOf, withEntries } from '../../properties/quantity.ts'
import { elmanRnn } from '../../src/assignment/elman-rnn.ts'
import { gru } from '../../src/assignment/gru.ts'
import { lstm } from '../../src/assignment/lstm.ts'

const assignments = { elman: elmanRnn, lstm, gru }
type Network = keyof typeof assignments

type Change = (quantity: Quantity, given: Quantities) => Quantity

const referenceOf = (network: Network) => assignments[network].reference as AnyImplementation

const rightOf = (network: Network, given: Quantities) =>
  referenceOf(network).backward_gradient(given) as Quantities

/** The network whose backward pass does something to one part. */
const changed = (network: Network, part: string, change: Change): AnyImplementation => ({
  ...referenceOf(network),
  backward_gradient(given) {
    const right = rightOf(network, given)
    return { ...right, [part]: change(right[part], given) }
  },
})

const map =
  (change: (entry: number, index: number) => number): Change =>
  (quantity) =>
    withEntries(quantity, entriesOf(quantity).map(change))

const times = (factor: number) => map((entry) => factor * entry)

/** Changes the steps of a gradient over time by how far they are before the last one. */
const steps =
  (chosen: (before: number) => boolean, change: (entry: number) => number): Change =>
  (quantity) => {
    const [, count, h] = shapeOf(quantity)
    const before = (i: number) => count - 1 - (Math.floor(i / h) % count)
    const entries = entriesOf(quantity).map((e, i) => (chosen(before(i)) ? change(e) : e))
    return withEntries(quantity, entries)
  }

const earlier = (distance: number, change: (entry: number) => number) =>
  steps((before) => before >= distance, change)

const at = (distance: number, change: (entry: number) => number) =>
  steps((before) => before === distance, change)

/** Changes the second sample alone. */
const inSecond =
  (change: Change): Change =>
  (quantity, given) => {
    const size = entriesOf(quantity).length / shapeOf(quantity)[0]
    const all = entriesOf(change(quantity, given))
    return map((entry, i) => (Math.floor(i / size) === 1 ? all[i] : entry))(quantity, given)
  }

const timesSamples =
  (power: 1 | -1): Change =>
  (quantity, given) =>
    times(shapeOf(given.X)[0] ** power)(quantity, given)

const timesSteps: Change = (quantity, given) => times(shapeOf(given.X)[1])(quantity, given)

/** A law, the part of a backward pass that breaks it, and what is said of the smallest problem that shows it. */
const broken: readonly (readonly [Network, string, string, Change, string])[] = [
  ['elman', 'batch-sum', 'W_x_grad', timesSamples(-1), 'W_x_grad[0][0] is 0.5, expected 1'],
  ['elman', 'batch-sum', 'X_grad', timesSamples(1), 'X_grad[0][0][0] is 2, expected 1'],
  [
    'gru',
    'batch-sum',
    'h_grad_over_time',
    timesSamples(1),
    'h_grad_over_time[0][0][0] is 1, expected 0.5',
  ],
  ['elman', 'linearity', 'c_grad', map(Math.abs), 'c_grad[0] is 7, expected 1'],
  [
    'elman',
    'gradient-growth',
    'grad_over_time',
    earlier(1, (e) => e / 2),
    'the norm of grad_over_time at k = 0 (W_rec to the power 1) is 0.5, expected 1',
  ],
  [
    'elman',
    'gradient-growth',
    'grad_over_time',
    earlier(2, (e) => 2 * e),
    'the norm of grad_over_time at k = 0 (W_rec to the power 2) is 2, expected 1',
  ],
  [
    'elman',
    'gradient-bounds',
    'grad_over_time',
    earlier(1, (e) => 9 * e),
    'the norm of grad_over_time[0][0] is 18, expected between 2 and 2',
  ],
  [
    'elman',
    'gradient-bounds',
    'grad_over_time',
    earlier(1, (e) => e / 9),
    'the norm of grad_over_time[0][0] is 0.222222, expected between 2 and 2',
  ],
  [
    'elman',
    'gradient-bounds',
    'grad_over_time',
    earlier(2, (e) => e * 9),
    'the norm of grad_over_time[0][0] is 18, expected between 2 and 2',
  ],
  ['elman', 'saturation', 'W_x_grad', map((e) => e + 1), 'W_x_grad[0][0] is 1, expected 0'],
  ['elman', 'saturation', 'W_rec_grad', map((e) => e + 1), 'W_rec_grad[0][0] is 1, expected 0'],
  ['elman', 'saturation', 'b_grad', map((e) => e + 1), 'b_grad[0] is 1, expected 0'],
  ['elman', 'saturation', 'X_grad', map((e) => e + 1), 'X_grad[0][0][0] is 1, expected 0'],
  [
    'elman',
    'saturation',
    'grad_over_time',
    earlier(1, (e) => e + 1),
    'grad_over_time[0][0][0] is 1, expected 0',
  ],
  ['elman', 'scalar-network', 'W_x_grad', times(2), 'W_x_grad[0][0] is 4, expected 2'],
  ['elman', 'scalar-network', 'W_rec_grad', times(2), 'W_rec_grad[0][0] is 4, expected 2'],
  [
    'elman',
    'scalar-network',
    'grad_over_time',
    times(2),
    'grad_over_time[0][1][0] is -4, expected -2',
  ],
  ['elman', 'leading-zeros', 'W_rec_grad', timesSteps, 'W_rec_grad[0][0] is 8, expected 4'],
  ['elman', 'leading-zeros', 'X_grad', timesSteps, 'X_grad[0][2][0] is 6, expected 2'],
  [
    'lstm',
    'leading-zeros',
    'c_grad_over_time',
    timesSteps,
    'c_grad_over_time[0][2][0] is 1.5, expected 0.5',
  ],
  [
    'elman',
    'gradient-over-time',
    'grad_over_time',
    earlier(1, (e) => e / 2),
    'grad_over_time[0][0][0] is 0.125, the numerical derivative is 0.25 ± 2e-14',
  ],
  [
    'lstm',
    'gradient-over-time',
    'c_grad_over_time',
    earlier(1, (e) => e / 2),
    'c_grad_over_time[0][0][0] is 0.25, the numerical derivative is 0.5 ± 1e-14',
  ],
  [
    'lstm',
    'gradient-over-time',
    'h_grad_over_time',
    times(2),
    'h_grad_over_time[0][1][0] is 4, the numerical derivative is 2 ± 3e-14',
  ],
  [
    'lstm',
    'gates',
    'c_grad_over_time',
    earlier(2, (e) => e / 2),
    'c_grad_over_time[0][0][0] is 0.5, expected 1',
  ],
  [
    'lstm',
    'gates',
    'c_grad_over_time',
    earlier(2, (e) => e + 1),
    'c_grad_over_time[0][0][0] is 1, expected 0',
  ],
  [
    'lstm',
    'gates',
    'c_grad_over_time',
    at(1, (e) => (Math.abs(e) < 1e-20 ? 1 : e)),
    'c_grad_over_time[0][0][0] is 1, expected 0',
  ],
  [
    'lstm',
    'gates',
    'c_grad_over_time',
    inSecond(earlier(3, (e) => e / 2)),
    'c_grad_over_time[1][0][0] is 0.25, expected 0.5',
  ],
  [
    'gru',
    'gates',
    'h_grad_over_time',
    at(1, (e) => e / 2),
    'h_grad_over_time[0][0][0] is 1, expected 2',
  ],
  [
    'gru',
    'gates',
    'h_grad_over_time',
    earlier(1, (e) => e / 2),
    'h_grad_over_time[0][0][0] is 1, expected 2',
  ],
  [
    'gru',
    'gates',
    'h_grad_over_time',
    earlier(1, (e) => e + 1),
    'h_grad_over_time[0][0][0] is 1, expected 0',
  ],
]

/** Laws that claim something of a call from others of the same function, and need no formula. */
const claims = new Set(['linearity', 'batch-sum', 'leading-zeros'])

const lawOf = (network: Network, name: string) =>
  assignments[network].laws.find(
    (law) => law.function === 'backward_gradient' && law.name === name,
  )!

describe('a law of the backward pass is broken, and the evidence can be computed again:', () => {
  test.for(broken)('%s, %s by %s', async ([network, name, part, change, message]) => {
    const wrong = changed(network, part, change)
    const result = await lawOf(network, name).check(wrong, { seed: 1, runs: 20 })
    if (result.status !== 'failed') throw new Error(`Expected a failure, but it ${result.status}`)
    const { input, expected, received } = result.counterexample.evidence
    expect(received).toEqual(wrong.backward_gradient(input))
    if (claims.has(name)) expect(Object.keys(expected)).toEqual(Object.keys(received))
    else expect(expected).toEqual(rightOf(network, input))
    expect(result.message).toBe(message)
  })
})

describe('the numerical derivatives of the loss', () => {
  const parts = ['W_x', 'W_rec', 'b', 'W_out', 'c', 'X'].map((name) => `${name}_grad`)

  test.for(parts)('have their turn at %s among twenty problems', async (part) => {
    const wrong = changed('elman', part, times(2))
    const law = lawOf('elman', 'finite-difference-agreement')
    const result = await law.check(wrong, { seed: 1, runs: 20 })
    if (result.status !== 'failed') throw new Error(`Expected a failure, but it ${result.status}`)
    expect(result.message).toMatch(/, the numerical derivative is /)
    expect(result.message.startsWith(part)).toBe(true)
    const { input, expected, received } = result.counterexample.evidence
    expect(received).toEqual(wrong.backward_gradient(input))
    expect(expected).toEqual(rightOf('elman', input))
  })
})

test.each(['h_grad_over_time', 'c_grad_over_time'])(
  'one part of the gradient over time in single precision is enough: %s',
  async (part) => {
    const law = lawOf('lstm', 'gradient-over-time')
    const result = await law.check(changed('lstm', part, map(Math.fround)), { seed: 1, runs: 5 })
    expect(result).toMatchObject({ status: 'passed', precision: 'single' })
  },
)

test('a gate says nothing of the gradient at the last step, before it carries anything', async () => {
  const wrong = changed(
    'lstm',
    'c_grad_over_time',
    at(0, () => 7),
  )
  const result = await lawOf('lstm', 'gates').check(wrong, { seed: 1, runs: 20 })
  expect(result).toMatchObject({ status: 'passed', precision: 'double' })
})

test('what a gate carries unchanged but for the rounding of float32 is in single precision', async () => {
  const single = changed(
    'lstm',
    'c_grad_over_time',
    earlier(3, (e) => e * (1 + 2 ** -23)),
  )
  const result = await lawOf('lstm', 'gates').check(single, { seed: 1, runs: 20 })
  expect(result).toMatchObject({ status: 'passed', precision: 'single' })
})
