import { type AnyImplementation, type Assigned, functionOf, rightArguments } from './assigned.ts'
import { expectedOf, expectedOfReference } from './conditioning.ts'
import type { Evidence, Outcome, Property, Quantities } from './property.ts'
import { entriesOf, indexPath, mapQuantities, shapeOf, withEntries } from './quantity.ts'
import type { Expected } from './rounding.ts'
import { type Comparison, verdict } from './verdict.ts'

/** A law about the functions of any assignment. */
export type DefinedProperty = Property<AnyImplementation, Quantities>

/** A law that is still to be given its assignment. */
export interface Recipe<Name extends string = string> {
  /** The function that pays for a failure. */
  readonly function: Name
  readonly name: string
  /** The law says nothing without a reference. */
  readonly needsReference?: boolean
  /** The law says nothing without a golden problem. */
  readonly needsGolden?: boolean
  /** Quantities that it names, for the assignment to say which of them there are none of. */
  readonly quantities?: readonly string[]
  law(assigned: Assigned): DefinedProperty
}

/** One call of a function under test on right arguments, and what came. */
export interface DefinedCall {
  readonly name: string
  readonly given: Quantities
  readonly received: Quantities
}

export async function calledOn(
  assigned: Assigned,
  implementation: AnyImplementation,
  name: string,
  given: Quantities,
): Promise<DefinedCall> {
  const received = await functionOf(assigned, implementation, name)(given)
  return { name, given, received }
}

export const called = async (
  assigned: Assigned,
  implementation: AnyImplementation,
  name: string,
  problem: Quantities,
): Promise<DefinedCall> => {
  const given = await rightArguments(assigned, implementation, name, problem)
  return calledOn(assigned, implementation, name, given)
}

export type ExpectedParts = Readonly<Record<string, Expected>>

/** What the reference returns and how far rounding may carry it. */
export const fromReference = (
  assigned: Assigned,
  { name, given }: DefinedCall,
): Promise<ExpectedParts> | undefined =>
  assigned.reference && expectedOfReference(assigned, assigned.reference, name, given)

const valuesOf = (expected: ExpectedParts, like: Quantities): Quantities =>
  mapQuantities(like, (quantity, part) => withEntries(quantity, expected[part].value))

export const evidenceFor = (
  { given, received }: DefinedCall,
  expected: ExpectedParts,
): Evidence => ({
  input: given,
  expected: valuesOf(expected, received),
  received,
})

export const comparisonsOf = (
  { name, received }: DefinedCall,
  expected: ExpectedParts,
): Comparison[] =>
  Object.entries(received).map(([part, quantity]) => ({
    entry: (index) =>
      shapeOf(quantity).length === 0 && Object.keys(received).length === 1
        ? `the value of ${name}`
        : part + indexPath(shapeOf(quantity), index),
    received: entriesOf(quantity),
    expected: expected[part],
  }))

/** The call held against what is expected of it. */
export const judged = (call: DefinedCall, expected: ExpectedParts): Outcome =>
  verdict(comparisonsOf(call, expected), () => evidenceFor(call, expected))

/**
 * What a law claims of a call from other calls of the same function. The bound is that of the function under test
 * itself, because a wrong one that obeys the law may have larger terms than a right one; forming the claim costs each
 * entry as many roundings again.
 */
export async function claimed(
  assigned: Assigned,
  implementation: AnyImplementation,
  { name, given, received }: DefinedCall,
  values: Quantities,
): Promise<ExpectedParts> {
  const own = await expectedOf(functionOf(assigned, implementation, name), given, assigned.exact)
  return Object.fromEntries(
    Object.keys(received).map((part) => {
      const [bound, value] = [own[part], entriesOf(values[part])]
      const magnitude = bound.magnitude.map((terms, i) => Math.max(terms, Math.abs(value[i])))
      return [part, { ...bound, value, magnitude, roundings: 2 * bound.roundings }]
    }),
  )
}
