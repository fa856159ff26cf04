import { type Derivative, differentiation, pointsOf } from '../src/finite-difference/index.ts'
import {
  type AnyImplementation,
  argumentsFor,
  type Assigned,
  functionOf,
  knownFor,
} from './assigned.ts'
import { isCallError, type Quantities } from './property.ts'
import { entriesOf, withEntries } from './quantity.ts'

/** The parameters behind the parts of a gradient: { w_grad: 'w', b_grad: 'b' }. */
export type Gradients = Readonly<Record<string, string>>

const joined = (quantities: Quantities, names: readonly string[]): Float64Array =>
  Float64Array.from(names.flatMap((name) => Array.from(entriesOf(quantities[name]))))

/** The problem with its parameters replaced by the entries of one long vector. */
function withParameters(
  problem: Quantities,
  names: readonly string[],
  entries: Float64Array,
): Quantities {
  const moved = { ...problem }
  let at = 0
  for (const name of names) {
    const { length } = entriesOf(problem[name])
    const moves = entriesOf(problem[name]).some((entry, i) => !Object.is(entry, entries[at + i]))
    if (moves) moved[name] = withEntries(problem[name], entries.slice(at, at + length))
    at += length
  }
  return moved
}

/** The implementation's own loss as a function of its parameters, everything before it computed by its own functions. */
export function ownLoss(
  assigned: Assigned,
  implementation: AnyImplementation,
  loss: string,
  problem: Quantities,
  parameters: readonly string[],
): { readonly at: Float64Array; readonly f: (x: Float64Array) => Promise<number> } {
  const [value] = Object.keys(assigned.functions[loss].returns)
  const unmoved = known(assigned, implementation, loss, problem)
  return {
    at: joined(problem, parameters),
    async f(x) {
      const moved = withParameters(problem, parameters, x)
      try {
        const given = await argumentsFor(assigned, implementation, loss, moved, await unmoved)
        return entriesOf((await functionOf(assigned, implementation, loss)(given))[value])[0]
      } catch (error) {
        // Far from the problem the loss may have no value, and languages differ in how they say so.
        if (isCallError(error) && error.kind === 'crash') return Number.NaN
        throw error
      }
    },
  }
}

/** What is the same wherever the parameters are that it does not depend on; nothing where there is no loss to be had. */
const known = (...asked: Parameters<typeof knownFor>): Promise<Quantities> =>
  knownFor(...asked).catch((error: unknown) => {
    if (isCallError(error)) return {}
    throw error
  })

/** Each costs some 25 losses; over many problems every place of an array has its turn. */
const mostCoordinates = 4

/** As good as chance, and the same for the same numbers (the multiplier is 2^32 over the golden ratio). */
function turnOf(at: Float64Array): number {
  const hash = at.reduce((mixed, entry) => Math.imul(mixed ^ (entry * 1000), 0x9e3779b1), 0)
  return (hash ^ (hash >>> 15)) >>> 0
}

/** The coordinates of a long vector that are looked at: every so many, from one that its numbers choose. */
export function coordinatesOf(at: Float64Array): number[] {
  const stride = Math.ceil(at.length / mostCoordinates)
  const start = turnOf(at) % stride
  return Array.from(
    { length: Math.ceil((at.length - start) / stride) },
    (_, i) => start + i * stride,
  )
}

/** f as a function of some coordinates alone, the others where they are. */
export const along =
  (f: (x: Float64Array) => Promise<number>, at: Float64Array, coordinates: readonly number[]) =>
  (moved: Float64Array): Promise<number> => {
    const x = at.slice()
    for (const [index, coordinate] of coordinates.entries()) x[coordinate] = moved[index]
    return f(x)
  }

/** The numerical derivative of a function that gives its values in time, many at once. */
export async function derivativeOf(
  f: (x: Float64Array) => Promise<number>,
  at: Float64Array,
  spacing?: ArrayLike<number>,
): Promise<Derivative> {
  const work = differentiation(at, { spacing })
  let state = work.next()
  while (!state.done)
    state = work.next(await Promise.all(pointsOf(state.value, at).map((point) => f(point))))
  return state.value
}
