import { fillBits } from './fill-bits.ts'
import { fitSlope, isLoud } from './fit.ts'
import { NODES, PAIRS } from './orthogonal-polynomials.ts'
import { powerBelow } from './power-below.ts'
import { isSingle } from './single-precision.ts'

const { EPSILON } = Number

/** Ratio of two distances from x at which f is looked at. */
const RATIO = 16
/** Distances: together they reach from the scale of x to 2^-40 of it, next to where x + h blurs. */
const DISTANCES = 11
/** Fits at the distances that speak most for the claim. */
const FITS = 3
/** Roundings that a difference of two values of f may hold. */
const ROUNDINGS = 4
/** What nearer points may deviate more from the fit than its own do: 11 pairs of the same noise stay below 2. */
const STRANGE = 4
/**
 * Bounds that a gap must exceed where f has more than rounding errors, or the derivative few digits: noise and what only
 * looks like it, such as breaks in a higher derivative, are told apart no better than by this factor.
 */
const DOUBT = 4
/** Relative bound above which a derivative has few digits. */
const VAGUE = 2 ** -20

/** A derivative as it is to be contested: its value, its bound, and the value that somebody claims instead. */
export interface Contested {
  readonly value: number
  readonly errorBound: number
  /** How far from x f was looked at for it; 0 where only nearer points are to be asked. */
  readonly reach: number
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

/**
 * Strange where nearer points are no part of what the derivative was fitted to, or that is too vague to contradict the
 * claim; otherwise loud or quiet as the fit is.
 */
const compareNearer = (
  origin: number,
  around: ArrayLike<number>,
  distances: readonly number[],
  nearer: ArrayLike<number>,
  { value, errorBound, reach, claim }: Contested,
) => {
  const rungs = distances.map((step, k) => ({
    step,
    up: nearer[2 * k] - origin,
    down: nearer[2 * k + 1] - origin,
  }))
  const alone = fitSlope(reach, origin, around)
  if (alone === undefined) return 'strange'
  const together = fitSlope(reach, origin, around, rungs) ?? alone
  const isVague = isLoud(alone) || errorBound > VAGUE * Math.abs(value)
  if (isVague && Math.abs(value - claim) <= DOUBT * errorBound) return 'strange'
  // a high degree may have followed the noise, and a low one leaves more over than noise: the mean of the two
  const alike = fitSlope(reach, origin, around, undefined, undefined, together.degree)
  const noise = Math.sqrt(alone.excess * (alike ?? alone).excess)
  if (isLoud(together) && together.excess > STRANGE * noise) return 'strange'
  return isLoud(alone) ? 'loud' : 'quiet'
}

/**
 * Whether f, looked at from nearer, is another than the points of the derivative have shown, or has a slope at x that is
 * the one claimed: then waves, breaks, bumps or steps too fine for those points are in the way, and the derivative is no
 * evidence against the claim. Half of the two bounds are enough to tell two slopes apart here: in doubt there is no verdict.
 *
 * Between two steps of a function that has them the slope is 0, which only the claim of 0 is about: single precision has
 * such steps as well, and there they are rounding.
 *
 * @yields steps; receives f(x + step), f(x - step) for each
 */
export function* looksDifferent(
  x: number,
  largest: number,
  origin: number,
  spacing: number,
  contested: Contested,
): Generator<readonly number[], boolean, ArrayLike<number>> {
  const { value, errorBound, reach, claim } = contested
  if (!Number.isFinite(claim)) return false
  const start = powerBelow(Math.abs(x) || largest || 1)
  const finest = Math.max(2 ** 12 * spacing * Math.abs(x), 2 ** -1060)
  const distances = Array.from({ length: DISTANCES }, (_, k) => start / RATIO ** k).filter(
    (distance) => distance >= finest / RATIO,
  )
  const nodes = Array.from(NODES.subarray(1))
  const values = yield [...(reach > 0 ? nodes.map((node) => node * reach) : []), ...distances]
  const around = Array.from(values).slice(0, reach > 0 ? 2 * PAIRS : 0)
  const nearer = Array.from(values).slice(around.length)
  const seen = reach > 0 ? compareNearer(origin, around, distances, nearer, contested) : 'quiet'
  if (seen === 'strange') return true
  if (seen === 'loud') {
    // what passes for noise may be smooth over a narrow range of distances only: those between are asked as well
    const between = distances.map((distance) => distance / Math.sqrt(RATIO))
    nearer.push(...Array.from(yield between))
    distances.push(...between)
  }
  for (const distance of promising(distances, nearer, origin, contested)) {
    const length = fillBits(Math.max(distance, finest), x, spacing)
    const points = yield nodes.map((node) => node * length)
    const fit = fitSlope(length, origin, points)
    if (fit === undefined) continue
    if (fit.change === 0 && (claim !== 0 || isSingle(points))) continue
    const isOther = Math.abs(fit.value - value) > (fit.errorBound + errorBound) / 2
    if (isOther && Math.abs(fit.value - claim) <= 2 * fit.errorBound) return true
  }
  return false
}
