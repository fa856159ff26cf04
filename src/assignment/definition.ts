import type * as fc from 'fast-check'
import type {
  AnyImplementation,
  Detour,
  DetoursOf,
  Functions,
  ReferenceOf,
} from '../../properties/assigned.ts'
import type { Recipe } from '../../properties/defined-call.ts'
import type { NumberKind } from '../../properties/number-kinds.ts'
import type { Limits } from '../../properties/problems.ts'
import type { Quantities } from '../../properties/property.ts'
import type { AnyMistake, DefinedMistake } from './defined-mistake.ts'
import type { Points } from './points.ts'

type NamesIn<Asked extends Functions> = {
  [Name in keyof Asked]: keyof Asked[Name]['parameters']
}[keyof Asked] &
  string

/** Problems made from a declaration: the shapes are those of the functions' parameters. */
export interface DeclaredProblem<Name extends string = string> {
  /** The smallest and the largest length of each symbol: { n: [1, 8], d: [1, 4] }. */
  readonly dimensions: Limits
  /** What the numbers are of every parameter that no function returns: { X: real(), w: weight, t: binary }. */
  readonly numbers: Readonly<Partial<Record<Name, NumberKind>>>
}

/** What an instructor says of an assignment. */
export interface Definition<Asked extends Functions> {
  /** In kebab-case. */
  readonly name: string
  readonly title?: string
  /**
   * In snake_case, in the order in which they are asked for. Parameters are known by name: each is part of the problem
   * or returned by another function, which then is computed by the reference.
   */
  readonly functions: Asked
  /** A declaration, or any arbitrary of fast-check that gives quantities by name. */
  readonly problem: DeclaredProblem<NamesIn<Asked>> | fc.Arbitrary<Quantities>
  /**
   * One problem of numbers that students know, such as that of the handout. A submission that is right on it alone has
   * the mistake `hard-coded`; the law `golden` checks it.
   */
  readonly golden?: Quantities
  /** Right functions; without them the laws that need none decide alone. */
  readonly reference?: ReferenceOf<Asked>
  /** Right ways by numbers whose roundings a right submission may have as well. */
  readonly detours?: DetoursOf<Asked>
  /** The laws, the one that defines a function before its others; `agreement` and `wellBehaved` of each unless given. */
  readonly properties?: readonly Recipe<keyof Asked & string>[]
  /** A number for each function, shared by its laws, or numbers by law. */
  readonly points: Points<keyof Asked & string>
  readonly mistakes?: readonly DefinedMistake<Asked>[]
}

/** A definition whose types are not known here. */
export interface AnyDefinition {
  readonly name: string
  readonly title?: string
  readonly functions: Functions
  readonly problem: DeclaredProblem | fc.Arbitrary<Quantities>
  readonly golden?: Quantities
  readonly reference?: AnyImplementation
  readonly detours?: Readonly<Record<string, Detour>>
  readonly properties?: readonly Recipe[]
  readonly points: Points
  readonly mistakes?: readonly AnyMistake[]
}
