import { BASIS, DEGREES, GAINS, PAIRS } from './orthogonal-polynomials.ts'
import { powerBelow } from './power-below.ts'
import { isFiniteRung } from './rung.ts'
import type { Rung } from './rung.ts'

const { EPSILON, MIN_VALUE } = Number

/** Coefficients that a fit leaves to measure the noise by, at least. */
const SPARE = 4
/**
 * Rounding errors are charged with the gain of this degree at least: those that vary slowly along the line pass for a
 * slope and leave nothing over to be measured by.
 */
const LEAST_DEGREE = 6
/**
 * Standard deviations of the rounding error that the bound admits. Six to twenty spare values estimate the deviation,
 * so it may come out small by a factor of two or three; no error of the bench's families has passed 7 of them.
 */
export const DEVIATIONS = 8
/**
 * A fit that leaves more than this share of the change of f over, and more than rounding does, has not seen f for what
 * it is: a kink, a jump or a wave shorter than the step.
 */
const EXPLAINED = 2 ** -14
/** Standard deviations, in units of the least rounding error, up to which what is left over passes for rounding. */
export const QUIET = 16

/** One fit: what it says of the slope, and how well. */
export interface Fit {
  readonly value: number
  readonly errorBound: number
  /** The part of the bound that is left when rounding errors average out. */
  readonly truncation: number
  /** Standard deviation of the value by rounding errors that are independent of each other. */
  readonly deviation: number
  readonly length: number
  readonly degree: number
  /** Largest change of f from f(x). */
  readonly change: number
  /** Standard deviation of what the polynomial leaves over, in units of what rounding alone must leave. */
  readonly excess: number
}

/** Whether the fit leaves over more than rounding. */
export const isLoud = ({ excess }: Fit): boolean => excess >= QUIET

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
  return 2 * omitted * Math.abs(BASIS.slopes[degree + 3 - (degree % 2)])
}

/**
 * Fits the values at x +- NODES length. Each degree up to the highest is a candidate with its rounding and its truncation
 * error; the smallest sum of the two wins. Everything is kept in units of the change of f, so that squares neither overflow nor
 * vanish. Undefined where a value is not finite.
 */
export const fitSlope = (
  length: number,
  origin: number,
  values: ArrayLike<number>,
  rungs: readonly Rung[] = [],
  noise?: number,
  highest = DEGREES - SPARE,
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
  let best = { value: NaN, errorBound: Infinity, truncation: Infinity, degree: 0, left: Infinity }
  for (let degree = 1; degree <= highest; degree++) {
    // at the centre even polynomials have the slope 0
    value += coefficients[degree] * BASIS.slopes[degree]
    const left = Math.sqrt(residues[degree] / (DEGREES - degree + witnesses))
    const rounding = boundRounding(degree, left, least, noise !== undefined)
    const truncation = boundTruncation(degree)
    const errorBound = rounding + truncation
    if (errorBound < best.errorBound) best = { value, errorBound, truncation, degree, left }
  }
  const excess = best.left / least
  const isEvidence = excess < QUIET || best.left < EXPLAINED
  const scale = unit / length
  return {
    value: best.value * scale,
    errorBound: isEvidence
      ? (best.errorBound + 4 * EPSILON * Math.abs(best.value)) * scale + MIN_VALUE
      : Infinity,
    truncation: best.truncation * scale,
    deviation: GAINS.root[Math.max(best.degree, LEAST_DEGREE)] * Math.max(best.left, least) * scale,
    length,
    degree: best.degree,
    change,
    excess,
  }
}
