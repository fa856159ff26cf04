import { grain } from '../sum-of-points.ts'
import { anObject, DefinitionError, expected } from './definition-error.ts'

/** By function: its points, or the points of each of its laws by name. */
export type Points<Name extends string = string> = Readonly<
  Record<Name, number | Readonly<Record<string, number>>>
>

const isWorth = (value: unknown): value is number =>
  typeof value === 'number' &&
  Number.isFinite(value) &&
  value >= 0 &&
  Math.abs(value * grain - Math.round(value * grain)) <= Number.EPSILON * value * grain

function worth(field: string, value: unknown): number {
  if (isWorth(value)) return value
  if (typeof value === 'number' && value >= 0)
    return expected(field, 'at most three decimals', value)
  return expected(field, 'a number >= 0', value)
}

/**
 * The first law, the one that defines the function, has half of the points, the others share the rest: in eighths of a
 * point where that comes out even, in hundredths where it does not; what is left over goes to the first of them.
 */
export function shares(total: number, laws: number): number[] {
  if (laws === 1) return [total]
  const parts = Number.isInteger(total * 8) ? 8 : grain
  const units = Math.round(total * parts)
  const others = Math.floor(units / 2)
  const each = Math.floor(others / (laws - 1))
  const more = others - each * (laws - 1)
  return Array.from({ length: laws }, (_, index) => {
    if (index === 0) return (units - others) / parts
    return (index <= more ? each + 1 : each) / parts
  })
}

function worthByLaw(field: string, laws: readonly string[], value: unknown): number[] {
  const byLaw = anObject(field, 'a number, or points by law', value)
  for (const name of Object.keys(byLaw))
    if (!laws.includes(name))
      throw new DefinitionError(
        `${field}.${name}: there is no such law of this function; it has ${laws.join(', ')}`,
      )
  return laws.map((name) => worth(`${field}.${name}`, byLaw[name] ?? 0))
}

/** What each law of a function is worth. */
export function pointsOf(field: string, laws: readonly string[], value: unknown): number[] {
  if (typeof value !== 'number' && typeof value === 'object') return worthByLaw(field, laws, value)
  return shares(worth(field, value), laws.length)
}
