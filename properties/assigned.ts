import type { Arbitrary } from 'fast-check'
import type { Declared } from './declared.ts'
import { lengthOf, type Sizes, solved } from './dimension.ts'
import type { Awaitable, Quantities, Quantity } from './property.ts'
import { copyAll, shapeOf } from './quantity.ts'

/** A function as it is asked for: what goes in, in this order, and what comes out, one value or several parts. */
export interface FunctionDeclaration {
  readonly parameters: Readonly<Record<string, Declared>>
  readonly returns: Readonly<Record<string, Declared>>
}

export type Functions = Readonly<Record<string, FunctionDeclaration>>

type Values<Declarations extends Readonly<Record<string, Declared>>> = {
  [Name in keyof Declarations]: Declarations[Name] extends Declared<infer Value> ? Value : never
}

type IsUnion<T, Whole = T> = T extends Whole ? ([Whole] extends [T] ? false : true) : never

/** What goes in, by name. */
export type ArgumentsOf<Declaration extends FunctionDeclaration> = Values<Declaration['parameters']>

/** What comes out: the one value, or several by name. */
export type ResultOf<Declaration extends FunctionDeclaration> =
  IsUnion<keyof Declaration['returns']> extends true
    ? Values<Declaration['returns']>
    : Values<Declaration['returns']>[keyof Declaration['returns']]

/** The functions under test: at once, or in time (in another process). */
export type ImplementationOf<Asked extends Functions> = {
  [Name in keyof Asked]: (given: ArgumentsOf<Asked[Name]>) => Awaitable<ResultOf<Asked[Name]>>
}

export type ReferenceOf<Asked extends Functions> = {
  [Name in keyof Asked]: (given: ArgumentsOf<Asked[Name]>) => ResultOf<Asked[Name]>
}

/** A detour for any of the functions. */
export type DetoursOf<Asked extends Functions> = {
  readonly [Name in keyof Asked]?: {
    readonly by: (given: ArgumentsOf<Asked[Name]>) => Quantities
    readonly result: (known: ArgumentsOf<Asked[Name]> & Quantities) => ResultOf<Asked[Name]>
  }
}

/** An implementation whose types are not known here. */
export type AnyImplementation = Readonly<
  Record<string, (given: Quantities) => Awaitable<Quantity | Quantities>>
>

/** Every call on copies of its arguments, so that one which writes into them harms itself alone. */
export const onCopies = (implementation: AnyImplementation): AnyImplementation =>
  Object.fromEntries(
    Object.entries(implementation).map(([name, f]) => [
      name,
      (given: Quantities) => f(copyAll(given)),
    ]),
  )

/**
 * A right way to a function's result by numbers that have roundings of their own, which no change of the arguments
 * explains: the logarithm of a sum of exponentials is rounded in proportion to the largest logit, which cancels out of
 * softmax.
 */
export interface Detour {
  /** The numbers on the way, by names of their own. */
  readonly by: (given: Quantities) => Quantities
  /** The result from them and the arguments. */
  readonly result: (known: Quantities) => Quantity | Quantities
}

/** What laws need to know of an assignment. */
export interface Assigned {
  readonly functions: Functions
  readonly problems: Arbitrary<Quantities>
  /** It leaves its arguments alone. */
  readonly reference?: AnyImplementation
  /** Names of quantities that hold labels and the like. */
  readonly exact: ReadonlySet<string>
  /** By function. */
  readonly detours?: Readonly<Record<string, Detour>>
  /** A problem that students know. */
  readonly golden?: Quantities
}

/** What a function returned, by the names of the parts. */
export function named(declaration: FunctionDeclaration, result: Quantity | Quantities): Quantities {
  const names = Object.keys(declaration.returns)
  return names.length === 1 ? { [names[0]]: result as Quantity } : (result as Quantities)
}

/** One function of an implementation, from quantities by name to quantities by name. */
export type NamedFunction = (given: Quantities) => Promise<Quantities>

export const functionOf =
  (
    { functions }: Pick<Assigned, 'functions'>,
    implementation: AnyImplementation,
    name: string,
  ): NamedFunction =>
  async (given) =>
    named(functions[name], await implementation[name](given))

/** The function that returns a quantity; undefined for one that is part of the problem. */
export const sourceOf = (functions: Functions, quantity: string): string | undefined =>
  Object.keys(functions).find((name) => quantity in functions[name].returns)

const picked = (known: Quantities, names: Iterable<string>): Quantities =>
  Object.fromEntries(Array.from(names, (name) => [name, known[name]]))

const isSame = (given: Quantities, before: Quantities): boolean =>
  Object.entries(given).every(([name, quantity]) => Object.is(quantity, before[name]))

/**
 * The problem's own quantities, and all that a function needs besides: what others return for them, computed by
 * `implementation`, which leaves its arguments alone. What was known `before` is taken over where it was computed from
 * the very same arguments.
 */
export async function knownFor(
  assigned: Assigned,
  implementation: AnyImplementation,
  name: string,
  problem: Quantities,
  before: Quantities = {},
): Promise<Quantities> {
  const { functions } = assigned
  const known = { ...problem }
  const compute = async (source: string, wanted: string): Promise<void> => {
    await find(source)
    const given = picked(known, Object.keys(functions[source].parameters))
    if (wanted in before && isSame(given, before)) known[wanted] = before[wanted]
    else Object.assign(known, await functionOf(assigned, implementation, source)(given))
  }
  const find = async (asking: string): Promise<void> => {
    for (const wanted of Object.keys(functions[asking].parameters)) {
      if (wanted in known) continue
      const source = sourceOf(functions, wanted)
      if (source === undefined) throw new RangeError(`nothing gives ${wanted}`)
      await compute(source, wanted)
    }
  }
  await find(name)
  return known
}

/** What a function is called with on a problem: of what is known, its parameters in their order. */
export const argumentsFor = async (...asked: Parameters<typeof knownFor>): Promise<Quantities> => {
  const [{ functions }, , name] = asked
  return picked(await knownFor(...asked), Object.keys(functions[name].parameters))
}

/** The same, from a right implementation where there is one. */
export const rightArguments = (
  assigned: Assigned,
  implementation: AnyImplementation,
  name: string,
  problem: Quantities,
): Promise<Quantities> =>
  argumentsFor(assigned, assigned.reference ?? implementation, name, problem)

/** The symbols' lengths in what a function is given. */
export function sizesIn({ parameters }: FunctionDeclaration, given: Quantities): Sizes {
  const sizes: Record<string, number> = {}
  for (const [name, { dimensions }] of Object.entries(parameters))
    for (const [axis, length] of shapeOf(given[name]).entries()) {
      const { symbol } = dimensions[axis]
      if (symbol !== undefined) sizes[symbol] = solved(dimensions[axis], length)
    }
  return sizes
}

export const shapeIn = ({ dimensions }: Declared, sizes: Sizes): number[] =>
  dimensions.map((each) => lengthOf(each, sizes))
