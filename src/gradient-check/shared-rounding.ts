import { fitSlope, NODES } from '../finite-difference/index.ts'
import type { Contested } from '../finite-difference/index.ts'
import type { Evaluation, Points } from './work.ts'

/** Steps around x along one coordinate: those of a fit, and the centre first. */
const STEPS = [0, ...Array.from(NODES.subarray(1)).flatMap((node) => [node, -node])]
/**
 * Places on a line through x at which the slope is taken, at irregular distances: rounding errors go in step with regular
 * ones.
 */
const PLACES = [-4, -3.53, -2.66, -2.05, -1.28, -0.71, 0.12, 0.64, 1.37, 2.19, 2.75, 3.42, 4.11]
/** Order of the divided differences of those slopes: what is smooth in them has faded by then, and eight are left. */
const ORDER = 5
/**
 * Distances between two places as multiples of the relative gap: rounding errors of that size are others there, but where
 * the gap is small by accident only further off.
 */
const APART = [2 ** 6, 2 ** 14]
const NEAREST = 2 ** -40
/** The same as a share of the reach along the coordinate: where a kink ends the one, it is not to be crossed by the other. */
const FARTHEST = 2 ** -12
/** Relative gap above which the slopes are not asked for: rounding leaves no such gaps but where next to nothing is left. */
const LARGEST_GAP = 2 ** -10
/** Standard deviations that a gap must exceed: eight differences may show one that is too small by a factor of two. */
const DEVIATIONS = 5

/** A share of a step between 1/2 and 1, with a sign: one for each coordinate and always the same. */
const shareOf = (index: number) => {
  const bits = Math.imul(index + 1, 0x9e3779b1) >>> 0
  return ((bits & 1) === 0 ? 1 : -1) * (1 / 2 + bits / 2 ** 33)
}

/** The points of a fit along a coordinate at every place, its centre first. */
const pointsAt = (x: Float64Array, index: number, reach: number, apart: number): Points => {
  const largest = x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)
  return {
    count: PLACES.length * STEPS.length,
    place: (k, into) => {
      const distance = apart * PLACES[Math.floor(k / STEPS.length)]
      for (let i = 0; i < x.length; i++) {
        into[i] = x[i] + distance * shareOf(i) * (Math.abs(x[i]) || largest)
      }
      into[index] = x[index] + STEPS[k % STEPS.length] * reach
    },
    settled: x.length,
  }
}

/** Variance of values at the places, but for what in them is a polynomial of the place. */
const varianceOf = (values: readonly number[]) => {
  const windows = Array.from({ length: PLACES.length - ORDER }, (_, first) => {
    const places = PLACES.slice(first, first + ORDER + 1)
    let difference = 0
    let gain = 0
    for (const [k, place] of places.entries()) {
      const weight = places.reduce(
        (rest, other) => (other === place ? rest : rest / (place - other)),
        1,
      )
      difference += weight * values[first + k]
      gain += weight ** 2
    }
    return difference ** 2 / gain
  })
  return windows.reduce((sum, one) => sum + one, 0) / windows.length
}

/**
 * Whether a gap is no larger than the rounding errors that all points along the coordinate have in common: those of what
 * does not depend on it, and so of its slope. They shift the derivative and leave nothing over to be measured by, but where
 * the other coordinates move they are others every time, and the slope scatters.
 *
 * Source: noise from differences of a high order, as More and Wild (2011), doi:10.1137/100786125, here divided ones.
 */
export function* isSharedRounding(
  x: Float64Array,
  index: number,
  { value, reach, claim }: Contested,
): Evaluation<boolean> {
  const gap = Math.abs(claim - value)
  const relative = gap / Math.abs(value)
  if (x.length === 1 || reach <= 0 || !(relative < LARGEST_GAP)) return false
  const size = Math.abs(x[index]) || Math.max(...x.map(Math.abs)) || 1
  for (const times of APART) {
    const apart = Math.min(
      Math.max(times * relative, NEAREST),
      FARTHEST * Math.min(reach / size, 1),
    )
    const values = Array.from(yield pointsAt(x, index, reach, apart))
    const departures = PLACES.map((_, place) => {
      const [origin, ...around] = values.slice(place * STEPS.length, (place + 1) * STEPS.length)
      const slope = fitSlope(reach, origin, around)?.value ?? NaN
      return (slope - value) / gap
    })
    if (DEVIATIONS * Math.sqrt(varianceOf(departures)) >= 1) return true
  }
  return false
}
