import type { Derivative, Limit } from '../finite-difference/index.ts'
import type { CompareOptions } from './options.ts'
import { plainPath, summarise, worstFirst } from './verdict.ts'
import type { Comparison, Coordinate, Sides, Verdict } from './verdict.ts'

/** Roundings that a gradient written without a declared error may have gathered, relative to itself. */
const ANALYTIC_ROUNDINGS = 16

/** Relative error that a passing check would have found, unless the caller asks for another. */
export const RESOLUTION = 1e-6

export const reasons: Readonly<Record<Limit, string>> = {
  rounding: 'the rounding errors of f hide a derivative of this size',
  kink: 'f has a kink here: its slopes to the left and to the right differ',
  'not finite': 'f is not finite here, or on one side however small the step',
  rough:
    'f is not smooth at any step tried: a kink or a jump nearby, noise, or waves too short to see',
}

/** Relative error that a gap within its bound leaves undetected; 0 where f is 0 wherever it was asked for. */
const resolutionOf = (analytic: number, numeric: number, bound: number, scale: number) => {
  const size = analytic === 0 ? scale : Math.max(Math.abs(analytic), Math.abs(numeric))
  if (analytic === 0 && numeric === 0 && scale === 0) return 0
  const resolution = (bound + Math.abs(analytic - numeric)) / size
  return Number.isNaN(resolution) ? Infinity : resolution
}

const judge = (comparison: Comparison, limit: Limit, resolution: number): Coordinate => {
  const { analytic, numeric, errorBound } = comparison
  if (Number.isNaN(numeric) || errorBound === Infinity) {
    return { ...comparison, status: 'inconclusive', reason: reasons[limit] }
  }
  if (!(Math.abs(analytic - numeric) <= errorBound)) return { ...comparison, status: 'failed' }
  if (comparison.resolution <= resolution) return { ...comparison, status: 'passed' }
  return { ...comparison, status: 'inconclusive', reason: reasons[limit] }
}

/** Where f has no derivative from both sides: passed where the gradient is the slope of a smooth side. */
const judgeSides = (whole: Coordinate, { left, right }: Sides, resolution: number): Coordinate => {
  if (whole.status !== 'inconclusive') return whole
  // two sides that agree are no kink: f goes by steps, or nearer to x it is another
  const isOne = Math.abs(left.value - right.value) <= left.errorBound + right.errorBound
  if (isOne) return { ...whole, sides: { left, right } }
  const { index, path, analytic } = whole
  for (const [side, { value, errorBound }] of Object.entries({ left, right })) {
    const bound = errorBound + ANALYTIC_ROUNDINGS * Number.EPSILON * Math.abs(value)
    const seen = resolutionOf(analytic, value, bound, 1)
    const numbers = { index, path, analytic, numeric: value, errorBound: bound, resolution: seen }
    if (Math.abs(analytic - value) <= bound && seen <= resolution) {
      return { ...numbers, status: 'passed', side: side as keyof Sides }
    }
  }
  return { ...whole, sides: { left, right } }
}

export const readGradient = (
  gradient: ArrayLike<number> | undefined,
  length: number,
): Float64Array => {
  if (gradient?.length !== length) {
    const received = gradient === undefined ? 'none' : gradient.length
    throw new RangeError(
      `gradient: expected ${length} entries, one for each coordinate of x, received ${received}`,
    )
  }
  for (let i = 0; i < length; i++) {
    const entry: unknown = gradient[i]
    if (typeof entry !== 'number') {
      throw new TypeError(`gradient[${i}] is of type ${typeof entry}: expected a number`)
    }
  }
  return Float64Array.from(gradient)
}

/** The declared errors one by one; RangeError where one is no bound: a gap beyond NaN would fail unexplained. */
const readErrors = (declared: number | ArrayLike<number>, length: number) => {
  const isOne = typeof declared === 'number'
  const errors = isOne ? new Float64Array(length).fill(declared) : Float64Array.from(declared)
  if (errors.length !== length) {
    throw new RangeError(
      `analyticError: expected ${length} entries, one for each coordinate of x, received ${errors.length}`,
    )
  }
  const bad = errors.findIndex((error) => !(error >= 0))
  if (bad < 0) return errors
  const name = isOne ? 'analyticError' : `analyticError[${bad}]`
  throw new RangeError(`${name} is ${errors[bad]}: expected a number that is not negative`)
}

export const readResolution = (resolution: number): number => {
  if (resolution > 0) return resolution
  throw new RangeError(`resolution is ${resolution}: expected a relative error above 0`)
}

export const compare = (
  own: ArrayLike<number>,
  derivative: Derivative,
  options: CompareOptions,
  path: (index: number) => string,
  sides: ReadonlyMap<number, Sides>,
): Coordinate[] => {
  const errors = readErrors(options.analyticError ?? 0, own.length)
  const resolution = readResolution(options.resolution ?? RESOLUTION)
  const { value, errorBound, limit, scale } = derivative
  return Array.from(own, (entry, index) => {
    const roundings = ANALYTIC_ROUNDINGS * Number.EPSILON * Math.abs(value[index])
    const bound = errorBound[index] + Math.max(errors[index], roundings)
    const comparison = {
      index,
      path: path(index),
      analytic: entry,
      numeric: value[index],
      errorBound: bound,
      resolution: resolutionOf(entry, value[index], bound, scale[index]),
    }
    const whole = judge(comparison, limit[index], resolution)
    const aside = sides.get(index)
    return aside === undefined ? whole : judgeSides(whole, aside, resolution)
  }).toSorted(worstFirst)
}

/**
 * Judges an analytic gradient against a derivative with error bounds: a coordinate fails if and only if the gap
 * exceeds its bound, and passes only when the bound is small enough to be evidence.
 *
 * @throws {RangeError} where the lengths differ
 * @throws {TypeError} where an entry is not a number
 */
export const compareGradient = (
  analytic: ArrayLike<number>,
  derivative: Derivative,
  options: CompareOptions = {},
): Verdict => {
  const own = readGradient(analytic, derivative.value.length)
  const coordinates = compare(own, derivative, options, plainPath, new Map())
  return summarise(coordinates, derivative.evaluations, [])
}
