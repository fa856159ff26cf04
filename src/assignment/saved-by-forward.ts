import type { Detour } from '../../properties/assigned.ts'
import type { Quantities } from '../../properties/property.ts'
import { entriesOf } from '../../properties/quantity.ts'

interface Saving {
  readonly saved: readonly Float64Array[]
}

/**
 * The way back reads what the way forward saved, and that is rounded: the slope 1 - tanh² of a saturated unit is moved by it far
 * further than by any change of the arguments.
 */
export const savedByForward = <Pass extends Saving>(
  forward: (given: Quantities) => Pass,
  backward: (pass: Pass, given: Quantities) => Quantities,
): Detour => ({
  by: (given) =>
    Object.fromEntries(forward(given).saved.map((data, i) => [`saved_${i}`, data.slice()])),
  result: (known) => {
    const pass = forward(known)
    for (const [i, data] of pass.saved.entries()) data.set(entriesOf(known[`saved_${i}`]))
    return backward(pass, known)
  },
})
