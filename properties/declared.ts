import type { Matrix } from '../src/numpy/index.ts'
import { type Dimension, dimension } from './dimension.ts'
import type { Quantity } from './property.ts'

/** An array of three or more dimensions; entries in row-major order. */
export interface Tensor<Lengths extends readonly number[] = readonly number[]> {
  readonly shape: Lengths
  readonly data: Float64Array
}

/** What is known of a parameter, or of something returned: its shape in symbols. */
export interface Declared<Value extends Quantity = Quantity> {
  readonly dimensions: readonly Dimension[]
  /** Said in messages beside the shape: 'one column more than X, for S_0'. */
  readonly meaning?: string
  /** Numbers that stand for themselves, as labels do: they have no rounding errors. */
  readonly exact?: boolean
  /** A number that is a place in this list; submissions get the name that stands there. */
  readonly choices?: readonly string[]
  /** Never set: it carries the type. */
  readonly value?: Value
}

export interface Described {
  readonly meaning?: string
}

type Written = string | number

const declared = <Value extends Quantity>(
  dimensions: readonly Written[],
  described: Described,
): Declared<Value> => ({ ...described, dimensions: dimensions.map(dimension) })

export const number = (described: Described = {}): Declared<number> => declared([], described)

/** `length`: 'n', 'T+1', '4H' or a whole number. */
export const vector = (length: Written, described: Described = {}): Declared<Float64Array> =>
  declared([length], described)

export const matrix = (
  rows: Written,
  columns: Written,
  described: Described = {},
): Declared<Matrix> => declared([rows, columns], described)

type Lengths<Axes extends readonly Written[]> = { readonly [Axis in keyof Axes]: number }

/** An array of three or more dimensions, as `tensor(['n', 'T', 'd'])`. */
export const tensor = <
  const Axes extends readonly [Written, Written, Written, ...(readonly Written[])],
>(
  axes: Axes,
  described: Described = {},
): Declared<Tensor<Lengths<Axes>>> => declared(axes, described)

/** Labels, counts and the like: whole numbers in which nothing was rounded. */
export const exact = <Value extends Quantity>(one: Declared<Value>): Declared<Value> => ({
  ...one,
  exact: true,
})

/** One of several names; as a quantity it is the name's place in the list, and submissions get the name. */
export const choice = (
  choices: readonly string[],
  described: Described = {},
): Declared<number> => ({
  ...exact(number(described)),
  choices,
})

/** The shape in symbols: 'H x H'. */
export const symbols = ({ dimensions }: Declared): string =>
  dimensions.map(({ text }) => text).join(' x ')
