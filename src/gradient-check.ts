import { differentiate } from './finite-difference.ts'
import type { Derivative, DifferentiateOptions, Limit } from './finite-difference.ts'
import { differentiateOneSided } from './one-sided.ts'
import type { OneSided } from './one-sided.ts'
import { layoutOf, pathAt } from './parameters.ts'
import type { GradientOf, Layout } from './parameters.ts'
import { repeat } from './preflight.ts'

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

export interface CheckOptions extends CompareOptions, DifferentiateOptions {
  /**
   * An array of x's length for gradients that are written into one: it is handed to the gradient as a second argument,
   * filled with numbers that no gradient has, so that an entry left unwritten shows.
   */
  readonly into?: Float64Array | Float32Array | number[]
}

/** The slopes of f to the left and to the right of a point where it has none from both sides. */
export interface Sides {
  readonly left: OneSided
  readonly right: OneSided
}

interface Comparison {
  readonly index: number
  /** Where the coordinate stands in x: `x[3]`, `layers[2].W[0][3]`. */
  readonly path: string
  readonly analytic: number
  readonly numeric: number
  /** The gap between the two that rounding and truncation explain. */
  readonly errorBound: number
  /** A relative error of this size, in either direction, would have failed; Infinity where none would. */
  readonly resolution: number
}

/** One coordinate's verdict; `reason` says why there is none. */
export type Coordinate = Comparison &
  (
    | { readonly status: 'failed' }
    /** side: f is smooth on this side alone, or has a kink, and the gradient is its slope there */
    | { readonly status: 'passed'; readonly side?: keyof Sides }
    | { readonly status: 'inconclusive'; readonly reason: string; readonly sides?: Sides }
  )

/** What a gradient is worth: failed where a coordinate failed, otherwise inconclusive where one is. */
export type Verdict = {
  /** Worst first: failed, inconclusive, passed, and among equals by gap over bound. */
  readonly coordinates: readonly Coordinate[]
  /** How often f was called. */
  readonly evaluations: number
  /** A relative error of this size in any one coordinate would have failed; Infinity where some could be anything. */
  readonly resolution: number
  /** What f and the gradient do besides being functions of x: change it, keep state, return the same memory. */
  readonly notes: readonly string[]
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

const severity = { failed: 0, inconclusive: 1, passed: 2 } as const

/** How far a gap goes beyond what the bound explains; NaN counts as the farthest. */
const excessOf = ({ analytic, numeric, errorBound }: Coordinate) => {
  const excess = Math.abs(analytic - numeric) / errorBound
  return Number.isNaN(excess) ? (analytic === numeric ? 0 : Infinity) : excess
}

const worstFirst = (a: Coordinate, b: Coordinate) =>
  severity[a.status] - severity[b.status] ||
  (excessOf(a) === excessOf(b) ? a.index - b.index : excessOf(b) - excessOf(a))

/** How a reason names the coordinate: plain vectors by number, structures by path. */
const nameOf = ({ index, path }: Coordinate) =>
  path === plainPath(index) ? `coordinate ${index}` : path

const summarise = (
  coordinates: readonly Coordinate[],
  evaluations: number,
  notes: readonly string[],
): Verdict => {
  const [worst] = coordinates
  const resolution = coordinates.reduce((most, one) => Math.max(most, one.resolution), 0)
  const verdict = { coordinates, evaluations, resolution, notes }
  if (worst?.status === 'inconclusive') {
    return { ...verdict, status: 'inconclusive', reason: `${nameOf(worst)}: ${worst.reason}` }
  }
  return { ...verdict, status: worst?.status ?? 'passed' }
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

const plainPath = (index: number) => `x[${index}]`

const readResolution = (resolution: number) => {
  if (resolution > 0) return resolution
  throw new RangeError(`resolution is ${resolution}: expected a relative error above 0`)
}

const compare = (
  own: Float64Array,
  derivative: Derivative,
  options: CompareOptions,
  path: (index: number) => string,
  sides: ReadonlyMap<number, Sides>,
): Coordinate[] => {
  const { analyticError = 0 } = options
  const resolution = readResolution(options.resolution ?? RESOLUTION)
  const { value, errorBound, limit, scale } = derivative
  return Array.from(own, (entry, index) => {
    const declared = typeof analyticError === 'number' ? analyticError : analyticError[index]
    const roundings = ANALYTIC_ROUNDINGS * Number.EPSILON * Math.abs(value[index])
    const bound = errorBound[index] + Math.max(declared, roundings)
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

/** Slopes on either side of the coordinates that have no derivative from both. */
const differentiateSides = (
  f: (x: Float64Array) => number,
  x: Float64Array,
  { errorBound, origin }: Derivative,
) => {
  const sides = new Map<number, Sides>()
  let evaluations = 0
  if (!Number.isFinite(origin)) return { sides, evaluations }
  const largest = x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0) || 1
  for (const [i, bound] of errorBound.entries()) {
    if (bound < Infinity) continue
    const along = (position: number) => {
      const point = x.slice()
      point[i] = position
      return f(point)
    }
    const start = 2 ** Math.floor(Math.log2(Math.abs(x[i]) || largest))
    const left = differentiateOneSided(along, x[i], -start, origin)
    const right = differentiateOneSided(along, x[i], start, origin)
    sides.set(i, { left, right })
    evaluations += left.evaluations + right.evaluations
  }
  return { sides, evaluations }
}

/** A number that no gradient has by chance, and another. */
const FILLINGS = [NaN, 7.25e201]

type Scalar = (x: never) => number
type Gradient = (x: never, into: never) => unknown

/** The gradient as a function from flat points to flat vectors, with a fresh filling of the buffer for every call. */
const flatGradient = (
  gradient: Gradient,
  { build, flatten }: Layout,
  into: CheckOptions['into'],
) => {
  let call = 0
  return (point: Float64Array) => {
    into?.fill(FILLINGS[call++ % FILLINGS.length])
    const parameters = build(point)
    const returned = gradient(parameters as never, into as never) ?? into
    // what the gradient did to its x shows in the point that it came from
    point.set(layoutOf(parameters).values)
    return { returned: returned === into ? undefined : returned, values: flatten(returned) }
  }
}

const isPlain = (x: unknown): x is ArrayLike<number> =>
  ArrayBuffer.isView(x) || (Array.isArray(x) && x.every((entry) => typeof entry === 'number'))

/** What is to be said of a gradient called twice. */
const noteGradient = (seen: ReturnType<typeof repeat>, path: (index: number) => string) => {
  const notes: string[] = []
  if (seen.changed >= 0) notes.push(`the gradient changed ${path(seen.changed)}`)
  if (seen.differs >= 0) {
    const entry = `${path(seen.differs)} by ${seen.spread[seen.differs].toPrecision(2)}`
    notes.push(`the gradient is nondeterministic: two calls at the same x differ at ${entry}`)
  }
  return notes
}

/**
 * Checks a gradient of f at x against numerical derivatives that carry their own error bounds. x is a vector, which f
 * and the gradient receive as a Float64Array, or parameters of any shape: numbers, arrays, matrices, and lists and
 * objects of them, which they receive as copies; the gradient then has the same shape.
 *
 * f and the gradient are called twice at x first. An f that returns something else the second time is inconclusive; so
 * is whatever would pass where either of them changes its x or keeps state.
 *
 * @throws {RangeError} where x is empty or not finite, or an entry of the gradient is missing or extra
 * @throws {TypeError} where f or the gradient returns something other than numbers
 */
export function checkGradient(
  f: (x: Float64Array) => number,
  gradient: (x: Float64Array, into: never) => ArrayLike<number> | void,
  x: ArrayLike<number>,
  options?: CheckOptions,
): Verdict
export function checkGradient<P extends object | number>(
  f: (x: P) => number,
  gradient: (x: P) => GradientOf<P>,
  x: P,
  options?: CheckOptions,
): Verdict
export function checkGradient(
  f: Scalar,
  gradient: Gradient,
  x: unknown,
  options: CheckOptions = {},
): Verdict {
  const layout = layoutOf(isPlain(x) ? Float64Array.from(x) : x)
  const { values, leaves, build } = layout
  const path = (index: number) => pathAt(leaves, index)
  const flat = (point: Float64Array) => f((isPlain(x) ? point : build(point)) as never)
  const spacing = isPlain(x)
    ? undefined
    : leaves.flatMap(({ length, epsilon }) => Array.from({ length }, () => epsilon))
  const derivative = differentiate(flat, values, { spacing, ...options })
  const again = repeatValue(f, layout, derivative.origin)
  const analytic = repeat(flatGradient(gradient, layout, options.into), values)
  const { sides, evaluations } = differentiateSides(flat, values, derivative)
  const coordinates = compare(analytic.first, derivative, options, path, sides)
  const doubts = [
    ...(again.changed >= 0 ? [`f changed ${path(again.changed)}`] : []),
    ...noteGradient(analytic, path),
  ]
  const reused = analytic.isReused
    ? [
        'the gradient returns the same memory every time: an earlier result changes with a later one',
      ]
    : []
  const total = derivative.evaluations + again.calls + evaluations
  const verdict = summarise(coordinates, total, [...doubts, ...reused])
  if (again.spread > 0) {
    const spread = `values at the same x differ by ${again.spread.toPrecision(2)}`
    return { ...verdict, status: 'inconclusive', reason: `f is nondeterministic: ${spread}` }
  }
  if (verdict.status !== 'passed' || doubts.length === 0) return verdict
  return { ...verdict, status: 'inconclusive', reason: doubts[0] }
}

/** f at x once more, after all that was asked of it in between; several times where it differs from the first. */
const repeatValue = (f: Scalar, { values, build }: Layout, origin: number) => {
  const parameters = build(values)
  let last = f(parameters as never)
  const after = layoutOf(parameters).values
  const changed = values.findIndex((value, i) => !Object.is(value, after[i]))
  let calls = 1
  let spread = 0
  while (!Object.is(last, origin) && calls < 5) {
    const gap = Math.abs(last - origin)
    spread = Math.max(spread, Number.isNaN(gap) ? Infinity : gap || Number.MIN_VALUE)
    last = f(build(values) as never)
    calls++
  }
  return { changed, calls, spread }
}
