import type { CellModel, ModelStep } from './cell-model.ts'
import { gate, gatesInOrder, sigmoid, tanh } from './gates.ts'
import { type LoopSettings, rightLoop } from './loop-settings.ts'
import { slope, type SlopeAt } from './slopes.ts'
import { affine, plus, type Terms, times, zeros } from './terms.ts'

/** In PyTorch's order: input, forget, cell (the candidate) and output. */
export const lstmGates = 'ifgo'

export interface LstmUpdate {
  readonly gateOrder: string
  readonly bias: boolean
  readonly recurs: boolean
  /** c_k = f c_(k-1) + i g, or without one of its terms. */
  readonly cell: 'right' | 'no-carry' | 'no-forget-gate'
  /** h_k = o tanh(c_k), or without tanh. */
  readonly squashesCell: boolean
  readonly candidate: 'tanh' | 'sigmoid'
  readonly swapsParts: boolean
}

export interface LstmAdjoint extends LoopSettings {
  /** The order in which the gates are read. */
  readonly gateOrder: string
  /** The order in which the gradients of the gates are put next to each other. */
  readonly gradientOrder: string
  /** dL/dc_k: what comes from c_(k+1) and what comes from h_k. */
  readonly cellGradient: 'both' | 'from-next' | 'from-output'
  /** How it goes on to c_(k-1). */
  readonly carry: 'forget-gate' | 'unchanged' | 'none'
  readonly forgets: 'before' | 'after'
  readonly gateSlope: SlopeAt
  readonly candidateSlope: SlopeAt
  readonly cellSlope: SlopeAt
  readonly missingGate: '' | 'i' | 'f' | 'g' | 'o'
}

export const rightLstmUpdate: LstmUpdate = {
  gateOrder: lstmGates,
  bias: true,
  recurs: true,
  cell: 'right',
  squashesCell: true,
  candidate: 'tanh',
  swapsParts: false,
}

export const rightLstmAdjoint: LstmAdjoint = {
  ...rightLoop,
  gateOrder: lstmGates,
  gradientOrder: lstmGates,
  cellGradient: 'both',
  carry: 'forget-gate',
  forgets: 'before',
  gateSlope: 'right',
  candidateSlope: 'right',
  cellSlope: 'right',
  missingGate: '',
}

export const lstmModel: CellModel<LstmUpdate, LstmAdjoint> = {
  gates: 4,
  parts: 2,
  rightUpdate: rightLstmUpdate,
  rightAdjoint: rightLstmAdjoint,
  update(settings, step) {
    const A = preActivations(settings, step)
    const [i, f, o] = Array.from('ifo', (letter) => sigmoid(gate(A, settings.gateOrder, letter)))
    const squash = settings.candidate === 'tanh' ? tanh : sigmoid
    const added = times(i, squash(gate(A, settings.gateOrder, 'g')))
    const c0 = step.before[1]
    const kept = { right: times(f, c0), 'no-carry': undefined, 'no-forget-gate': c0 }[settings.cell]
    const c = kept ? plus(kept, added) : added
    const h = times(o, settings.squashesCell ? tanh(c) : c)
    return settings.swapsParts ? [c, h] : [h, c]
  },
  adjoint(settings, step, [, c], [gradH, gradC]) {
    const A = plus(step.fromInput, step.fromState)
    const own = (letter: string): Terms => gate(A, settings.gateOrder, letter)
    const [i, f, o] = Array.from('ifo', (letter) => sigmoid(own(letter)))
    const g = tanh(own('g'))
    const s = tanh(c)
    const c0 = step.before[1]
    const gateSlope = (value: Terms, letter: string): Terms =>
      slope('sigmoid', settings.gateSlope, value, own(letter))
    // h_k = o tanh(c_k)
    const fromOutput = times(gradH, o, slope('tanh', settings.cellSlope, s, c))
    const dc = cellGradient(settings, gradC, fromOutput)
    // c_k = f c_(k-1) + i g
    const gradients: Record<string, Terms> = {
      i: times(dc, g, gateSlope(i, 'i')),
      f: times(dc, settings.forgets === 'before' ? c0 : c, gateSlope(f, 'f')),
      g: times(dc, i, slope('tanh', settings.candidateSlope, g, own('g'))),
      o: times(gradH, s, gateSlope(o, 'o')),
    }
    const none = zeros(c.rows, c.columns)
    if (settings.missingGate) gradients[settings.missingGate] = none
    const gradA = gatesInOrder(gradients, settings.gradientOrder)
    const carried = { 'forget-gate': times(dc, f), unchanged: dc, none }[settings.carry]
    return { fromInput: gradA, fromState: gradA, before: [none, carried] }
  },
}

function preActivations(
  { bias, recurs }: LstmUpdate,
  { x, before: [h], weights: { Wx, Wh, bx, bh } }: ModelStep,
): Terms {
  const fromInput = affine(x, Wx, bias ? bx : undefined)
  const fromState = affine(recurs ? h : zeros(h.rows, h.columns), Wh, bias ? bh : undefined)
  return plus(fromInput, fromState)
}

function cellGradient({ cellGradient }: LstmAdjoint, fromNext: Terms, fromOutput: Terms): Terms {
  if (cellGradient === 'from-next') return fromNext
  return cellGradient === 'from-output' ? fromOutput : plus(fromNext, fromOutput)
}
