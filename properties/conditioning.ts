import { type Assigned, type Detour, functionOf, named, type NamedFunction } from './assigned.ts'
import type { Quantities } from './property.ts'
import { entriesOf, mapQuantities, withEntries } from './quantity.ts'
import type { Expected } from './rounding.ts'

/**
 * How far rounding may carry a right computation of any formula.
 *
 * A computation of m roundings on any path gives, whatever the order of its sums, the exact result for arguments that
 * are off by at most gamma_m of themselves, and rounds that once more (mixed stability: Higham, Accuracy and Stability
 * of Numerical Algorithms, 2nd ed., section 1.5). What such a change of the arguments x does to an entry f is at most
 * gamma_m times its condition, the sum over all arguments of |df/dx x|: for a sum of products it is the sum of the
 * absolute values of the terms. The condition is measured on the function itself: all arguments are moved by a small
 * share h of themselves in random directions of +1 and -1. The mean square of what that changes is h^2 times the sum of
 * (df/dx x)^2, and a sum of N numbers is at most sqrt(N) times the root of the sum of their squares.
 */

/** A power of two, far below what bends f and far above the rounding of float32. */
const shift = 2 ** -20

/** Enough that the mean square comes out less than a tenth of what it is once in 10^4 entries; m leaves room for that. */
const directions = 8

/** Roundings on a path besides those of its sums: a function such as exp or tanh has a few. */
const apart = 8

/** +1 or -1, as good as random, and always the same: bits of a hash (the finalizer of MurmurHash3). */
function sign(direction: number, index: number): number {
  let hash = Math.imul(index * directions + direction + 1, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) & 1) * 2 - 1
}

function shifted(given: Quantities, exact: ReadonlySet<string>, direction: number): Quantities {
  let index = 0
  return mapQuantities(given, (quantity, name) => {
    if (exact.has(name)) return quantity
    const entries = entriesOf(quantity).map(
      (entry) => entry + entry * shift * sign(direction, index++),
    )
    return withEntries(quantity, entries)
  })
}

/** Arguments that are 0 stay 0, and exact ones stay what they are. */
function movable(given: Quantities, exact: ReadonlySet<string>): number {
  return Object.entries(given)
    .filter(([name]) => !exact.has(name))
    .reduce((sum, [, each]) => sum + entriesOf(each).filter((entry) => entry !== 0).length, 0)
}

const allEntries = (given: Quantities): Float64Array[] => Object.values(given).map(entriesOf)

const longest = (given: Quantities): number =>
  Math.max(1, ...allEntries(given).map((entries) => entries.length))

const largest = (given: Quantities): number =>
  allEntries(given).reduce(
    (most, entries) => entries.reduce((m, entry) => Math.max(m, Math.abs(entry)), most),
    1,
  )

/** The mean square of the changes, of those that are numbers: beyond an edge of its domain f may have no value. */
function meanSquare(value: number, others: readonly number[]): number {
  const changes = others.map((other) => (other - value) ** 2).filter(Number.isFinite)
  return changes.length === 0 ? 0 : changes.reduce((sum, each) => sum + each, 0) / changes.length
}

/** What a right implementation of f, which leaves its arguments alone, may return for these, by the names of the parts. */
export async function expectedOf(
  f: NamedFunction,
  given: Quantities,
  exact: ReadonlySet<string>,
): Promise<Record<string, Expected>> {
  const value = await f(given)
  const moved = await Promise.all(
    Array.from({ length: directions }, (_, direction) => f(shifted(given, exact, direction))),
  )
  const spread = Math.sqrt(movable(given, exact)) / shift
  const bounds = { roundings: longest(given) + apart, largest: largest(given) }
  const entries = Object.entries(value).map(([name, quantity]): [string, Expected] => {
    const others = moved.map((each) => entriesOf(each[name]))
    const values = entriesOf(quantity)
    const magnitude = values.map((entry, index) => {
      const changes = meanSquare(
        entry,
        others.map((other) => other[index]),
      )
      return Math.abs(entry) + spread * Math.sqrt(changes)
    })
    return [name, { ...bounds, value: values, magnitude }]
  })
  return Object.fromEntries(entries)
}

const wider = (one: Expected, other: Expected): Expected => ({
  ...one,
  magnitude: one.magnitude.map((terms, i) =>
    Number.isFinite(other.magnitude[i]) ? Math.max(terms, other.magnitude[i]) : terms,
  ),
  roundings: Math.max(one.roundings, other.roundings),
})

/** What a function may return that rounds on a detour as well. */
async function widened(
  direct: Record<string, Expected>,
  { functions, exact }: Assigned,
  name: string,
  { by, result }: Detour,
  given: Quantities,
): Promise<Record<string, Expected>> {
  const onDetour: NamedFunction = async (known) => named(functions[name], result(known))
  const known = { ...given, ...by(given) }
  const detour = await expectedOf(onDetour, known, exact)
  return Object.fromEntries(
    Object.entries(direct).map(([part, expected]) => [part, wider(expected, detour[part])]),
  )
}

/** What the reference returns for these arguments, and how far rounding may carry any right function from it. */
export async function expectedOfReference(
  assigned: Assigned,
  reference: NonNullable<Assigned['reference']>,
  name: string,
  given: Quantities,
): Promise<Record<string, Expected>> {
  const direct = await expectedOf(functionOf(assigned, reference, name), given, assigned.exact)
  const detour = assigned.detours?.[name]
  return detour ? widened(direct, assigned, name, detour, given) : direct
}
