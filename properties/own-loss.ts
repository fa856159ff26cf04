import { type Derivative, differentiation, pointsOf } from '../src/finite-difference.ts'
import { type AnyImplementation, argumentsFor, type Assigned, functionOf } from './assigned.ts'
import type { Quantities } from './property.ts'
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
    moved[name] = withEntries(problem[name], entries.slice(at, at + length))
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
  return {
    at: joined(problem, parameters),
    async f(x) {
      const moved = withParameters(problem, parameters, x)
      const given = await argumentsFor(assigned, implementation, loss, moved)
      return entriesOf((await functionOf(assigned, implementation, loss)(given))[value])[0]
    },
  }
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
