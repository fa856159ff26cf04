import type { CellModel, ModelStep } from './cell-model.ts'
import { type LoopSettings, rightLoop } from './loop-settings.ts'
import type { ActivationName } from '../../rnn/activation.ts'
import { activated, slope, type SlopeAt } from './slopes.ts'
import { affine, plus, product, type Terms, times, transposed, zeros } from './terms.ts'

export interface ElmanUpdate {
  readonly activates: boolean
  readonly bias: boolean
  readonly recurs: boolean
  readonly recurrent: 'plain' | 'transposed'
}

export interface ElmanAdjoint extends LoopSettings {
  readonly slopeAt: SlopeAt
}

export const rightElmanUpdate: ElmanUpdate = {
  activates: true,
  bias: true,
  recurs: true,
  recurrent: 'plain',
}

export const rightElmanAdjoint: ElmanAdjoint = { ...rightLoop, slopeAt: 'right' }

/** S_k = f(A_k) with A_k = X_k Wx + b + S_(k-1) Wrec. */
export const elmanModel = (activation: ActivationName): CellModel<ElmanUpdate, ElmanAdjoint> => ({
  gates: 1,
  parts: 1,
  rightUpdate: rightElmanUpdate,
  rightAdjoint: rightElmanAdjoint,
  update(settings, step) {
    const sum = preActivation(settings, step)
    return [settings.activates ? activated(activation, sum) : sum]
  },
  adjoint({ slopeAt }, step, [after], [grad]) {
    const sum = plus(step.fromInput, step.fromState)
    const gradSum = times(grad, slope(activation, slopeAt, after, sum))
    return { fromInput: gradSum, fromState: gradSum, before: [zeros(grad.rows, grad.columns)] }
  },
})

function preActivation(
  { bias, recurs, recurrent }: ElmanUpdate,
  { x, before: [s], weights: { Wx, Wh, bx } }: ModelStep,
): Terms {
  const fromInput = affine(x, Wx, bias ? bx : undefined)
  if (!recurs) return fromInput
  return plus(fromInput, product(s, recurrent === 'plain' ? Wh : transposed(Wh)))
}
