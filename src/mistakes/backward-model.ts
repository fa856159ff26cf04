import type { Matrix } from '../numpy/matrix.ts'
import {
  arrange,
  type ReductionSettings,
  rightReduction,
  weightGradients,
} from './backward-reduction.ts'
import { layOut, rightUnroll, unroll, type UnrollSettings } from './backward-unroll.ts'
import type { Round } from './rounding.ts'

export type BackwardSettings = UnrollSettings & ReductionSettings

export const rightBackward: BackwardSettings = {
  ...rightUnroll,
  ...rightReduction,
}

/** backward_gradient with the mistakes of `settings`; X n x T, S n x (T+1), gradOut n numbers. */
export function modelBackward(
  settings: BackwardSettings,
  X: Matrix,
  S: Matrix,
  gradOut: Float64Array,
  wRec: number,
  round: Round,
): [[number, number], Matrix] {
  const { passes, columns } = unroll(settings, X.columns, gradOut, wRec, round)
  const gradients = weightGradients(settings, passes, X, S, wRec, round)
  return [arrange(settings, gradients, round), layOut(settings, columns)]
}
