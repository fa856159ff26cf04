import { differentiate } from './finite-difference.ts'
import type { Derivative, DifferentiateOptions, Limit } from './finite-difference.ts'

/** Roundings that a gradient written without a declared error may have gathered, relative to itself. */
const ANALYTIC_ROUNDINGS = 16

/** Relative error that a passing check would have found, unless the caller asks for another. */
const RESOLUTION = 1e-6

export interface CompareOptions {
  /**
   * The bound on a numerical derivative must be below this share of the derivative to count as evidence: the smallest
   * relative error that every passing check would have found. A gradient of exactly 0 has no size of its own; there it
   * is a share of what a slope of f is at that place (`Derivative.scale`).
   */
  readonly resolution?: number
  /** Bound on the rounding error of the analytic gradient, one number or one for each coordinate, added to the bound. */
  readonly analyticError?: number | ArrayLike<number>
}

export type CheckOptions = CompareOptions & DifferentiateOptions

interface Comparison {
  readonly index: number
  readonly analytic: number
  readonly numeric: number
  /** The gap between the two that rounding and truncation explain. */
  readonly errorBound: number
}

/** One coordinate's verdict; `reason` says why there is none. */
export type Coordinate = Comparison &
  (
    | { readonly status: 'passed' | 'failed' }
    | { readonly status: 'inconclusive'; readonly reason: string }
  )

/** What a gradient is worth: failed where a coordinate failed, otherwise inconclusive where one is. */
export type Verdict = {
  /** Worst first: failed, inconclusive, passed, and among equals by gap over bound. */
  readonly coordinates: readonly Coordinate[]
  /** How often f was called. */
  readonly evaluations: number
} & (
  | { readonly status: 'passed' | 'failed' }
  | { readonly status: 'inconclusive'; readonly reason: string }
)

const reasons: Readonly<Record<Limit, string>> = {
  rounding: 'the rounding errors of f hide a derivative of this size',
  kink: 'f has a kink here: its slopes to the left and to the right differ',
  'not finite': 'f is not finite here, or on one side however small the step',
  rough:
    'f is not smooth at any step tried: a kink or a jump nearby, noise, or waves too short to see',
}

const judge = (
  comparison: Comparison,
  scale: number,
  limit: Limit,
  resolution: number,
): Coordinate => {
  const { analytic, numeric, errorBound } = comparison
  const inconclusive = (reason: string) =>
    ({ ...comparison, status: 'inconclusive', reason }) as const
  if (Number.isNaN(numeric) || errorBound === Infinity) return inconclusive(reasons[limit])
  if (!(Math.abs(analytic - numeric) <= errorBound)) return { ...comparison, status: 'failed' }
  const size = analytic === 0 ? scale : Math.max(Math.abs(analytic), Math.abs(numeric))
  if (errorBound <= resolution * size) return { ...comparison, status: 'passed' }
  // f is 0 at every point it was asked for, and so is the gradient
  if (analytic === 0 && scale === 0) return { ...comparison, status: 'passed' }
  return inconclusive(reasons[limit])
}

const severity = { failed: 0, inconclusive: 1, passed: 2 } as const

/** How far a gap goes beyond what the bound explains; NaN counts as the farthest. */
const excessOf = ({ analytic, numeric, errorBound }: Coordinate) => {
  const excess = Math.abs(analytic - numeric) / errorBound
  return Number.isNaN(excess) ? (analytic === numeric ? 0 : Infinity) : excess
}

const worstFirst = (a: Coordinate, b: Coordinate) =>
  severity[a.status] - severity[b.status] ||
  (excessOf(a) === excessOf(b) ? a.index - b.index : excessOf(b) - excessOf(a))

const summarise = (coordinates: readonly Coordinate[], evaluations: number): Verdict => {
  const [worst] = coordinates
  if (worst?.status === 'inconclusive') {
    const reason = `coordinate ${worst.index}: ${worst.reason}`
    return { status: 'inconclusive', reason, coordinates, evaluations }
  }
  return { status: worst?.status ?? 'passed', coordinates, evaluations }
}

const readGradient = (gradient: ArrayLike<number> | undefined, length: number) => {
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
  const { resolution = RESOLUTION, analyticError = 0 } = options
  const { value, errorBound, limit, scale, evaluations } = derivative
  const own = readGradient(analytic, value.length)
  const coordinates = Array.from(own, (entry, index) => {
    const declared = typeof analyticError === 'number' ? analyticError : analyticError[index]
    const roundings = ANALYTIC_ROUNDINGS * Number.EPSILON * Math.abs(value[index])
    const bound = errorBound[index] + Math.max(declared, roundings)
    const comparison = { index, analytic: entry, numeric: value[index], errorBound: bound }
    return judge(comparison, scale[index], limit[index], resolution)
  }).toSorted(worstFirst)
  return summarise(coordinates, evaluations)
}

/**
 * Checks a gradient of f at x against numerical derivatives that carry their own error bounds.
 *
 * @throws {RangeError} where x is empty or not finite, or the gradient's length is not x's
 * @throws {TypeError} where f or the gradient returns something other than numbers
 */
export const checkGradient = (
  f: (x: Float64Array) => number,
  gradient: (x: Float64Array) => ArrayLike<number>,
  x: ArrayLike<number>,
  options: CheckOptions = {},
): Verdict => {
  const derivative = differentiate(f, x, options)
  return compareGradient(gradient(Float64Array.from(x)), derivative, options)
}
