import type { Quantities } from '../../properties/property.ts'
import { entriesOf } from '../../properties/quantity.ts'
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
