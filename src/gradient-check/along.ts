import { differentiation, looksDifferent } from '../finite-difference/index.ts'
import type { Batch, Contested, Derivative, Limit } from '../finite-difference/index.ts'
import { translate } from './work.ts'
import type { Evaluation, Points } from './work.ts'
import type { Range } from './wrong-blocks.ts'

/**
 * Where x is on a direction's axis, in sizes of x: steps are then kept large enough to move x, which they are not around 0,
 * and an f that stands still between two numbers is not taken for flat.
 */
const CENTRE = 1
/** Fits along one direction, tried anew with more where none stands. */
const FITS = [1, 3]
/** Roundings that the analytic gradient may have gathered, as in the check of single coordinates. */
const ROUNDINGS = 16 * Number.EPSILON

/**
 * Bounds that a gap along a direction must exceed where f is rough there, as along a single coordinate where the derivative
 * is vague: noise and what only looks like it are told apart no better.
 */
const DOUBT = 4

/** The derivative along one direction. */
export interface Along {
  readonly analytic: number
  readonly numeric: number
  readonly errorBound: number
  readonly limit: Limit
}

export const isWrong = ({ analytic, numeric, errorBound }: Along): boolean =>
  errorBound < Infinity && !(Math.abs(analytic - numeric) <= errorBound)

/** Both derivatives along directions that are 0 outside of a range, and what they have cost so far. */
export interface Probe {
  readonly along: (range: Range, directions: readonly Float64Array[]) => Evaluation<Along[]>
  readonly spent: { readonly evaluations: number; readonly origin: number }
}

/** The points of a batch of steps along directions that are 0 outside of the range. */
const pointsOf =
  (x: Float64Array, { from, to }: Range, directions: readonly Float64Array[]) =>
  ({ coordinates, positions }: Omit<Batch, 'settled'>): Points => ({
    count: positions.length,
    place: (k, into) => {
      const direction = directions[coordinates[k]]
      const step = positions[k] - CENTRE
      into.set(x)
      for (let i = from; i < to; i++) into[i] += step * direction[i - from]
    },
    settled: 0,
  })

const analyticAlong = (analytic: Float64Array, { from, to }: Range, direction: Float64Array) => {
  let sum = 0
  let magnitude = 0
  for (let i = from; i < to; i++) {
    const term = analytic[i] * direction[i - from]
    sum += term
    magnitude += Math.abs(term)
  }
  // an entry that is no number has no roundings: it is wrong wherever f has a derivative
  return { sum, rounding: Number.isFinite(magnitude) ? ROUNDINGS * magnitude : 0 }
}

/** `spacing` is the widest distance of neighbouring numbers that a coordinate can hold, relative to them. */
export const probeOf = (x: Float64Array, analytic: Float64Array, spacing: number): Probe => {
  const spent = { evaluations: 0, origin: NaN }

  function* differentiate(
    range: Range,
    directions: readonly Float64Array[],
  ): Evaluation<Derivative> {
    const rest = new Float64Array(directions.length).fill(CENTRE)
    const spacings = rest.map(() => spacing)
    let derivative: Derivative | undefined
    for (const fits of FITS) {
      const work = differentiation(rest, { fits, spacing: spacings })
      derivative = yield* translate(work, pointsOf(x, range, directions))
      spent.evaluations += derivative.evaluations
      if (derivative.errorBound.every((bound) => bound < Infinity)) break
    }
    return derivative as Derivative
  }

  /** Whether f along a direction, looked at from nearer to x, is another than the derivative has seen. */
  function* isContested(
    range: Range,
    direction: Float64Array,
    contested: Contested,
  ): Evaluation<boolean> {
    const work = looksDifferent(CENTRE, CENTRE, spent.origin, spacing, contested)
    const beside = pointsOf(x, range, [direction])
    return yield* translate(work, (steps) => {
      const positions = steps.flatMap((step) => [CENTRE + step, CENTRE - step])
      spent.evaluations += positions.length
      return beside({ coordinates: positions.map(() => 0), positions })
    })
  }

  function* along(range: Range, directions: readonly Float64Array[]): Evaluation<Along[]> {
    const derivative = yield* differentiate(range, directions)
    spent.origin = derivative.origin
    const found: Along[] = []
    for (const [k, direction] of directions.entries()) {
      const { sum: claim, rounding } = analyticAlong(analytic, range, direction)
      const value = derivative.value[k]
      const limit = derivative.limit[k]
      const bound = derivative.errorBound[k] + rounding
      const errorBound = limit === 'rough' ? DOUBT * bound : bound
      const one = { analytic: claim, numeric: value, errorBound, limit }
      const contested = { value, errorBound: bound, reach: derivative.reach[k], claim }
      const isDoubtful =
        limit === 'rough' && isWrong(one) && (yield* isContested(range, direction, contested))
      found.push(isDoubtful ? { ...one, errorBound: Infinity } : one)
    }
    return found
  }

  return { along, spent }
}
