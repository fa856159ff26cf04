import type * as fc from 'fast-check'
import { lengthOf, type Dimension, type Sizes } from './dimension.ts'
import {
  between,
  rounder,
  roughness,
  weight as someWeight,
  weightRoughness,
} from './round-numbers.ts'

/** Where numbers stand: the shape of the array, in symbols and in numbers. */
export interface Place {
  readonly dimensions: readonly Dimension[]
  readonly shape: readonly number[]
  readonly sizes: Sizes
}

/** What the numbers of an array are: how they are drawn, which are allowed, and which are simpler. */
export interface NumberKind {
  /** The numbers are labels or the like, without rounding errors. */
  readonly exact?: boolean
  draw(random: fc.Random, length: number, place: Place): Float64Array
  /** Whether numbers that were cut from larger arrays still are of this kind. */
  fits(values: Float64Array, place: Place): boolean
  /** Simpler numbers of the same kind for the same place, the simplest first; each strictly simpler, so that it ends. */
  simpler(values: Float64Array, place: Place): Iterable<Float64Array>
}

function* entryByEntry(
  values: Float64Array,
  roughnessOf: (value: number) => number,
  allowed: (value: number) => boolean,
): Generator<Float64Array> {
  const rounded = values.map(Math.round)
  if (rounded.some((value, i) => value !== values[i]) && rounded.every((value) => allowed(value)))
    yield rounded
  for (const [index, value] of values.entries())
    for (const candidate of rounder(value, roughnessOf))
      if (allowed(candidate)) yield values.with(index, candidate)
}

const filled = (length: number, entry: (index: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, index) => entry(index))

export interface Range {
  readonly from: number
  readonly to: number
  /** Numbers are multiples of 1 / parts; 10 unless given. */
  readonly parts?: number
}

/** Numbers of a range, both ends included, that are easy to work with: [-2, 2] in tenths unless given. */
export function real({ from, to, parts = 10 }: Range = { from: -2, to: 2 }): NumberKind {
  const allowed = (value: number) => value >= from && value <= to
  return {
    draw: (random, length) => filled(length, () => between(random, from, to, parts)),
    fits: () => true,
    simpler: (values) => entryByEntry(values, roughness, allowed),
  }
}

/** Weights of [-2, 2] in hundredths, with 0, 1 and -1 now and then; they shrink towards 1. */
export const weight: NumberKind = {
  draw: (random, length) => filled(length, () => someWeight(random)),
  fits: () => true,
  simpler: (values) => entryByEntry(values, weightRoughness, () => true),
}

/** Whole numbers of a range that stand for themselves. */
export const whole = ({ from, to }: Omit<Range, 'parts'>): NumberKind => ({
  exact: true,
  draw: (random, length) => filled(length, () => random.nextInt(from, to)),
  fits: () => true,
  simpler: (values) => entryByEntry(values, roughness, (value) => value >= from && value <= to),
})

/** 0 or 1. */
export const binary: NumberKind = whole({ from: 0, to: 1 })

/** Classes 0 .. K - 1, where K is the length of a symbol. */
export const label = (symbol: string): NumberKind => ({
  exact: true,
  draw: (random, length, { sizes }) => filled(length, () => random.nextInt(0, sizes[symbol] - 1)),
  fits: (values, { sizes }) => values.every((value) => value < sizes[symbol]),
  // What is simpler than a class and not below 0 comes before it.
  simpler: (values) => entryByEntry(values, roughness, (value) => value >= 0),
})

const rowsOf = (length: number, { dimensions, sizes }: Place) => {
  const last = dimensions.at(-1)
  const width = last ? lengthOf(last, sizes) : 1
  return { width, count: length / width }
}

const oneHotRow = (row: ArrayLike<number>): boolean => {
  const entries = Array.from(row)
  return (
    entries.filter((one) => one === 1).length === 1 &&
    entries.every((one) => one === 0 || one === 1)
  )
}

const everyRow = (
  values: Float64Array,
  place: Place,
  holds: (row: Float64Array) => boolean,
): boolean => {
  const { width, count } = rowsOf(values.length, place)
  return Array.from({ length: count }, (_, row) =>
    holds(values.subarray(row * width, (row + 1) * width)),
  ).every(Boolean)
}

/** A single 1 in each row of the last axis, and zeros. */
export const oneHot: NumberKind = {
  exact: true,
  draw(random, length, place) {
    const { width, count } = rowsOf(length, place)
    const values = new Float64Array(length)
    for (let row = 0; row < count; row++) values[row * width + random.nextInt(0, width - 1)] = 1
    return values
  },
  fits: (values, place) => everyRow(values, place, oneHotRow),
  *simpler(values, place) {
    const { width, count } = rowsOf(values.length, place)
    for (let row = 0; row < count; row++) {
      if (values[row * width] === 1) continue
      const moved = values.slice()
      moved.fill(0, row * width, (row + 1) * width)
      moved[row * width] = 1
      yield moved
    }
  },
}

/** Between 0 and 1, neither of them, in hundredths. */
export const probability: NumberKind = real({ from: 0.01, to: 0.99, parts: 100 })

/** Rows of the last axis that are positive and add up to 1. */
export const distribution: NumberKind = {
  draw(random, length, place) {
    const { width } = rowsOf(length, place)
    return normalised(
      filled(length, () => random.nextInt(1, 20)),
      width,
    )
  },
  fits: (values, place) =>
    everyRow(
      values,
      place,
      (row) => Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) <= row.length * Number.EPSILON,
    ),
  *simpler(values, place) {
    const { width } = rowsOf(values.length, place)
    const even = new Float64Array(values.length).fill(1 / width)
    if (even.some((value, index) => value !== values[index])) yield even
  },
}

function normalised(values: Float64Array, width: number): Float64Array {
  return values.map((value, index) => {
    const start = index - (index % width)
    return value / values.subarray(start, start + width).reduce((sum, each) => sum + each, 0)
  })
}
