/**
 * The derivative of a function that can only be evaluated, with a bound on its error.
 *
 * Along each coordinate f is sampled in pairs x - h, x + h. A few pairs at steps that shrink from the scale of x
 * find the length over which f bends; a second set of pairs inside that length is then extrapolated to h = 0. The
 * extrapolation is a least squares fit by polynomials orthogonal on the sampled points, which is Romberg's
 * extrapolation with more points than degrees: the degrees that the derivative does not need show how large the
 * rounding errors of f are, and a series that does not fade out shows that the truncation error is not under control.
 */

const { EPSILON, MIN_VALUE } = Number

/** Ratio of two steps of the survey: a power of two, so that x + h - x = h. */
const RATIO = 8
/** Steps in one survey: with RATIO they cover three and a half decades. */
const RUNGS = 4
/** Surveys of one coordinate: together they reach 2^-95 of the first step, beyond the 2^-40 at which x + h blurs. */
const SURVEYS = 8
/** Pairs x - h, x + h in one fit. */
const PAIRS = 10
/** Highest degree that as many pairs and the centre determine. */
const DEGREES = 2 * PAIRS
/** Coefficients that a fit leaves to measure the noise by, at least. */
const SPARE = 4
/** Fits of one coordinate at different lengths. */
const FITS = 4
/**
 * Standard deviations of the rounding error that the bound admits. Some twelve spare values estimate the deviation, so
 * this is the quantile of Student's distribution at about 1e-6, and rounding errors have no tails of their own.
 */
const DEVIATIONS = 8
/** A pair of steps is in the asymptotic regime where the higher orders of f are below this share of the lower ones. */
const TAME = 0.1
/** Relative bound below which another fit would not be worth its evaluations. */
const SHARP = 2 ** -40

export interface DifferentiateOptions {
  /**
   * Bound on the absolute error of one evaluation of f, where the caller has one (from a running error analysis, say):
   * a number or a function of the point. It takes the place of the measured rounding error in the bound.
   */
  readonly noise?: number | ((x: Float64Array) => number)
}

/** Why a bound is as large as it is. */
export type Limit =
  /** the rounding errors of f */
  | 'rounding'
  /** the slopes to the left and to the right differ at every step down to the smallest */
  | 'kink'
  /** f is not finite at x, or on one side of it however small the step */
  | 'not finite'
  /** no step was small enough for the extrapolation to converge */
  | 'rough'

export interface Derivative {
  /** Partial derivatives of f at x in its own units: NaN where there is none to be had. */
  readonly value: Float64Array
  /** |value - true derivative| is at most this: Infinity where value is NaN. */
  readonly errorBound: Float64Array
  /** What holds the bound of each coordinate up. */
  readonly limit: readonly Limit[]
  /** Change of f over the largest sampled distance, per unit of that distance: what a slope of f is here. */
  readonly steepness: Float64Array
  /** f(x). */
  readonly origin: number
  /** How often f was called. */
  readonly evaluations: number
}

/** Points at which the values of f are wanted: entry k is x with coordinates[k] moved to positions[k]. */
export interface Batch {
  readonly coordinates: readonly number[]
  readonly positions: readonly number[]
}

/** Largest power of two that is not above size. */
const powerBelow = (size: number) => 2 ** Math.floor(Math.log2(size))

/**
 * The positive half of 2 PAIRS + 1 Chebyshev points and their centre, rounded to 2^-10 so that x + node h is exact for
 * every h down to 2^-42 |x|.
 */
const NODES = Float64Array.from({ length: PAIRS + 1 }, (_, j) =>
  j === 0 ? 0 : Math.round(2 ** 10 * Math.sin((j * Math.PI) / (2 * PAIRS + 1))) / 2 ** 10,
)

/**
 * Polynomials orthonormal on the nodes and their mirror images, by Stieltjes' three-term recurrence
 * t p_d = links[d + 1] p_(d+1) + links[d] p_(d-1): values row by row, and slopes at the centre.
 */
const BASIS = (() => {
  const width = PAIRS + 1
  const values = new Float64Array((DEGREES + 1) * width)
  const links = new Float64Array(DEGREES + 1)
  const slopes = new Float64Array(DEGREES + 1)
  values.fill(1 / Math.sqrt(2 * PAIRS + 1), 0, width)
  for (let d = 1; d <= DEGREES; d++) {
    let square = 0
    for (let j = 0; j <= PAIRS; j++) {
      const older = d > 1 ? values[(d - 2) * width + j]! : 0
      const raw = NODES[j]! * values[(d - 1) * width + j]! - links[d - 1]! * older
      values[d * width + j] = raw
      square += (j === 0 ? 1 : 2) * raw ** 2
    }
    const norm = Math.sqrt(square)
    links[d] = norm
    for (let j = 0; j <= PAIRS; j++) values[d * width + j]! /= norm
    slopes[d] = (values[(d - 1) * width]! - (d > 1 ? links[d - 1]! * slopes[d - 2]! : 0)) / norm
  }
  return { width, values, links, slopes }
})()

/** Euclidean and absolute norm of the weights with which a fit of each degree turns values of f into its slope. */
const GAINS = (() => {
  const weights = new Float64Array(PAIRS + 1)
  const root = new Float64Array(DEGREES + 1)
  const sum = new Float64Array(DEGREES + 1)
  let square = 0
  for (let d = 1; d <= DEGREES; d++) {
    if (d % 2 === 1) square += BASIS.slopes[d]! ** 2
    root[d] = Math.sqrt(square)
    for (let j = 1; j <= PAIRS; j++) {
      if (d % 2 === 1) weights[j]! += BASIS.slopes[d]! * BASIS.values[d * BASIS.width + j]!
      sum[d]! += 2 * Math.abs(weights[j]!)
    }
  }
  return { root, sum }
})()

/** f at x - h and x + h, less f(x). */
interface Rung {
  readonly step: number
  readonly up: number
  readonly down: number
}

const isFiniteRung = ({ up, down }: Rung) => Number.isFinite(up) && Number.isFinite(down)

/** One fit: what it says of the slope, and how well. */
interface Fit {
  readonly value: number
  readonly errorBound: number
  readonly length: number
  readonly steepness: number
  readonly degree: number
  /** Standard deviation of what the polynomial leaves over, in units of what rounding alone must leave. */
  readonly excess: number
}

interface Slope {
  readonly value: number
  readonly errorBound: number
  readonly steepness: number
  readonly limit: Limit
}

const coefficients = new Float64Array(DEGREES + 1)
const residues = new Float64Array(DEGREES + 1)

/** Coefficients of the values (less f(x), in units) in the basis. */
const project = (origin: number, unit: number, values: ArrayLike<number>) => {
  coefficients.fill(0)
  for (let j = 1; j <= PAIRS; j++) {
    const up = (values[2 * j - 2]! - origin) / unit
    const down = (values[2 * j - 1]! - origin) / unit
    const odd = up - down
    const even = up + down
    for (let d = 0, at = j; d <= DEGREES; d++, at += BASIS.width) {
      coefficients[d]! += (d % 2 === 0 ? even : odd) * BASIS.values[at]!
    }
  }
}

/**
 * residues[d] becomes the sum of squares that a fit of degree d leaves over, on its own points and on the points of
 * the survey within its length, which took no part in it; returns how many of the latter there are.
 */
const measureResidues = (length: number, unit: number, rungs: readonly Rung[]) => {
  residues[DEGREES] = 0
  for (let d = DEGREES; d > 0; d--) residues[d - 1] = residues[d]! + coefficients[d]! ** 2
  let witnesses = 0
  for (const rung of rungs) {
    if (rung.step >= length || !isFiniteRung(rung)) continue
    witnesses += 2
    const t = rung.step / length
    let odd = (rung.up / unit - rung.down / unit) / 2
    let even = (rung.up / unit + rung.down / unit) / 2
    let before = 0
    let now = BASIS.values[0]!
    for (let d = 0; d <= DEGREES; d++) {
      if (d % 2 === 0) even -= coefficients[d]! * now
      else odd -= coefficients[d]! * now
      residues[d]! += 2 * (odd * odd + even * even)
      const next = (t * now - BASIS.links[d]! * before) / BASIS.links[d + 1]!
      before = now
      now = next
    }
  }
  return witnesses
}

/**
 * Fits the values at x +- NODES length. Each degree is a candidate with its rounding and its truncation error; the
 * smallest sum of the two wins. Everything is kept in units of the change of f, so that squares neither overflow nor
 * vanish. Undefined where a value is not finite.
 */
const fitSlope = (
  length: number,
  origin: number,
  values: ArrayLike<number>,
  rungs: readonly Rung[],
  noise: number | undefined,
): Fit | undefined => {
  let size = Math.abs(origin)
  let change = 0
  for (let k = 0; k < values.length; k++) {
    size = Math.max(size, Math.abs(values[k]!))
    change = Math.max(change, Math.abs(values[k]! - origin))
  }
  if (!Number.isFinite(change)) return undefined
  const unit = change > 0 ? powerBelow(change) : 1
  project(origin, unit, values)
  const witnesses = measureResidues(length, unit, rungs)
  // half an ulp of f is what rounding its value costs at least; the fit itself works to an ulp of the change
  const least = (noise ?? (EPSILON / 2) * size + MIN_VALUE) / unit + (noise === undefined ? 0 : EPSILON)
  let value = 0
  let best = { value: NaN, errorBound: Infinity, degree: 0, deviation: Infinity }
  for (let d = 1; d <= DEGREES - SPARE; d++) {
    if (d % 2 === 1) value += coefficients[d]! * BASIS.slopes[d]!
    const left = Math.sqrt(residues[d]! / (DEGREES - d + witnesses))
    const rounding =
      noise === undefined
        ? DEVIATIONS * Math.max(left, least) * GAINS.root[d]!
        : DEVIATIONS * Math.max(left - least, 0) * GAINS.root[d]! + least * GAINS.sum[d]!
    const omitted = Math.max(
      Math.abs(coefficients[d + 1]!),
      Math.abs(coefficients[d + 2]!),
      Math.abs(coefficients[d + 3]!),
    )
    // the omitted odd terms fade at least by two from one to the next, or the residues say that they do not
    const truncation = 2 * omitted * Math.abs(BASIS.slopes[d % 2 === 1 ? d + 2 : d + 3]!)
    const errorBound = rounding + truncation
    if (errorBound < best.errorBound) {
      best = { value, errorBound, degree: d, deviation: left }
    }
  }
  const scale = unit / length
  return {
    value: best.value * scale,
    errorBound: best.errorBound * scale + 4 * EPSILON * Math.abs(best.value * scale) + MIN_VALUE,
    length,
    steepness: change / length,
    degree: best.degree,
    excess: best.deviation / least,
  }
}
/** What a pair of neighbouring steps says: the higher orders of f as a share of the lower ones at the wider step. */
const bend = (wide: Rung, narrow: Rung, origin: number) => {
  const odd = (wide.up - wide.down) / 2
  const even = (wide.up + wide.down) / 2
  const slope = RATIO * ((narrow.up - narrow.down) / 2)
  const curvature = RATIO ** 2 * ((narrow.up + narrow.down) / 2)
  const lower = Math.max(Math.abs(slope), Math.abs(curvature))
  const higher = Math.max(Math.abs(odd - slope), Math.abs(even - curvature))
  const rounding =
    4 * RATIO ** 2 * EPSILON * Math.max(Math.abs(origin + wide.up), Math.abs(origin + wide.down), Math.abs(origin))
  if (rounding >= TAME * Math.max(lower, higher)) return { kind: 'blind', share: 0 } as const
  const share = Math.max(higher, rounding) / lower
  return share < TAME ? ({ kind: 'tame', share } as const) : ({ kind: 'wild', share } as const)
}

type Survey =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'coarser' | 'finer' }

/**
 * Reads the rungs (widest first) from the narrowest up: the widest pair that is tame, with nothing wild just below it,
 * tells the distance over which f bends, share = (step / distance)^2.
 */
const readSurvey = (rungs: readonly Rung[], origin: number): Survey => {
  let tame = -1
  let share = 1
  let wildBelow = false
  let calmest = { at: -1, share: Infinity }
  let widestBlind = -1
  let anyOther = false
  for (let k = rungs.length - 2; k >= 0; k--) {
    const pair = bend(rungs[k]!, rungs[k + 1]!, origin)
    if (pair.kind === 'blind') {
      if (!anyOther) widestBlind = k
    } else {
      anyOther = true
      if (pair.share < calmest.share) calmest = { at: k, share: pair.share }
    }
    if (pair.kind === 'tame' && !wildBelow) {
      tame = k
      share = pair.share
    }
    wildBelow = pair.kind === 'wild'
  }
  const top = rungs[0]!
  if (tame >= 0) {
    const { step } = rungs[tame]!
    const reach = step / Math.sqrt(share)
    const moved = Math.max(Math.abs(top.up), Math.abs(top.down))
    if (tame === 0 && reach > RATIO * step && 64 * moved < Math.abs(origin)) return { kind: 'coarser' }
    return { kind: 'length', length: powerBelow(Math.min(reach / 8, 4 * step)) }
  }
  if (widestBlind === 0) return { kind: 'coarser' }
  if (widestBlind > 0) {
    const at = calmest.at >= 0 ? calmest.at : widestBlind
    return { kind: 'length', length: rungs[at]!.step }
  }
  return { kind: 'finer' }
}

/** Names what keeps a bound large from the narrowest pairs. */
const findLimit = (rungs: readonly Rung[], origin: number, excess: number): Limit => {
  const finite = rungs.filter(isFiniteRung)
  const narrow = finite.at(-1)
  if (narrow === undefined) return 'not finite'
  const wide = finite.at(-2)
  const jump = (rung: Rung) => (rung.up + rung.down) / rung.step
  const audible = 16 * EPSILON * Math.abs(origin)
  if (wide !== undefined && Math.abs(narrow.up + narrow.down) > audible) {
    const ratio = jump(narrow) / jump(wide)
    if (ratio > 0.5) return 'kink'
  }
  return excess > 2 ** 10 ? 'rough' : 'rounding'
}

/** f(x), known once the first batch has come back. */
interface Origin {
  value: number
}

/** Slope of f along one coordinate: yields steps, receives f(x + step), f(x - step) for each. */
function* slopeAlong(
  x: number,
  start: number,
  origin: Origin,
  noiseWithin: ((length: number) => number) | undefined,
): Generator<readonly number[], Slope, ArrayLike<number>> {
  let rungs: Rung[] = []
  let top = start
  let length = 0
  const finest = Math.max(2 ** -40 * Math.abs(x), 2 ** -1060)
  for (let survey = 0; survey < SURVEYS && length === 0; survey++) {
    const steps = Array.from({ length: RUNGS }, (_, k) => top / RATIO ** k)
    const values = yield steps
    if (!Number.isFinite(origin.value)) break
    const found = steps.map((step, k) => ({
      step,
      up: values[2 * k]! - origin.value,
      down: values[2 * k + 1]! - origin.value,
    }))
    rungs = top < start ? [...rungs, ...found] : [...found, ...rungs]
    const view = readSurvey(rungs, origin.value)
    const widest = rungs[0]!.step
    const narrowest = rungs.at(-1)!.step
    if (view.kind === 'length') ({ length } = view)
    else if (view.kind === 'coarser') {
      if (survey >= 2 || widest > 2 ** 1000) length = widest
      top = widest * RATIO ** RUNGS
    } else {
      if (narrowest <= finest) length = narrowest
      top = narrowest / RATIO
    }
  }
  let best: Fit | undefined
  for (let fits = 0; fits < FITS && length > 0; fits++) {
    const values = yield Array.from({ length: PAIRS }, (_, j) => NODES[j + 1]! * length)
    const fit = fitSlope(length, origin.value, values, rungs, noiseWithin?.(length))
    if (fit !== undefined && !(fit.errorBound >= best!?.errorBound)) best = fit
    const next = nextLength(fit, length)
    if (next === undefined || next < finest) break
    length = next
  }
  if (best === undefined) {
    return { value: NaN, errorBound: Infinity, steepness: 0, limit: 'not finite' }
  }
  const { value, errorBound, steepness } = best
  return { value, errorBound, steepness, limit: findLimit(rungs, origin.value, best.excess), debug: best } as any
}

/** Where a further fit should look; undefined when this one will do. */
const nextLength = (fit: Fit | undefined, length: number) => {
  if (fit === undefined) return length / 8
  if (fit.errorBound < SHARP * Math.abs(fit.value)) return undefined
  if (fit.excess > 8 && fit.degree > DEGREES - 10) return length / (fit.excess < 2 ** 12 ? 2 : 4)
  if (fit.excess > 2 ** 10) return length / 8
  return undefined
}

export function* differentiation(
  x: ArrayLike<number>,
  options: DifferentiateOptions = {},
): Generator<Batch, Derivative, ArrayLike<number>> {
  const { noise } = options
  const point = Float64Array.from(x)
  const origin: Origin = { value: NaN }
  const noiseAlong = (i: number) => {
    if (noise === undefined) return undefined
    if (typeof noise === 'number') return () => noise
    return (length: number) => {
      let most = 0
      for (let j = -PAIRS; j <= PAIRS; j++) {
        point[i] = x[i]! + Math.sign(j) * NODES[Math.abs(j)]! * length
        most = Math.max(most, noise(point))
      }
      point[i] = x[i]!
      return most
    }
  }
  const typical = powerBelow(point.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0) || 1)
  const result = {
    value: new Float64Array(x.length),
    errorBound: new Float64Array(x.length),
    steepness: new Float64Array(x.length),
    limit: Array.from<Limit>({ length: x.length }),
  }
  const debug: any[] = []
  let walks = Array.from(point, (here, i) => {
    const start = here === 0 ? typical : powerBelow(Math.abs(here))
    const walk = slopeAlong(here, start, origin, noiseAlong(i))
    return { i, walk, steps: walk.next().value as readonly number[] }
  })
  let evaluations = 0
  let coordinates = [0]
  let positions = [point[0]!]
  while (walks.length > 0) {
    for (const { i, steps } of walks) {
      for (const step of steps) {
        coordinates.push(i, i)
        positions.push(point[i]! + step, point[i]! - step)
      }
    }
    const values = Float64Array.from(yield { coordinates, positions })
    let at = 0
    if (evaluations === 0) origin.value = values[at++]!
    evaluations += positions.length
    const going = []
    for (const one of walks) {
      const end = at + 2 * one.steps.length
      const next = one.walk.next(values.subarray(at, end))
      at = end
      if (next.done) {
        result.value[one.i] = next.value.value
        result.errorBound[one.i] = next.value.errorBound
        result.steepness[one.i] = next.value.steepness
        result.limit[one.i] = next.value.limit
        debug[one.i] = (next.value as any).debug
      } else {
        one.steps = next.value
        going.push(one)
      }
    }
    walks = going
    coordinates = []
    positions = []
  }
  return { ...result, origin: origin.value, evaluations, debug } as any
}

export const differentiate = (
  f: (x: Float64Array) => number,
  x: ArrayLike<number>,
  options: DifferentiateOptions = {},
): Derivative => {
  const point = Float64Array.from(x)
  const work = differentiation(x, options)
  let state = work.next()
  while (!state.done) {
    const { coordinates, positions } = state.value
    const values = new Float64Array(positions.length)
    for (let k = 0; k < values.length; k++) {
      const i = coordinates[k]!
      point[i] = positions[k]!
      values[k] = f(point)
      point[i] = x[i]!
    }
    state = work.next(values)
  }
  return state.value
}
