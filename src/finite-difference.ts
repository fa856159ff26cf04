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
/** Steps in one survey: two neighbouring pairs of steps, which can contradict each other. */
const RUNGS = 3
/** Surveys of one coordinate: together they reach 2^-72 of the first step, beyond the 2^-40 at which x + h blurs. */
const SURVEYS = 8
/** Pairs x - h, x + h in one fit. */
const PAIRS = 9
/** Highest degree that as many pairs and the centre determine. */
const DEGREES = 2 * PAIRS
/** Coefficients that a fit leaves to measure the noise by, at least. */
const SPARE = 4
/**
 * Rounding errors are charged with the gain of this degree at least: those that vary slowly along the line pass for a
 * slope and leave nothing over to be measured by.
 */
const LEAST_DEGREE = 6
/** Fits of one coordinate at different lengths. */
const FITS = 4
/**
 * Standard deviations of the rounding error that the bound admits. Six to twenty spare values estimate the deviation,
 * so it may come out small by a factor of two or three; no error of the bench's families has passed 7 of them.
 */
const DEVIATIONS = 8
/**
 * A fit that leaves more than this share of the change of f over, and more than rounding does, has not seen f for what
 * it is: a kink, a jump or a wave shorter than the step.
 */
const EXPLAINED = 2 ** -14
/** Standard deviations, in units of the least rounding error, up to which what is left over passes for rounding. */
const QUIET = 16
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
  /**
   * Distance of neighbouring numbers that each coordinate can hold, relative to them: 2^-23 for those that f keeps in
   * single precision. Steps stay large enough to be exact. Number.EPSILON unless given.
   */
  readonly spacing?: ArrayLike<number>
  /** Most fits along one coordinate: fewer save evaluations and leave wider bounds. 4 unless given. */
  readonly fits?: number
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
  /**
   * |value - true derivative| is at most this; Infinity where there is no evidence. The rounding errors of f enter as
   * they were measured, so the bound is statistical. A wave in f fainter than 2^-14 of its change over the step and
   * shorter than the step is taken for noise, and its slope is not part of the derivative.
   */
  readonly errorBound: Float64Array
  /** What holds the bound of each coordinate up. */
  readonly limit: readonly Limit[]
  /** What a slope of f is here, even where the derivative is 0: the larger of its mean slope over the step and f / x. */
  readonly scale: Float64Array
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

/** Inner product of two polynomials of the same parity over the nodes and their mirror images. */
const dot = (a: Float64Array, b: Float64Array) => {
  let sum = 0
  for (let j = PAIRS; j > 0; j--) sum += 2 * a[j] * b[j]
  return sum + a[0] * b[0]
}

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
    const row = values.subarray(d * width, (d + 1) * width)
    for (let j = 0; j <= PAIRS; j++) {
      const older = d > 1 ? values[(d - 2) * width + j] : 0
      row[j] = NODES[j] * values[(d - 1) * width + j] - links[d - 1] * older
    }
    slopes[d] = values[(d - 1) * width] - (d > 1 ? links[d - 1] * slopes[d - 2] : 0)
    // the recurrence alone loses orthogonality to the last few bits, which would look like noise of f
    for (let e = d - 2; e >= 0; e -= 2) {
      const earlier = values.subarray(e * width, (e + 1) * width)
      const share = dot(row, earlier)
      for (let j = 0; j <= PAIRS; j++) row[j] -= share * earlier[j]
      slopes[d] -= share * slopes[e]
    }
    const norm = Math.sqrt(dot(row, row))
    links[d] = norm
    for (let j = 0; j <= PAIRS; j++) row[j] /= norm
    slopes[d] /= norm
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
    if (d % 2 === 1) square += BASIS.slopes[d] ** 2
    root[d] = Math.sqrt(square)
    for (let j = 1; j <= PAIRS; j++) {
      if (d % 2 === 1) weights[j] += BASIS.slopes[d] * BASIS.values[d * BASIS.width + j]
      sum[d] += 2 * Math.abs(weights[j])
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
  readonly degree: number
  /** Largest change of f from f(x). */
  readonly change: number
  /** Standard deviation of what the polynomial leaves over, in units of what rounding alone must leave. */
  readonly excess: number
}

/** The derivative along one coordinate. */
interface Slope {
  readonly value: number
  readonly errorBound: number
  readonly scale: number
  readonly limit: Limit
}

const coefficients = new Float64Array(DEGREES + 1)
const residues = new Float64Array(DEGREES + 1)

/** Coefficients of the values (less f(x), in units) in the basis. */
const project = (origin: number, unit: number, values: ArrayLike<number>) => {
  coefficients.fill(0)
  for (let j = 1; j <= PAIRS; j++) {
    const up = (values[2 * j - 2] - origin) / unit
    const down = (values[2 * j - 1] - origin) / unit
    const odd = up - down
    const even = up + down
    for (let d = 0, at = j; d <= DEGREES; d++, at += BASIS.width) {
      coefficients[d] += (d % 2 === 0 ? even : odd) * BASIS.values[at]
    }
  }
}

/**
 * residues[d] becomes the sum of squares that a fit of degree d leaves over, on its own points and on the points of
 * the survey within its length, which took no part in it; returns how many of the latter there are.
 */
const measureResidues = (length: number, unit: number, rungs: readonly Rung[]) => {
  residues[DEGREES] = 0
  for (let d = DEGREES; d > 0; d--) residues[d - 1] = residues[d] + coefficients[d] ** 2
  let witnesses = 0
  for (const rung of rungs) {
    if (rung.step >= length || !isFiniteRung(rung)) continue
    witnesses += 2
    const t = rung.step / length
    let odd = (rung.up / unit - rung.down / unit) / 2
    let even = (rung.up / unit + rung.down / unit) / 2
    let before = 0
    let now = BASIS.values[0]
    for (let d = 0; d <= DEGREES; d++) {
      if (d % 2 === 0) even -= coefficients[d] * now
      else odd -= coefficients[d] * now
      residues[d] += 2 * (odd * odd + even * even)
      const next = (t * now - BASIS.links[d] * before) / BASIS.links[d + 1]
      before = now
      now = next
    }
  }
  return witnesses
}

/**
 * Bound on the rounding error of a slope fitted by a degree, in units of the change of f per length. What is left over
 * beyond rounding may be a break in f, all of which can go into the slope: it is charged up to four times as much.
 */
const boundRounding = (degree: number, left: number, least: number, isBound: boolean) => {
  const suspicion = Math.min(Math.max(left / (2 * least), 1), 4)
  const gain = suspicion * DEVIATIONS * GAINS.root[Math.max(degree, LEAST_DEGREE)]
  return isBound
    ? gain * Math.max(left - least, 0) + GAINS.sum[degree] * least
    : gain * Math.max(left, least)
}

/** Bound on the odd terms above a degree: they fade at least by two each, or the residues say that they do not. */
const boundTruncation = (degree: number) => {
  let omitted = 0
  for (let d = degree + 1; d <= degree + 3; d++)
    omitted = Math.max(omitted, Math.abs(coefficients[d]))
  return 2 * omitted * Math.abs(BASIS.slopes[degree + 2 + ((degree + 1) % 2)])
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
    size = Math.max(size, Math.abs(values[k]))
    change = Math.max(change, Math.abs(values[k] - origin))
  }
  if (!Number.isFinite(change)) return undefined
  const unit = change > 0 ? powerBelow(change) : 1
  project(origin, unit, values)
  const witnesses = measureResidues(length, unit, rungs)
  // rounding its value costs f half an ulp at least, and the fit itself works to an ulp of the change
  const least =
    noise === undefined ? ((EPSILON / 2) * size + MIN_VALUE) / unit : noise / unit + EPSILON
  let value = 0
  let best = { value: NaN, errorBound: Infinity, degree: 0, left: Infinity }
  for (let degree = 1; degree <= DEGREES - SPARE; degree++) {
    if (degree % 2 === 1) value += coefficients[degree] * BASIS.slopes[degree]
    const left = Math.sqrt(residues[degree] / (DEGREES - degree + witnesses))
    const rounding = boundRounding(degree, left, least, noise !== undefined)
    const errorBound = rounding + boundTruncation(degree)
    if (errorBound < best.errorBound) best = { value, errorBound, degree, left }
  }
  const excess = best.left / least
  const isEvidence = excess < QUIET || best.left < EXPLAINED
  const scale = unit / length
  return {
    value: best.value * scale,
    errorBound: isEvidence
      ? (best.errorBound + 4 * EPSILON * Math.abs(best.value)) * scale + MIN_VALUE
      : Infinity,
    length,
    degree: best.degree,
    change,
    excess,
  }
}

/** Blind where rounding hides the higher orders, wild where they weigh as much as the lower ones. */
interface Bend {
  readonly kind: 'tame' | 'wild' | 'blind'
  readonly share: number
}

/** What a pair of neighbouring steps says: the higher orders of f as a share of the lower ones at the wider step. */
const bend = (wide: Rung, narrow: Rung, origin: number): Bend => {
  if (!isFiniteRung(wide) || !isFiniteRung(narrow)) return { kind: 'wild', share: Infinity }
  const odd = (wide.up - wide.down) / 2
  const even = (wide.up + wide.down) / 2
  const slope = RATIO * ((narrow.up - narrow.down) / 2)
  const curvature = RATIO ** 2 * ((narrow.up + narrow.down) / 2)
  const lower = Math.max(Math.abs(slope), Math.abs(curvature))
  const higher = Math.max(Math.abs(odd - slope), Math.abs(even - curvature))
  const size = Math.max(Math.abs(origin), Math.abs(origin + wide.up), Math.abs(origin + wide.down))
  const rounding = 4 * RATIO ** 2 * EPSILON * size
  if (rounding >= TAME * Math.max(lower, higher)) return { kind: 'blind', share: Infinity }
  const share = Math.max(higher, rounding) / lower
  return { kind: share < TAME ? 'tame' : 'wild', share }
}

/** Where to look next: at the length that suits a fit, or at further steps. */
type View =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'coarser' | 'finer' }

/** The length for a fit, given the widest tame pair: an eighth of the distance over which f bends. */
const lengthFrom = (wide: Rung, share: number, origin: number, isTop: boolean): View => {
  const reach = wide.step / Math.sqrt(share)
  const moved = Math.max(Math.abs(wide.up), Math.abs(wide.down))
  if (isTop && reach > RATIO * wide.step && 64 * moved < Math.abs(origin))
    return { kind: 'coarser' }
  // a wider step averages rounding errors away until the change of f brings larger ones of its own
  const furthest = 4 * moved < Math.abs(origin) ? 4 * wide.step : wide.step
  return { kind: 'length', length: powerBelow(Math.min(reach / 8, furthest)) }
}

/** Reads the rungs, widest first: the widest pair that is tame, with nothing wild just below it, counts. */
const readSurvey = (rungs: readonly Rung[], origin: number): View => {
  const pairs = rungs.slice(1).map((narrow, k) => bend(rungs[k], narrow, origin))
  const tame = pairs.findIndex(({ kind }, k) => kind === 'tame' && pairs.at(k + 1)?.kind !== 'wild')
  if (tame >= 0) return lengthFrom(rungs[tame], pairs[tame].share, origin, tame === 0)
  const quiet = pairs.findLastIndex(({ kind }) => kind !== 'blind') + 1
  if (quiet === pairs.length) return { kind: 'finer' }
  if (quiet === 0) return { kind: 'coarser' }
  // wild above, too small to tell below: the widest step at which f is still quiet
  return { kind: 'length', length: rungs[quiet].step }
}

/** f(x), known once the first batch has come back. */
interface Origin {
  value: number
}

type Walk<Result> = Generator<readonly number[], Result, ArrayLike<number>>

/** Samples f at shrinking (or, where it is too flat to tell, growing) steps until they show the length for a fit. */
function* survey(
  start: number,
  finest: number,
  origin: Origin,
): Walk<{ rungs: Rung[]; length: number }> {
  let rungs: Rung[] = []
  let top = start
  for (let round = 0; round < SURVEYS; round++) {
    const steps = Array.from({ length: RUNGS }, (_, k) => top / RATIO ** k)
    const values = yield steps
    if (!Number.isFinite(origin.value)) return { rungs, length: 0 }
    const found = steps.map((step, k) => ({
      step,
      up: values[2 * k] - origin.value,
      down: values[2 * k + 1] - origin.value,
    }))
    rungs = top < start ? [...rungs, ...found] : [...found, ...rungs]
    const view = readSurvey(rungs, origin.value)
    if (view.kind === 'length') return { rungs, length: view.length }
    const narrowest = rungs[rungs.length - 1].step
    const coarser = rungs[0].step * RATIO ** RUNGS
    if (view.kind === 'coarser' && (round === 2 || coarser > 2 ** 1000)) break
    if (view.kind === 'finer' && narrowest <= finest) break
    top = view.kind === 'coarser' ? coarser : narrowest / RATIO
  }
  // too flat: as far out as f was seen; or no two steps agree: a fit of high degree may still see through it
  return { rungs, length: top > start ? rungs[0].step : (rungs.find(isFiniteRung)?.step ?? 0) }
}

/** Where a further fit should look; undefined when this one will do. */
const nextLength = (fit: Fit | undefined, length: number, origin: number) => {
  if (fit === undefined || fit.errorBound === Infinity) return length / 8
  if (fit.errorBound < SHARP * Math.abs(fit.value)) return undefined
  const isTruncated = fit.degree > DEGREES - 10
  if (isTruncated && fit.excess > QUIET / 2) return length / (fit.excess < 2 ** 12 ? 2 : 4)
  if (fit.degree <= 12 && fit.change < Math.abs(origin)) return length * (fit.degree <= 8 ? 4 : 2)
  return undefined
}

/**
 * A length of about three quarters, with as many bits as leave x + node length exact: on steps of few bits, every point
 * shares the low bits of x, and what f loses of them looks the same everywhere and is taken for part of x.
 */
const fillBits = (length: number, x: number, spacing: number) => {
  const grain = 2 ** 12 * powerBelow(spacing * (Math.abs(x) + length))
  return Math.max(Math.round(0.754877666 * (length / grain)), 1) * grain
}

const isLoud = ({ excess }: Fit) => excess >= QUIET

/** Whether one fit alone stands, and leaves over more than rounding. */
const needsWitness = (fits: readonly Fit[]) => {
  const standing = fits.filter(({ errorBound }) => errorBound < Infinity)
  return standing.length === 1 && isLoud(standing[0])
}

/**
 * What a fit leaves over may be noise, or the slow series of a function with a break in a higher derivative, whose
 * omitted terms add up. The error of the latter grows with the length at least in proportion, so the difference to a fit
 * at half the length is half of it or more.
 */
const confirm = (best: Fit, second: Fit | undefined) => {
  if (!isLoud(best)) return best.errorBound
  if (second === undefined || second.errorBound === Infinity) return Infinity
  return best.errorBound + 2 * Math.abs(best.value - second.value)
}

/** Slopes to the left and to the right that do not approach each other as the step shrinks. */
const hasKink = (rungs: readonly Rung[], origin: number) => {
  const finite = rungs.filter(isFiniteRung)
  const wide = finite.at(-2)
  const narrow = finite.at(-1)
  if (wide === undefined || narrow === undefined) return false
  const parting = (rung: Rung) => (rung.up + rung.down) / rung.step
  const isAudible = Math.abs(narrow.up + narrow.down) > QUIET * EPSILON * Math.abs(origin)
  const ratio = parting(narrow) / parting(wide)
  return isAudible && ratio > 0.5 && ratio < 2
}

const findLimit = (rungs: readonly Rung[], origin: number, fit: Fit, errorBound: number): Limit => {
  if (errorBound < 2 ** -20 * Math.abs(fit.value) || !isLoud(fit)) return 'rounding'
  return errorBound === Infinity && hasKink(rungs, origin) ? 'kink' : 'rough'
}

/** Slope of f along one coordinate: yields steps, receives f(x + step), f(x - step) for each. */
function* slopeAlong(
  x: number,
  start: number,
  origin: Origin,
  noiseWithin: ((length: number) => number) | undefined,
  spacing: number,
  most: number,
): Walk<Slope> {
  const finest = Math.max(2 ** 12 * spacing * Math.abs(x), 2 ** -1060)
  const { rungs, length: first } = yield* survey(start, finest, origin)
  const fits: Fit[] = []
  let length = first > 0 ? Math.max(first, finest) : 0
  for (let round = 0; round < most && length >= finest && length > 0; round++) {
    const within = fillBits(length, x, spacing)
    const values = yield Array.from({ length: PAIRS }, (_, j) => NODES[j + 1] * within)
    const fit = fitSlope(within, origin.value, values, rungs, noiseWithin?.(within))
    if (fit !== undefined) fits.push(fit)
    length = nextLength(fit, length, origin.value) ?? (needsWitness(fits) ? length / 2 : 0)
  }
  const [best, second] = fits.toSorted((a, b) => a.errorBound - b.errorBound)
  if (best === undefined || !Number.isFinite(best.value)) {
    return { value: NaN, errorBound: Infinity, scale: NaN, limit: 'not finite' }
  }
  const { value, change } = best
  const errorBound = confirm(best, second)
  const scale = Math.max(
    change / best.length,
    Math.abs(origin.value) / Math.max(Math.abs(x), best.length),
  )
  return { value, errorBound, scale, limit: findLimit(rungs, origin.value, best, errorBound) }
}

const readNoise = (noise: number) => {
  if (noise >= 0 && noise < Infinity) return noise
  throw new RangeError(
    `noise is ${noise}: expected a bound on the error of f, 0 or more and finite`,
  )
}

/** The most that the caller's noise comes to over the points of a fit along coordinate i. */
const noiseAlong = (noise: DifferentiateOptions['noise'], x: Float64Array, i: number) => {
  if (noise === undefined) return undefined
  if (typeof noise === 'number') return () => noise
  return (length: number) => {
    let most = 0
    for (let j = -PAIRS; j <= PAIRS; j++) {
      const point = x.slice()
      point[i] += Math.sign(j) * NODES[Math.abs(j)] * length
      most = Math.max(most, readNoise(noise(point)))
    }
    return most
  }
}

/** x as numbers of our own; TypeError or RangeError where there is nothing to differentiate at. */
const readPoint = (x: ArrayLike<number>) => {
  const point = Float64Array.from(x)
  if (point.length === 0) throw new RangeError('x is empty: expected at least one number')
  const bad = point.findIndex((entry) => !Number.isFinite(entry))
  if (bad >= 0) throw new RangeError(`x[${bad}] is ${x[bad]}: expected a finite number`)
  return point
}

/**
 * The derivative of f at x for an f that is out of reach: yields batches of points, receives f at each, returns the
 * derivative. A smooth f of well-scaled x is done after two batches, whatever the number of coordinates.
 */
export function* differentiation(
  x: ArrayLike<number>,
  options: DifferentiateOptions = {},
): Generator<Batch, Derivative, ArrayLike<number>> {
  const point = readPoint(x)
  const { noise, spacing, fits = FITS } = options
  if (typeof noise === 'number') readNoise(noise)
  const size = point.length
  const largest = point.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)
  const origin: Origin = { value: NaN }
  const value = new Float64Array(size)
  const errorBound = new Float64Array(size)
  const scale = new Float64Array(size)
  const limit = Array.from<Limit>({ length: size })
  let walks: { i: number; walk: Walk<Slope>; steps: readonly number[] }[] = []
  for (const [i, here] of point.entries()) {
    const start = powerBelow(Math.abs(here) || largest || 1)
    const noiseHere = noiseAlong(noise, point, i)
    const walk = slopeAlong(here, start, origin, noiseHere, spacing?.[i] ?? EPSILON, fits)
    const first = walk.next()
    if (first.done !== true) walks.push({ i, walk, steps: first.value })
  }
  let evaluations = 0
  let batch = { coordinates: [0], positions: [point[0]] }
  while (walks.length > 0) {
    for (const { i, steps } of walks) {
      for (const step of steps) {
        batch.coordinates.push(i, i)
        batch.positions.push(point[i] + step, point[i] - step)
      }
    }
    const values = Float64Array.from(yield batch)
    let at = 0
    if (evaluations === 0) origin.value = values[at++]
    evaluations += values.length
    const going = []
    for (const { i, walk, steps } of walks) {
      const end = at + 2 * steps.length
      const next = walk.next(values.subarray(at, end))
      at = end
      if (next.done !== true) {
        going.push({ i, walk, steps: next.value })
        continue
      }
      value[i] = next.value.value
      errorBound[i] = next.value.errorBound
      scale[i] = next.value.scale
      limit[i] = next.value.limit
    }
    walks = going
    batch = { coordinates: [], positions: [] }
  }
  return { value, errorBound, limit, scale, origin: origin.value, evaluations }
}

/** The points of a batch around x, each an array of its own: what to send to an f that is far away. */
export const pointsOf = (batch: Batch, x: ArrayLike<number>): Float64Array[] =>
  batch.positions.map((position, k) => {
    const point = Float64Array.from(x)
    point[batch.coordinates[k]] = position
    return point
  })

/**
 * Partial derivatives of f at x, each with a bound on its error. f is handed the same array every time, with the
 * point of the moment in it.
 *
 * Source: Richardson's extrapolation of central differences in the form of a least squares fit; its stopping rule
 * after Ridders (1982), doi:10.1016/S0141-1195(82)80057-0; noise from the values themselves after More and Wild
 * (2011), doi:10.1137/100786125.
 *
 * @throws {RangeError} where x is empty or not finite, or the noise is not a bound
 * @throws {TypeError} where f does not return a number
 */
export const differentiate = (
  f: (x: Float64Array) => number,
  x: ArrayLike<number>,
  options: DifferentiateOptions = {},
): Derivative => {
  const work = differentiation(x, options)
  const centre = Float64Array.from(x)
  const point = centre.slice()
  let state = work.next()
  while (state.done !== true) {
    const { coordinates, positions } = state.value
    const values = new Float64Array(positions.length)
    for (let k = 0; k < values.length; k++) {
      point.set(centre)
      point[coordinates[k]] = positions[k]
      const value: unknown = f(point)
      if (typeof value !== 'number') {
        throw new TypeError(
          `f returned ${describe(value)} at [${point.join(', ')}]: expected a number`,
        )
      }
      values[k] = value
    }
    state = work.next(values)
  }
  return state.value
}

const describe = (value: unknown) => (value === null ? 'null' : `a value of type ${typeof value}`)
