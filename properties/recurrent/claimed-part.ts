import type { DefinedCall } from '../defined-call.ts'
import type { Outcome, Quantities } from '../property.ts'
import { entriesOf, indexPath, shapeOf } from '../quantity.ts'
import type { Expected } from '../rounding.ts'
import { type Comparison, verdict } from '../verdict.ts'

/** Roundings on a path through a few steps of a few units, more than there are in any problem of these laws. */
const roundings = 256

/** A part of what came, against values that a law knows; `size` is that of the terms they are made of. */
export const claimedPart = (
  { received }: DefinedCall,
  part: string,
  value: Float64Array,
  size: number,
): Comparison => ({
  entry: (index) => part + indexPath(shapeOf(received[part]), index),
  received: entriesOf(received[part]),
  expected: boundedBy(value, new Float64Array(value.length).fill(size)),
})

/** Values that a law knows, each with the size of the terms that it is made of. */
export const boundedBy = (value: Float64Array, sizes: Float64Array): Expected => ({
  value,
  magnitude: value.map((entry, i) => Math.max(Math.abs(entry), sizes[i])),
  roundings,
  largest: Math.max(1, ...sizes),
})

/** The size of what comes back from the output: no term of a gradient that only shrinks on its way is larger. */
export const sizeOfGradOut = ({ given }: DefinedCall): number =>
  1 + entriesOf(given.grad_out).reduce((sum, entry) => sum + Math.abs(entry), 0)

export const verdictOn = (
  call: DefinedCall & { readonly right: Quantities },
  comparisons: readonly Comparison[],
): Outcome =>
  verdict(comparisons, () => ({ input: call.given, expected: call.right, received: call.received }))
