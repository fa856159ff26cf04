import { looksDifferent } from '../finite-difference/index.ts'
import { pointsBeside } from './points.ts'
import type { Coordinate } from './verdict.ts'
import { translate } from './work.ts'
import type { Evaluation } from './work.ts'

const NEARER =
  'the derivative contradicts the gradient, but nearer to x the slope of f is another: f has waves, breaks or steps ' +
  'there that are finer than the steps of the derivative'

/** A failure is let stand where f, looked at from nearer, does not side with the gradient. */
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
  const near = looksDifferent(x[index], largest, origin, spacing, {
    value: numeric,
    errorBound,
    reach,
    claim: analytic,
  })
  const isDoubtful = yield* translate(near, pointsBeside(x, index, x.length))
  return isDoubtful ? { ...coordinate, status: 'inconclusive', reason: NEARER } : coordinate
}
