import { powerBelow } from './power-below.ts'
import type { Contested } from './closer-look.ts'

const { EPSILON } = Number

/** Ratio of two distances from x at which f is looked at. */
const RATIO = 4
/** Distances beyond the points of the derivative whose mean slopes have to speak for the claim: one may by accident. */
const SUPPORTERS = 3
/** Distances beyond the scale of x: its step may be as wide as that. */
const BEYOND = 4
/** Bisections that close in on a jump: as many as a double has bits. */
const BISECTIONS = 52
/** Last bisections, over which the change of a smooth f would shrink to 2^-8 and a jump does not shrink. */
const LAST = 8
/** Share of the change that is left after the last bisections where it is a jump. */
const LEFT = 1 / 4
/** Roundings of f that a jump is larger than. */
const ROUNDINGS = 16

/**
 * Whether f jumps within (x, x + distance). Of two halves the one is kept over which f departs more from the slope at x.
 *
 * @yields steps; receives f(x + step), f(x - step) for each
 */
function* jumpsWithin(
  distance: number,
  beyond: number,
  origin: number,
  value: number,
  finest: number,
): Generator<readonly number[], boolean, ArrayLike<number>> {
  let [left, width, low, high] = [0, distance, origin, beyond]
  const departures: number[] = []
  for (let k = 0; k < BISECTIONS && width >= 2 * finest; k++) {
    width /= 2
    const [middle] = Array.from(yield [left + width])
    if (!Number.isFinite(middle)) return false
    const lower = Math.abs(middle - low - value * width)
    const upper = Math.abs(high - middle - value * width)
    if (upper > lower) [left, low] = [left + width, middle]
    else high = middle
    departures.push(Math.max(lower, upper))
  }
  // after too few bisections to tell: NaN, beside which nothing is larger
  const [wide = NaN, narrow = NaN] = [departures.at(-1 - LAST), departures.at(-1)]
  const size = Math.max(Math.abs(low), Math.abs(high))
  return narrow > LEFT * wide && narrow > ROUNDINGS * EPSILON * size
}

/**
 * Whether the derivative is the slope of f on one of its steps alone, where f goes by the slope that is claimed over all
 * longer ways: a difference of nearly equal numbers is constant between two roundings, and what it is divided by is not.
 * A kink has no such longer ways, and a wave no jumps.
 *
 * @yields steps; receives f(x + step), f(x - step) for each
 */
export function* standsOnStep(
  x: number,
  largest: number,
  origin: number,
  spacing: number,
  { value, reach, claim }: Contested,
): Generator<readonly number[], boolean, ArrayLike<number>> {
  const distances: number[] = []
  const start = powerBelow(Math.abs(x) || largest || 1) * RATIO ** BEYOND
  for (let distance = start; distance > reach; distance /= RATIO) distances.push(distance)
  if (reach <= 0 || distances.length < SUPPORTERS) return false
  const values = yield distances
  const supporters = distances.flatMap((distance, k) => {
    const slope = (values[2 * k] - values[2 * k + 1]) / (2 * distance)
    const isNear = Math.abs(slope - claim) < Math.abs(value - claim) / 2
    return isNear ? [{ distance, beyond: values[2 * k] }] : []
  })
  if (supporters.length < SUPPORTERS) return false
  // within the nearest of them, the jump may lie on the other side of x alone
  const near = supporters[supporters.length - 2]
  const finest = Math.max(spacing * Math.abs(x), 2 ** -1060)
  return yield* jumpsWithin(near.distance, near.beyond, origin, value, finest)
}
