import { looksDifferent, standsOnStep } from '../finite-difference/index.ts'
import { pointsBeside } from './points.ts'
import { isSharedRounding } from './shared-rounding.ts'
import type { Coordinate } from './verdict.ts'
import { translate } from './work.ts'
import type { Evaluation } from './work.ts'

const NEARER =
  'the derivative contradicts the gradient, but nearer to x the slope of f is another: f has waves, breaks or steps ' +
  'there that are finer than the steps of the derivative'

const FURTHER =
  'the derivative contradicts the gradient, but f jumps next to x, and over longer steps its slope is the gradient: ' +
  'rounding errors that grow in a difference of nearly equal numbers make such jumps'

const SHARED =
  'the derivative contradicts the gradient, but only by what its rounding errors come to where the other coordinates move: ' +
  'along this one they are the same at every point'

/** A failure is let stand where f, looked at from nearer and from further off, does not side with the gradient. */
export function* contest(
  x: Float64Array,
  origin: number,
  spacing: number,
  reach: number,
  coordinate: Coordinate,
): Evaluation<Coordinate> {
  if (coordinate.status !== 'failed') return coordinate
  const { index, analytic, numeric, errorBound } = coordinate
  const largest = x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)
  const contested = { value: numeric, errorBound, reach, claim: analytic }
  const beside = pointsBeside(x, index, x.length)
  const near = looksDifferent(x[index], largest, origin, spacing, contested)
  if (yield* translate(near, beside))
    return { ...coordinate, status: 'inconclusive', reason: NEARER }
  const far = standsOnStep(x[index], largest, origin, spacing, contested)
  if (yield* translate(far, beside))
    return { ...coordinate, status: 'inconclusive', reason: FURTHER }
  if (yield* isSharedRounding(x, index, contested))
    return { ...coordinate, status: 'inconclusive', reason: SHARED }
  return coordinate
}
