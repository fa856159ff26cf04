import type {
  ArgumentsOf,
  FunctionDeclaration,
  Functions,
  ResultOf,
} from '../../properties/assigned.ts'
import type { Quantities, Quantity } from '../../properties/property.ts'

/** The results with arrays of any shape: a mistake may return another. */
type Wrong<Result> = Result extends Quantity ? Quantity : { [Part in keyof Result]: Quantity }

/**
 * A function with a mistake, made out of the one without: it may change what goes in, what comes out, or both. `right`
 * may have other mistakes in it, so that those that a student makes together are found together.
 */
export type Change<Declaration extends FunctionDeclaration> = (
  given: ArgumentsOf<Declaration>,
  right: (given: ArgumentsOf<Declaration>) => ResultOf<Declaration>,
) => Wrong<ResultOf<Declaration>>

interface Told {
  /** In kebab-case; the same id in two functions is one mistake, which is paid for in the first of them. */
  readonly id: string
  /** One sentence that says what the code does, and one that says what the mathematics asks. */
  readonly explanation: string
  /** A question or an experiment that leads to it and does not give the solution away. */
  readonly hint: string
  /** What is asked for. */
  readonly formula: string
}

/** A known way to get a function wrong; several ways where code that differs makes the same mistake. */
export type DefinedMistake<Asked extends Functions> = {
  [Name in keyof Asked]: Told & {
    readonly function: Name
    readonly wrong: Change<Asked[Name]> | readonly Change<Asked[Name]>[]
  }
}[keyof Asked]

/** A mistake whose types are not known here. */
export interface AnyMistake extends Told {
  readonly function: string
  readonly wrong: AnyChange | readonly AnyChange[]
}

export type AnyChange = (
  given: Quantities,
  right: (given: Quantities) => Quantity | Quantities,
) => Quantity | Quantities
