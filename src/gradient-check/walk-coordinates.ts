import { differentiation, oneSidedDifferentiation } from '../finite-difference/index.ts'
import type { Derivative } from '../finite-difference/index.ts'
import { compare } from './compare-gradient.ts'
import type { CheckOptions } from './options.ts'
import { contest } from './contest.ts'
import { pointsAlong, pointsOfBatch } from './points.ts'
import { worstFirst } from './verdict.ts'
import type { Coordinate, Sides } from './verdict.ts'
import { translate } from './work.ts'
import type { Evaluation } from './work.ts'

export interface Walked {
  /** Worst first. */
  readonly coordinates: readonly Coordinate[]
  /** f(x). */
  readonly origin: number
}

/** Slopes on either side of the coordinates that have no derivative from both. */
function* differentiateSides(
  x: Float64Array,
  { errorBound, origin }: Derivative,
): Evaluation<Map<number, Sides>> {
  const sides = new Map<number, Sides>()
  if (!Number.isFinite(origin)) return sides
  const largest = x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0) || 1
  for (const [i, bound] of errorBound.entries()) {
    if (bound < Infinity) continue
    const start = 2 ** Math.floor(Math.log2(Math.abs(x[i]) || largest))
    const points = pointsAlong(x, i, x.length)
    const left = yield* translate(oneSidedDifferentiation(x[i], -start, origin), points)
    const right = yield* translate(oneSidedDifferentiation(x[i], start, origin), points)
    sides.set(i, { left, right })
  }
  return sides
}

/** The check along all coordinates, one by one. */
export function* walkCoordinates(
  x: Float64Array,
  analytic: Float64Array,
  path: (index: number) => string,
  options: CheckOptions,
): Evaluation<Walked> {
  const derivative = yield* translate(differentiation(x, options), pointsOfBatch(x))
  const sides = yield* differentiateSides(x, derivative)
  const compared = compare(analytic, derivative, options, path, sides)
  const coordinates: Coordinate[] = []
  for (const coordinate of compared) {
    const spacing = options.spacing?.[coordinate.index] ?? Number.EPSILON
    const reach = derivative.reach[coordinate.index]
    coordinates.push(yield* contest(x, derivative.origin, spacing, reach, coordinate))
  }
  return { coordinates: coordinates.toSorted(worstFirst), origin: derivative.origin }
}
