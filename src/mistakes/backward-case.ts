import type { Matrix } from '../numpy/matrix.ts'
import type { ObservationOf } from './observation.ts'
import { sizeOf } from './observation.ts'

export type BackwardObservation = ObservationOf<'backward_gradient'>

/** An observation with the absolute values of its arguments, of which the rounding bounds are made. */
export interface Prepared {
  readonly observation: BackwardObservation
  readonly positive: BackwardObservation['arguments']
  readonly operations: number
}

/**
 * The observations made ready for comparison, the smallest first among those that tell most mistakes apart: one sample
 * hides what happens to the batch, and fewer than three steps what happens to time.
 */
export function prepare(observations: readonly BackwardObservation[]): Prepared[] {
  return observations
    .toSorted((a, b) => Number(isTelling(b)) - Number(isTelling(a)) || sizeOf(a) - sizeOf(b))
    .map(prepareOne)
}

function isTelling({ arguments: [X] }: BackwardObservation): boolean {
  return X.rows > 1 && X.columns > 2
}

function prepareOne(observation: BackwardObservation): Prepared {
  const [X, S, gradOut, wRec] = observation.arguments
  const positive = [
    { ...X, data: X.data.map(Math.abs) },
    { ...S, data: S.data.map(Math.abs) },
    gradOut.map(Math.abs),
    Math.abs(wRec),
  ] as const
  return { observation, positive, operations: operationsOf(X) }
}

/** The longest chain of roundings behind a gradient, in any order of summation. */
export function operationsOf(X: Matrix): number {
  // A term costs a power of up to T steps (twice that if it is squared) and at most eight more roundings.
  return X.rows * X.columns + 3 * X.columns + 8
}
