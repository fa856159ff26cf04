import type { CellModel, ModelStep } from './cell-model.ts'
import { gate, gatesInOrder, sigmoid, tanh } from './gates.ts'
import { type LoopSettings, rightLoop } from './loop-settings.ts'
import { slope, type SlopeAt } from './slopes.ts'
import { affine, complement, minus, plus, scaled, type Terms, times, zeros } from './terms.ts'

/** In PyTorch's order: reset, update and new (the candidate). */
export const gruGates = 'rzn'

export interface GruUpdate {
  readonly gateOrder: string
  readonly bias: boolean
  readonly recurs: boolean
  /** h_k = (1 - z) n + z h_(k-1), or with z and 1 - z exchanged. */
  readonly update: 'right' | 'swapped'
  /** Whether r multiplies W_hn h + b_hn, or h before that product, or nothing. */
  readonly resets: 'after' | 'before' | 'never'
  readonly carries: boolean
}

export interface GruAdjoint extends LoopSettings {
  readonly gateOrder: string
  readonly gradientOrder: string
  readonly update: 'right' | 'swapped'
  /** What goes straight on to h_(k-1). */
  readonly carry: 'update-gate' | 'unchanged' | 'none'
  readonly updateGateSign: 1 | -1
  /** Whether the gradient of W_hn h + b_hn has the factor r. */
  readonly resets: boolean
  readonly gateSlope: SlopeAt
  readonly candidateSlope: SlopeAt
  readonly missingGate: '' | 'r' | 'z' | 'n'
}

export const rightGruUpdate: GruUpdate = {
  gateOrder: gruGates,
  bias: true,
  recurs: true,
  update: 'right',
  resets: 'after',
  carries: true,
}

export const rightGruAdjoint: GruAdjoint = {
  ...rightLoop,
  gateOrder: gruGates,
  gradientOrder: gruGates,
  update: 'right',
  carry: 'update-gate',
  updateGateSign: 1,
  resets: true,
  gateSlope: 'right',
  candidateSlope: 'right',
  missingGate: '',
}

export const gruModel: CellModel<GruUpdate, GruAdjoint> = {
  gates: 3,
  parts: 1,
  rightUpdate: rightGruUpdate,
  rightAdjoint: rightGruAdjoint,
  update(settings, step) {
    const { gateOrder: order } = settings
    const A = settings.bias ? step.fromInput : affine(step.x, step.weights.Wx)
    const B = stateSide(settings, step, step.before[0])
    const both = (letter: string): Terms => plus(gate(A, order, letter), gate(B, order, letter))
    const [r, z] = [sigmoid(both('r')), sigmoid(both('z'))]
    const [h] = step.before
    const fromState = {
      after: () => times(r, gate(B, order, 'n')),
      before: () => gate(stateSide(settings, step, times(r, h)), order, 'n'),
      never: () => gate(B, order, 'n'),
    }[settings.resets]()
    const n = tanh(plus(gate(A, order, 'n'), fromState))
    const [keep, renew] = settings.update === 'right' ? [z, complement(z)] : [complement(z), z]
    return [settings.carries ? plus(times(renew, n), times(keep, h)) : times(renew, n)]
  },
  adjoint(settings, step, _, [grad]) {
    const { gateOrder: order } = settings
    const { fromInput: A, fromState: B } = step
    const both = (letter: string): Terms => plus(gate(A, order, letter), gate(B, order, letter))
    const [r, z] = [sigmoid(both('r')), sigmoid(both('z'))]
    const [h] = step.before
    const Bn = gate(B, order, 'n')
    const An = plus(gate(A, order, 'n'), times(r, Bn))
    const n = tanh(An)
    const gateSlope = (value: Terms, letter: string): Terms =>
      slope('sigmoid', settings.gateSlope, value, both(letter))
    // h_k = (1 - z) n + z h_(k-1)
    const [keep, renew] = settings.update === 'right' ? [z, complement(z)] : [complement(z), z]
    const towards = settings.update === 'right' ? 1 : -1
    const dn = times(grad, renew, slope('tanh', settings.candidateSlope, n, An))
    const dz = times(grad, minus(h, n), gateSlope(z, 'z'))
    // n = tanh(A_n + r B_n)
    const dr = times(dn, Bn, gateSlope(r, 'r'))
    const none = zeros(h.rows, h.columns)
    const gradients: Record<string, Terms> = {
      r: dr,
      z: scaled(dz, towards * settings.updateGateSign),
      n: dn,
    }
    if (settings.missingGate) gradients[settings.missingGate] = none
    const carried = { 'update-gate': times(grad, keep), unchanged: grad, none }[settings.carry]
    const stateSideN = settings.resets ? times(gradients.n, r) : gradients.n
    return {
      fromInput: gatesInOrder(gradients, settings.gradientOrder),
      fromState: gatesInOrder({ ...gradients, n: stateSideN }, settings.gradientOrder),
      before: [carried],
    }
  },
}

function stateSide({ bias, recurs }: GruUpdate, { weights }: ModelStep, h: Terms): Terms {
  const bh = bias ? weights.bh : undefined
  return affine(recurs ? h : zeros(h.rows, h.columns), weights.Wh, bh)
}
