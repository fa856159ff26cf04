import * as fc from 'fast-check'
import type { Declared } from './declared.ts'
import { lengthOf, placesKept, type Sizes } from './dimension.ts'
import type { NumberKind, Place } from './number-kinds.ts'
import type { Quantities } from './property.ts'
import { entriesOf, quantityOf, shapeOf, sizeOf } from './quantity.ts'
import { size } from './round-numbers.ts'
import { range, taken } from './samples.ts'

/** The smallest and the largest length of each symbol. */
export type Limits = Readonly<Record<string, readonly [smallest: number, largest: number]>>

/** A problem's quantity: its shape in symbols and what its numbers are. */
export interface Ingredient {
  readonly declared: Declared
  readonly numbers: NumberKind
}

export interface ProblemDeclaration {
  readonly dimensions: Limits
  readonly ingredients: Readonly<Record<string, Ingredient>>
}

class Problems extends fc.Arbitrary<Quantities> {
  readonly #limits: Limits
  readonly #ingredients: readonly (readonly [string, Ingredient])[]

  constructor({ dimensions, ingredients }: ProblemDeclaration) {
    super()
    this.#limits = dimensions
    this.#ingredients = Object.entries(ingredients)
  }

  generate(random: fc.Random): fc.Value<Quantities> {
    const sizes: Record<string, number> = {}
    for (const [symbol, [smallest, largest]] of Object.entries(this.#limits))
      sizes[symbol] = size(random, smallest, largest)
    const problem: Quantities = {}
    for (const [name, { declared, numbers }] of this.#ingredients) {
      const place = placeOf(declared, sizes)
      problem[name] = quantityOf(place.shape, numbers.draw(random, sizeOf(place.shape), place))
    }
    return new fc.Value(problem, sizes)
  }

  canShrinkWithoutContext(value: unknown): value is Quantities {
    return (
      typeof value === 'object' &&
      value !== null &&
      this.#ingredients.every(([name]) => name in value)
    )
  }

  shrink(problem: Quantities, context: unknown): fc.Stream<fc.Value<Quantities>> {
    const sizes = (context as Sizes | undefined) ?? this.#sizesOf(problem)
    return fc.stream(this.#simpler(problem, sizes))
  }

  *#simpler(problem: Quantities, sizes: Sizes): Generator<fc.Value<Quantities>> {
    for (const symbol of Object.keys(this.#limits)) yield* this.#smaller(problem, sizes, symbol)
    for (const [name, { declared, numbers }] of this.#ingredients)
      for (const values of numbers.simpler(entriesOf(problem[name]), placeOf(declared, sizes)))
        yield new fc.Value(
          { ...problem, [name]: quantityOf(shapeOf(problem[name]), values) },
          sizes,
        )
  }

  /** The first places of a dimension, as few as are allowed, then twice as many; then all but one. */
  *#smaller(problem: Quantities, sizes: Sizes, symbol: string): Generator<fc.Value<Quantities>> {
    const length = sizes[symbol]
    const [smallest] = this.#limits[symbol]
    const choices: number[][] = []
    for (let count = smallest; count < length; count *= 2) choices.push(range(0, count))
    if (length > smallest)
      for (const left of range(0, length)) choices.push(range(0, length).filter((i) => i !== left))
    for (const choice of choices) {
      const smaller = this.#keep(problem, sizes, symbol, choice)
      if (smaller) yield smaller
    }
  }

  #keep(
    problem: Quantities,
    sizes: Sizes,
    symbol: string,
    choice: readonly number[],
  ): fc.Value<Quantities> | undefined {
    const next = { ...sizes, [symbol]: choice.length }
    const smaller: Quantities = {}
    for (const [name, { declared, numbers }] of this.#ingredients) {
      const places = declared.dimensions.map((each) =>
        each.symbol === symbol
          ? placesKept(each, sizes[symbol], choice)
          : range(0, lengthOf(each, sizes)),
      )
      smaller[name] = taken(problem[name], places)
      if (!numbers.fits(entriesOf(smaller[name]), placeOf(declared, next))) return undefined
    }
    return new fc.Value(smaller, next)
  }

  #sizesOf(problem: Quantities): Sizes {
    const sizes: Record<string, number> = {}
    for (const [name, { declared }] of this.#ingredients)
      for (const [axis, { symbol, times, plus }] of declared.dimensions.entries())
        if (symbol !== undefined) sizes[symbol] = (shapeOf(problem[name])[axis] - plus) / times
    return sizes
  }
}

const placeOf = ({ dimensions }: Declared, sizes: Sizes): Place => ({
  dimensions,
  shape: dimensions.map((each) => lengthOf(each, sizes)),
  sizes,
})

/**
 * Problems made from a declaration. They shrink towards few samples, small dimensions and numbers that are easy to
 * work with by hand; every step of the shrinking is strictly simpler, so it ends.
 */
export const problems = (declaration: ProblemDeclaration): fc.Arbitrary<Quantities> =>
  new Problems(declaration)
