import type { Quantities, Quantity } from '../../properties/property.ts'
import { entriesOf, shapeOf } from '../../properties/quantity.ts'
import { allowance, type Expected } from '../../properties/rounding.ts'
import type { ObservedCall } from './observed-call.ts'

/** A call beside what is expected of it. */
export interface Observed extends ObservedCall {
  /** What a right one returns, and how far rounding may carry it. */
  readonly expected: Readonly<Record<string, Expected>>
  readonly right: Quantities
}

/** Where one is no finite number, the other is none either: overflow may show as NaN or as Infinity. */
export const isClose = (received: number, value: number, allowed: number): boolean =>
  Number.isFinite(value) && Number.isFinite(received)
    ? Math.abs(received - value) <= allowed
    : Number.isFinite(value) === Number.isFinite(received)

/** Whether what came is within rounding, of float64 or float32, of what is expected of it. */
export const within = (
  received: Quantities,
  expected: Readonly<Record<string, Expected>>,
  precision: 'double' | 'single',
): boolean =>
  Object.entries(expected).every(([part, one]) => {
    const came = entriesOf(received[part])
    return one.value.every((value, index) =>
      isClose(came[index], value, allowance(one.magnitude[index], one, precision)),
    )
  })

export const sameShapes = (a: Quantities, b: Quantities): boolean =>
  Object.keys(a).every((part) => shapeOf(a[part]).join() === shapeOf(b[part]).join())

/** The share of the largest entry within which results must lie to be looked at more closely: float32 and then some. */
const coarse = 2 ** -10

const largestOf = (quantity: Quantity): number =>
  entriesOf(quantity).reduce((most, entry) => (Math.abs(entry) > most ? Math.abs(entry) : most), 0)

/** Whether what came has the shapes of what is predicted and lies near it, as far as a first look tells. */
export const looksLike = (received: Quantities, predicted: Quantities): boolean =>
  sameShapes(predicted, received) &&
  Object.entries(predicted).every(([part, quantity]) => {
    const came = entriesOf(received[part])
    const allowed = coarse * largestOf(quantity)
    return entriesOf(quantity).every((value, index) => isClose(came[index], value, allowed))
  })
