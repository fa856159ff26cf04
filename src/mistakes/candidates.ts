import type { MistakeId } from './catalogue.ts'
import { mistakes } from './catalogue.ts'
import type { FunctionName, Mistake, SettingsOf, Variant } from './mistake.ts'
import type { Candidate } from './search.ts'

/**
 * Every way to make every mistake of a function; `longest` is the longest sequence, which bounds the number of steps
 * kept.
 */
export function candidatesOf<Name extends FunctionName>(
  name: Name,
  longest: number,
): Candidate<SettingsOf[Name]>[] {
  return mistakes.flatMap((mistake) => {
    const variants: readonly Variant<SettingsOf[Name]>[] = mistake.variants[name] ?? []
    return variants.flatMap((settings, variant) =>
      waysOf<SettingsOf[Name]>(mistake, variant, settings, longest),
    )
  })
}

function waysOf<Settings>(
  { id: name, parameter }: Mistake<MistakeId>,
  variant: number,
  settings: Variant<Settings>,
  longest: number,
): Candidate<Settings>[] {
  if (parameter === 'steps') {
    return Array.from({ length: Math.max(longest - 1, 0) }, (_, i) => ({
      name,
      variant,
      parameter: i + 1,
      settings: settings(i + 1),
    }))
  }
  if (parameter === 'divisor') {
    const solved = { entries: [0, 1], from: quotient, settings, accepts: isBatchSize }
    return [{ name, variant, settings: settings(1), solved }]
  }
  return [{ name, variant, settings: settings(1) }]
}

function quotient(predicted: number, received: number): number {
  return predicted / received
}

// A fixed divisor is the size of some batch, whole and positive; a sum divided by 1 or 2 is a sum, with a factor or
// without.
function isBatchSize(divisor: number): boolean {
  return Number.isInteger(divisor) && divisor > 2
}

const rank = new Map<string, number>(mistakes.map(({ id }, i) => [id, i]))

/**
 * The order among explanations that are equally short and equally right: those without numbers first, then those
 * that make their mistakes in the usual way, then by place in the catalogue.
 */
export function byPreference<Settings>(
  a: readonly Candidate<Settings>[],
  b: readonly Candidate<Settings>[],
): number {
  return preference(a) - preference(b)
}

function preference<Settings>(members: readonly Candidate<Settings>[]): number {
  // Places add up to less than 1,000 in a set of a few, and ways to less than ten.
  const numbers = members.filter(({ parameter, solved }) => parameter !== undefined || solved)
  const ways = members.reduce((sum, { variant }) => sum + variant, 0)
  const places = members.reduce((sum, { name }) => sum + (rank.get(name) ?? 0), 0)
  return numbers.length * 10_000 + ways * 1000 + places
}
