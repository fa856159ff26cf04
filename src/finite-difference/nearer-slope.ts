import { isLoud, fitSlope } from './fit.ts'
import { NODES } from './orthogonal-polynomials.ts'
import { powerBelow } from './power-below.ts'
import { fillBits } from './slope.ts'

const { EPSILON } = Number

/** Ratio of two distances from x at which f is looked at. */
const RATIO = 16
/** Distances: together they reach from the scale of x to 2^-40 of it, next to where x + h blurs. */
const DISTANCES = 11
/** Fits at the distances that speak most for the claim. */
const FITS = 3
/** Roundings that a difference of two values of f may hold. */
const ROUNDINGS = 4

/** A derivative as it is to be contested: its value, its bound, and the value that somebody claims instead. */
export interface Contested {
  readonly value: number
  readonly errorBound: number
  readonly claim: number
}

/** Distances from x, those first at which the mean slope of f is nearest to the claim, rounding included. */
const promising = (
  distances: readonly number[],
  values: ArrayLike<number>,
  origin: number,
  { value, claim }: Contested,
) =>
  distances
    .map((distance, k) => {
      const slope = (values[2 * k] - values[2 * k + 1]) / (2 * distance)
      const rounding = (ROUNDINGS * EPSILON * Math.abs(origin)) / distance
      return { distance, gap: Math.abs(slope - claim) + rounding }
    })
    .filter(({ gap }) => gap < Math.abs(value - claim) / 2)
    .toSorted((a, b) => a.gap - b.gap)
    .slice(0, FITS)
    .map(({ distance }) => distance)

/** Numbers of single precision: as many zeros at the end are no accident. */
const isSingle = (values: ArrayLike<number>) => {
  for (let k = 0; k < values.length; k++) if (Math.fround(values[k]) !== values[k]) return false
  return true
}

/**
 * Whether f, looked at from nearer, has a slope at x that is not the derivative found but the one claimed: then waves,
 * breaks, bumps or steps too fine for the derivative's own points are in the way, and it is no evidence against the
 * claim. Half of the two bounds are enough to tell two slopes apart here: in doubt there is no verdict.
 *
 * Between two steps of a function that has them the slope is 0, which only the claim of 0 is about: single precision has
 * such steps as well, and there they are rounding.
 *
 * @yields steps; receives f(x + step), f(x - step) for each
 */
export function* hasNearerSlope(
  x: number,
  largest: number,
  origin: number,
  spacing: number,
  contested: Contested,
): Generator<readonly number[], boolean, ArrayLike<number>> {
  const { value, errorBound, claim } = contested
  if (!Number.isFinite(claim)) return false
  const start = powerBelow(Math.abs(x) || largest || 1)
  const finest = Math.max(2 ** 12 * spacing * Math.abs(x), 2 ** -1060)
  const distances = Array.from({ length: DISTANCES }, (_, k) => start / RATIO ** k).filter(
    (distance) => distance >= finest / RATIO,
  )
  const values = yield distances
  for (const distance of promising(distances, values, origin, contested)) {
    const length = fillBits(Math.max(distance, finest), x, spacing)
    const around = yield Array.from(NODES.subarray(1), (node) => node * length)
    const fit = fitSlope(length, origin, around, [], undefined)
    if (fit === undefined || isLoud(fit)) continue
    if (fit.change === 0 && (claim !== 0 || isSingle(around))) continue
    const isOther = Math.abs(fit.value - value) > (fit.errorBound + errorBound) / 2
    if (isOther && Math.abs(fit.value - claim) <= 2 * fit.errorBound) return true
  }
  return false
}
