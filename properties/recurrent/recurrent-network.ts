import { type AnyImplementation, type Assigned, functionOf } from '../assigned.ts'
import { called, type DefinedCall } from '../defined-call.ts'
import type { Quantities, Quantity } from '../property.ts'
import { copyAll, entriesOf, quantityOf, shapeOf, withEntries } from '../quantity.ts'

/** What the laws of recurrent networks need to know of one. */
export interface RecurrentNetwork {
  /** What backward_gradient is given of the states, and the part of its result that is their gradient over time. */
  readonly states: readonly { readonly all: string; readonly overTime: string }[]
  /** The part that is the gradient of each parameter, the cell's first and then the head's. */
  readonly gradients: Readonly<Record<string, string>>
  /** Parameters of the cell that are biases. */
  readonly biases: readonly string[]
  /** The sum over the outputs of grad_out times y, for one sample, going on from the state S_k of its parts. */
  readonly goOn: (problem: Quantities, sample: number, k: number) => GoingOn
}

/** Output times gradOut, as a function of the parts of the state S_k, h numbers each. */
export type GoingOn = (parts: readonly Float64Array[], gradOut: Float64Array) => number

export const backward = 'backward_gradient'

/** An array filled with one number. */
export const filled = (quantity: Quantity, entry: number): Quantity =>
  withEntries(quantity, new Float64Array(entriesOf(quantity).length).fill(entry))

export const zeroed = (problem: Quantities, names: readonly string[]): Quantities => ({
  ...problem,
  ...Object.fromEntries(names.map((name) => [name, filled(problem[name], 0)])),
})

/** Step k of every sample of n x T x d, n x d. */
export function stepAt(sequence: Quantity, k: number): Float64Array {
  const [, steps, width] = shapeOf(sequence)
  return entriesOf(sequence).filter((_, i) => Math.floor(i / width) % steps === k)
}

/** The row of a matrix, or of an array whose first axis is the samples'. */
export function rowOf(quantity: Quantity, row: number): Float64Array {
  const size = entriesOf(quantity).length / shapeOf(quantity)[0]
  return entriesOf(quantity).slice(row * size, (row + 1) * size)
}

export const tensorOf = (shape: readonly number[], data: Float64Array): Quantity =>
  quantityOf(shape, data)

/** A backward pass of the implementation under test on right arguments, and what the reference makes of them. */
export async function backwardCall(
  assigned: Assigned,
  implementation: AnyImplementation,
  problem: Quantities,
): Promise<DefinedCall & { readonly right: Quantities }> {
  const call = await called(assigned, implementation, backward, problem)
  const reference = assigned.reference ?? implementation
  const right = await functionOf(assigned, reference, backward)(copyAll(call.given))
  return { ...call, right }
}
