import { expect, test } from 'vitest'
import type { Quantities } from '../../properties/property.ts'
import { quantityOf } from '../../properties/quantity.ts'
import { explainObservations } from '../../src/mistakes/recurrent/explain-observations.ts'
import { elmanFunctions } from '../../src/mistakes/recurrent/network-functions.ts'
import { activationNames } from '../../src/rnn/activation.ts'

const model = elmanFunctions.backward_gradient

/** One unit, one step; its argument is the bias. */
const unit = (bias: number): Quantities => ({
  X: { shape: [1, 1, 1], data: Float64Array.of(0) },
  S: { shape: [1, 2, 1], data: Float64Array.of(0, Math.max(0, bias)) },
  grad_out: { rows: 1, columns: 1, data: Float64Array.of(1) },
  W_x: { rows: 1, columns: 1, data: Float64Array.of(1) },
  W_rec: { rows: 1, columns: 1, data: Float64Array.of(1) },
  b: Float64Array.of(bias),
  W_out: { rows: 1, columns: 1, data: Float64Array.of(1) },
  activation: activationNames.indexOf('relu'),
})

/** What comes of a slope of 1 wherever the argument lies. */
function withSlopeOne(given: Quantities) {
  const parts = model.on(given)({ ...model.right, slopeAt: 'missing' })
  const received = parts.map((part, i) => {
    const { shape, value } = part()
    return [`part ${i}`, quantityOf(shape, value)]
  })
  return { given, received: Object.fromEntries(received) as Quantities }
}

test('either slope of relu is right at its kink', () => {
  expect(explainObservations(model, [withSlopeOne(unit(0))]).status).toBe('right')
})

test('a slope of 1 is wrong where the unit is dead', () => {
  const found = explainObservations(model, [withSlopeOne(unit(-1)), withSlopeOne(unit(2))])
  expect(found.status === 'explained' && found.made.map(({ mistake }) => mistake.id)).toEqual([
    'activation-slope-missing',
  ])
})
