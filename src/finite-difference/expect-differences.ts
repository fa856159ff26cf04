import type { DifferentiateOptions } from './derivative.ts'

/** What came, as a message shows it: strings in quotes, so that '1' is not taken for 1. */
const show = (value: unknown) => {
  if (typeof value === 'number' || value === null) return String(value)
  return typeof value === 'string' ? `'${value}'` : `of type ${typeof value}`
}

const expectNoise = (noise: unknown) => {
  if (noise === undefined || typeof noise === 'function') return
  if (typeof noise !== 'number') {
    throw new TypeError(`noise is ${show(noise)}: expected a number or a function of the point`)
  }
  readNoise(noise)
}

const expectFits = (fits: unknown) => {
  if (fits === undefined || (Number.isInteger(fits) && Number(fits) >= 1)) return
  throw new RangeError(`fits is ${show(fits)}: expected a positive integer`)
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)

const expectSpacing = (spacing: unknown, length: number) => {
  if (spacing === undefined) return
  if (!isList(spacing)) {
    throw new TypeError(
      `spacing is ${show(spacing)}: expected an array, one number for each coordinate of x`,
    )
  }
  if (spacing.length !== length) {
    throw new RangeError(
      `spacing: expected ${length} entries, one for each coordinate of x, received ${spacing.length}`,
    )
  }
  for (let i = 0; i < length; i++) {
    const entry = spacing[i]
    if (typeof entry === 'number' && entry > 0 && entry < Infinity) continue
    throw new RangeError(`spacing[${i}] is ${show(entry)}: expected a positive finite number`)
  }
}

/** The bound on the error of f; RangeError where it is none. */
export const readNoise = (noise: number): number => {
  if (noise >= 0 && noise < Infinity) return noise
  throw new RangeError(
    `noise is ${noise}: expected a bound on the error of f, 0 or more and finite`,
  )
}

/**
 * Refuses options of differences that could not be meant, for x of a length: TypeError where one is of another kind,
 * RangeError where it is of another size.
 */
export const expectDifferences = (
  { noise, spacing, fits }: DifferentiateOptions,
  length: number,
): void => {
  expectNoise(noise)
  expectFits(fits)
  expectSpacing(spacing, length)
}
