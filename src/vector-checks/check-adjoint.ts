import { expectOptions, readPoint } from '../finite-difference/index.ts'
import { innerProduct } from './inner-product.ts'
import { PROBE_OPTIONS, drawDirections, drawProbes } from './probes.ts'
import type { ProbeOptions } from './probes.ts'
import { readProduct } from './read-vector.ts'
import { repeatCall } from './repeat-call.ts'

export interface AdjointPair {
  /** <J v, w>. */
  readonly forward: number
  /** <v, J^T w>. */
  readonly reverse: number
  /** The gap between the two that rounding explains. */
  readonly errorBound: number
}

/** What the adjoint identity says of two products: the pair of the worst probe. */
export type AdjointVerdict = AdjointPair &
  (
    | { readonly status: 'passed' | 'failed' }
    | { readonly status: 'inconclusive'; readonly reason: string }
  )

/**
 * Factors that are no powers of two: a linear map scaled by them and back returns the same number but for its rounding
 * errors, which are thereby measured.
 */
const FACTORS = [1, 3, 5, 7, 11]
/** Standard deviations that the bound admits: five samples may show a deviation too small by a factor of two or three. */
const DEVIATIONS = 8
/** Relative error that a passing check would have found. */
const RESOLUTION = 1e-6

/** The inner product as the factors return it, their mean and how far they scatter. */
const measure = (inner: (factor: number) => number) => {
  const values = FACTORS.map((factor) => inner(factor) / factor)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { value: values[0], spread: Math.sqrt(square) }
}

const scaled = (vector: Float64Array, factor: number) => vector.map((entry) => entry * factor)

/** The mean size of the terms' sum for random signs, and the most that rounding a sum of as many can cost. */
const sizeOf = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  const terms = Array.from(a, (entry, i) => Math.abs(entry * b[i]))
  const absolute = terms.reduce((sum, term) => sum + term, 0)
  return { typical: Math.hypot(...terms), rounding: (terms.length + 1) * Number.EPSILON * absolute }
}

const isInfinite = (entry: number) => Math.abs(entry) === Infinity

/**
 * Whether the bound is none for want of room: an infinity is in the products, or appears when their vector is scaled. A
 * NaN without one is no overflow but a fault of the product that has it.
 */
const isOverflown = (errorBound: number, ...products: readonly Float64Array[]) => {
  const has = (is: (entry: number) => boolean) => products.some((entries) => entries.some(is))
  return !Number.isFinite(errorBound) && (has(isInfinite) || !has(Number.isNaN))
}

const severity = { failed: 0, inconclusive: 1, passed: 2 } as const

type Product = (x: Float64Array, v: Float64Array) => ArrayLike<number>

const checkProbe = (
  jvp: Product,
  vjp: Product,
  x: Float64Array,
  v: Float64Array,
  drawCotangent: (length: number) => Float64Array,
): AdjointVerdict => {
  const forwardOf = (at: Float64Array, factor: number) =>
    readProduct('jvp', jvp(at, scaled(v, factor)))
  const image = forwardOf(x.slice(), 1)
  const w = drawCotangent(image.length)
  const reverseOf = (at: Float64Array, factor: number) =>
    readProduct('vjp', vjp(at, scaled(w, factor)), x.length)
  const preimage = reverseOf(x.slice(), 1)
  const forward = measure((c) => innerProduct(forwardOf(x.slice(), c), w))
  const reverse = measure((c) => innerProduct(v, reverseOf(x.slice(), c)))
  const sizes = [sizeOf(image, w), sizeOf(v, preimage)]
  const errorBound =
    DEVIATIONS * (forward.spread + reverse.spread) + sizes[0].rounding + sizes[1].rounding
  const pair = { forward: forward.value, reverse: reverse.value, errorBound }
  if (isOverflown(errorBound, image, preimage)) {
    const reason = 'the products overflow, or do so when their vector is scaled'
    return { ...pair, status: 'inconclusive', reason }
  }
  if (errorBound > RESOLUTION * Math.max(sizes[0].typical, sizes[1].typical)) {
    const reason = 'the products do not scale with their vector: they are not linear, or noisy'
    return { ...pair, status: 'inconclusive', reason }
  }
  const isClose = Math.abs(pair.forward - pair.reverse) <= errorBound
  if (!isClose) return { ...pair, status: 'failed' }
  const doubt =
    repeatCall('jvp', (point) => forwardOf(point, 1), x, image) ??
    repeatCall('vjp', (point) => reverseOf(point, 1), x, preimage)
  if (doubt !== undefined) return { ...pair, status: 'inconclusive', reason: doubt }
  return { ...pair, status: 'passed' }
}

/**
 * Checks <J v, w> = <v, J^T w> for random v and w: whether a Jacobian-vector and a vector-Jacobian product belong to the
 * same Jacobian, without a numerical derivative. Both may still be products of the same wrong one. The bound holds what the
 * two inner products scatter when v and w are scaled, which linear maps do by rounding alone.
 *
 * @throws {RangeError} where x is empty or not finite, or the product J^T w does not have as many entries as x
 * @throws {TypeError} where a product is no vector of numbers, or an option is unknown
 */
export const checkAdjoint = (
  jvp: (x: Float64Array, v: Float64Array) => ArrayLike<number>,
  vjp: (x: Float64Array, w: Float64Array) => ArrayLike<number>,
  x: ArrayLike<number>,
  options: ProbeOptions = {},
): AdjointVerdict => {
  expectOptions(options, PROBE_OPTIONS)
  const centre = readPoint(x)
  const cotangents = { ...options, seed: (options.seed ?? 1) + 1 }
  const found = drawDirections(centre, options).map((v, k) =>
    checkProbe(jvp, vjp, centre, v, (length) => drawProbes(length, cotangents)[k]),
  )
  return found.toSorted((a, b) => severity[a.status] - severity[b.status])[0]
}
