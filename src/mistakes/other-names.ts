import { mistakeOf } from './catalogue.ts'
import type { Found } from './diagnose-function.ts'

/** Mistakes of one function that give the same numbers as as many of those that were named. */
export interface OtherName {
  readonly named: readonly Found[]
  readonly instead: readonly Found[]
}

/**
 * What could be named instead of the mistakes, by `alternatives`, sets that explain one function as well: the fewest
 * mistakes of each set that have to be exchanged. Exchanges that are made of smaller ones are left out.
 */
export function otherNames(
  mistakes: readonly Found[],
  alternatives: readonly (readonly Found[])[],
): OtherName[] {
  const kept: OtherName[] = []
  const exchanges = alternatives.map((set) => {
    const own = mistakes.filter((one) => one.function === set[0].function)
    return { named: without(own, set), instead: without(set, own) }
  })
  for (const exchange of exchanges.toSorted((a, b) => a.named.length - b.named.length)) {
    const known = kept.flatMap(({ instead }) => instead)
    if (without(exchange.instead, known).length > 0) kept.push(exchange)
  }
  return kept
}

function without(set: readonly Found[], other: readonly Found[]): Found[] {
  return set.filter((one) => !other.some((same) => keyOf(same) === keyOf(one)))
}

function keyOf({ id, function: name, parameter }: Found): string {
  return `${name} ${id} ${parameter}`
}

/** A sentence for the explanation of the first mistake that was named. */
export function tellOtherName({ named, instead }: OtherName): string {
  const these = ['this', ...named.slice(1).map(({ id }) => id)].join(' and ')
  return `Nothing that is returned tells ${these} from ${instead.map(brief).join(' and ')}.`
}

function brief({ id, parameter }: Found): string {
  const { explanation, parameter: name } = mistakeOf(id)
  const [does] = explanation.split('. ')
  const value =
    parameter === undefined
      ? ''
      : `, ${name === 'steps' ? 'K' : 'c'} = ${Number(parameter.toPrecision(6))}`
  return `${id} (${does.charAt(0).toLowerCase()}${does.slice(1)}${value})`
}
