import { type AnyImplementation, type Assigned, rightArguments } from '../../properties/assigned.ts'
import { isCallError, type Quantities } from '../../properties/property.ts'
import { copyAll } from '../../properties/quantity.ts'
import type { Call } from './assignment.ts'
import { argumentsOf, looselyRead } from './defined-submission.ts'

/** One call of a submitted function on right arguments, and what it returned, in whatever shapes. */
export interface ObservedCall {
  readonly given: Quantities
  readonly received: Quantities
  /** The names of the arguments that the call changed. */
  readonly mutated: readonly string[]
}

/** A call on a problem; undefined where what it returns cannot be read. */
export async function observeCall(
  assigned: Assigned,
  reference: AnyImplementation,
  call: Call,
  name: string,
  problem: Quantities,
): Promise<ObservedCall | undefined> {
  const declaration = assigned.functions[name]
  const given = await rightArguments(assigned, reference, name, problem)
  const { value, mutated } = await call(name, argumentsOf(declaration, copyAll(given)))
  const received = looselyRead(declaration, value)
  const names = Object.keys(declaration.parameters)
  return received && { given, received, mutated: mutated.map((index) => names[index]) }
}

/** Nothing where the function throws or returns what cannot be read: that is said already. */
export async function allObserved<Observation>(
  calls: readonly Promise<Observation | undefined>[],
): Promise<Observation[]> {
  try {
    const all = await Promise.all(calls)
    const usable = all.filter((each) => each !== undefined)
    return usable.length < all.length ? [] : usable
  } catch (error) {
    if (isCallError(error)) return []
    throw error
  }
}
