import { differentiate } from './finite-difference/index.ts'
import type { Derivative, DifferentiateOptions, Limit } from './finite-difference/index.ts'
import { differentiateOneSided } from './finite-difference/index.ts'
import type { OneSided } from './finite-difference/index.ts'
import { searchManyParameters } from './many-parameters.ts'
import type { Findings } from './many-parameters.ts'
import { layoutOf, pathAt } from './parameters.ts'
import type { GradientOf, Layout } from './parameters.ts'
import { repeat } from './preflight.ts'

/** Roundings that a gradient written without a declared error may have gathered, relative to itself. */
const ANALYTIC_ROUNDINGS = 16

/** Coordinates that are walked one by one, at some 30 evaluations each, unless the caller sets another number. */
const WALKED = 1000

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
  /** Above this number of coordinates they are not walked one by one but checked along random directions; 1000. */
  readonly walkUpTo?: number
  /** Fixes the random directions; 1. */
  readonly seed?: number
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
  /** How many parameters were checked at once; coordinates then has the wrong ones alone. */
  readonly search?: Findings
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

const readResolution = (resolution: number) => {
  if (resolution > 0) return resolution
  throw new RangeError(`resolution is ${resolution}: expected a relative error above 0`)
}

const compare = (
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

/** The check along all coordinates, one by one. */
const walkCoordinates = (
  f: (x: Float64Array) => number,
  analytic: Float64Array,
  { values, leaves }: Layout,
  options: CheckOptions,
  isPlain: boolean,
): Verdict => {
  const spacing = isPlain
    ? undefined
    : leaves.flatMap(({ length, epsilon }) => Array.from({ length }, () => epsilon))
  const derivative = differentiate(f, values, { spacing, ...options })
  const { sides, evaluations } = differentiateSides(f, values, derivative)
  const path = (index: number) => pathAt(leaves, index)
  const coordinates = compare(analytic, derivative, options, path, sides)
  return summarise(coordinates, derivative.evaluations + evaluations, [])
}

/** The check along one coordinate of many. */
const checkEntry = (
  f: (x: Float64Array) => number,
  analytic: Float64Array,
  { values, leaves }: Layout,
  index: number,
  options: CompareOptions,
) => {
  const along = ([position]: Float64Array) => {
    const point = values.slice()
    point[index] = position
    return f(point)
  }
  const derivative = differentiate(along, values.slice(index, index + 1), { fits: 2 })
  const path = () => pathAt(leaves, index)
  const [coordinate] = compare([analytic[index]], derivative, options, path, new Map())
  return { coordinate: { ...coordinate, index }, evaluations: derivative.evaluations }
}

/** The check of all coordinates at once, along random directions. */
const checkDirections = (
  f: (x: Float64Array) => number,
  analytic: Float64Array,
  layout: Layout,
  options: CheckOptions,
): Verdict => {
  const { seed = 1, resolution: asked = RESOLUTION } = options
  const { values: x, leaves } = layout
  const seen = new Map<number, ReturnType<typeof checkEntry>>()
  const isEntryWrong = (index: number) => {
    const entry = seen.get(index) ?? checkEntry(f, analytic, layout, index, options)
    seen.set(index, entry)
    return entry.coordinate.status === 'failed'
  }
  const search = searchManyParameters({ f, x, analytic, leaves, seed, isEntryWrong })
  const checked = [...seen.values()]
  const evaluations = checked.reduce((sum, one) => sum + one.evaluations, search.evaluations)
  const coordinates = checked
    .map(({ coordinate }) => coordinate)
    .filter(({ index }) => search.entries.includes(index))
    .toSorted(worstFirst)
  const { resolution } = search
  const verdict = { coordinates, evaluations, resolution, notes: [], search }
  if (search.entries.length + search.blocks.length > 0) return { ...verdict, status: 'failed' }
  const blind = search.directions.find(({ errorBound }) => errorBound === Infinity)
  if (blind !== undefined) {
    const reason = `along a random direction: ${reasons[blind.limit]}`
    return { ...verdict, status: 'inconclusive', reason }
  }
  if (resolution <= readResolution(asked)) return { ...verdict, status: 'passed' }
  const size = `${resolution.toPrecision(2)} of the gradient's norm`
  return { ...verdict, status: 'inconclusive', reason: `an error of ${size} would not have shown` }
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
  const analytic = repeat(flatGradient(gradient, layout, options.into), values)
  const checked =
    values.length > (options.walkUpTo ?? WALKED)
      ? checkDirections(flat, analytic.first, layout, options)
      : walkCoordinates(flat, analytic.first, layout, options, isPlain(x))
  const again = repeatValue(f, layout)
  const doubts = [
    ...(again.changed >= 0 ? [`f changed ${path(again.changed)}`] : []),
    ...noteGradient(analytic, path),
  ]
  const reused = analytic.isReused
    ? [
        'the gradient returns the same memory every time: an earlier result changes with a later one',
      ]
    : []
  const evaluations = checked.evaluations + again.calls
  const verdict = { ...checked, evaluations, notes: [...doubts, ...reused] }
  if (again.spread > 0) {
    const spread = `values at the same x differ by ${again.spread.toPrecision(2)}`
    return { ...verdict, status: 'inconclusive', reason: `f is nondeterministic: ${spread}` }
  }
  if (verdict.status !== 'passed' || doubts.length === 0) return verdict
  return { ...verdict, status: 'inconclusive', reason: doubts[0] }
}

/** f at x twice, after all that was asked of it; several times where the two differ. */
const repeatValue = (f: Scalar, { values, build }: Layout) => {
  const parameters = build(values)
  const first = f(parameters as never)
  const after = layoutOf(parameters).values
  const changed = values.findIndex((value, i) => !Object.is(value, after[i]))
  let calls = 1
  let spread = 0
  do {
    const value = f(build(values) as never)
    calls++
    if (Object.is(value, first)) break
    const gap = Math.abs(value - first)
    spread = Math.max(spread, Number.isNaN(gap) ? Infinity : gap || Number.MIN_VALUE)
  } while (calls < 5)
  return { changed, calls, spread }
}
