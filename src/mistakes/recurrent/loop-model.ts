import type {
  AdjointModel,
  BackwardProblem,
  Inputs,
  ModelStep,
  ModelStepGradient,
  ModelWeights,
  UpdateModel,
} from './cell-model.ts'
import type { LoopSettings } from './loop-settings.ts'
import {
  affine,
  asSequence,
  columnSums,
  given,
  onlyRow,
  plus,
  type Predicted,
  product,
  scaled,
  stepOf,
  type Terms,
  transposed,
  zeros,
} from './terms.ts'

/** A right forward pass: what each step sees, and the states S_0 .. S_T, each by its parts. */
export interface ForwardRun {
  readonly weights: ModelWeights
  readonly inputs: readonly Terms[]
  readonly steps: readonly ModelStep[]
  readonly states: readonly (readonly Terms[])[]
}

export function runModel<Update>(
  { parts, rightUpdate, update }: UpdateModel<Update>,
  X: Inputs,
  weights: ModelWeights,
): ForwardRun {
  const [n, T] = X.shape
  const inputs = Array.from({ length: T }, (_, k) => stepOf(X.data, X.shape, k))
  const start: readonly Terms[] = Array.from({ length: parts }, () => zeros(n, weights.Wh.rows))
  const states = [start]
  const steps = inputs.map((x, k) => {
    const step = stepFrom(x, states[k], weights)
    states.push(update(rightUpdate, step))
    return step
  })
  return { weights, inputs, steps, states }
}

export const stepFrom = (x: Terms, before: readonly Terms[], weights: ModelWeights): ModelStep => ({
  x,
  fromInput: affine(x, weights.Wx, weights.bx),
  fromState: affine(before[0], weights.Wh, weights.bh),
  before,
  weights,
})

/** One pass of the loop: its step k, from 1 to T, and what it finds. */
interface Pass extends Pick<ModelStepGradient, 'fromInput' | 'fromState'> {
  readonly k: number
}

export interface Unrolled {
  readonly passes: readonly Pass[]
  /** dL/dS_k for k = 0 .. T, by the parts of the state. */
  readonly overTime: readonly Terms[][]
  /** dL/dX_k for k = 1 .. T. */
  readonly inputs: () => readonly Terms[]
  readonly gradOut: Terms
}

/** Carries the gradient of the output back through time. */
export function unroll<Adjoint extends LoopSettings>(
  settings: Adjoint,
  cell: AdjointModel<Adjoint>,
  { steps, states }: ForwardRun,
  { gradOut: received, weights, X }: BackwardProblem,
): Unrolled {
  const [n, T, d] = X.shape
  const divisor = settings.gradOutDivisor === 'n' ? n : 1
  const gradOut = scaled(given(received), settings.gradOutFactor / divisor)
  const overTime = states.map((parts) => parts.map((part) => zeros(n, part.columns)))
  const head = product(gradOut, transposed(weights.Wout))
  overTime[T][0] = head
  const passes = visited(settings, T).map((k): Pass => {
    const gradient = cell.adjoint(settings, steps[k - 1], states[k], overTime[k])
    overTime[k - 1] = stateBefore(settings, gradient, weights.Wh)
    if (settings.addsGradOut) overTime[k - 1][0] = plus(overTime[k - 1][0], head)
    return { k, fromInput: gradient.fromInput, fromState: gradient.fromState }
  })
  const inputs = (): Terms[] => {
    const all = Array.from({ length: T }, () => zeros(n, d))
    for (const { k, fromInput } of passes) all[k - 1] = product(fromInput, transposed(weights.Wx))
    return all
  }
  return { passes, overTime, inputs, gradOut }
}

function stateBefore(
  { detached, propagation }: LoopSettings,
  { fromState, before }: ModelStepGradient,
  Wh: Terms,
): Terms[] {
  const cut = before.map((part) => zeros(part.rows, part.columns))
  if (detached === 'all') return cut
  if (detached === 'first') return [cut[0], ...before.slice(1)]
  if (propagation === 'transposed')
    return [plus(product(fromState, transposed(Wh)), before[0]), ...before.slice(1)]
  // A cell with one gate has a square weight, with which these can be mistaken.
  const through = propagation === 'plain' ? product(fromState, Wh) : fromState
  return [plus(through, before[0]), ...before.slice(1)]
}

function visited(settings: LoopSettings, T: number): number[] {
  const first = Math.max(settings.skipsFirst ? 2 : 1, T - settings.steps + 1)
  const last = settings.skipsLast ? T - 1 : T
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => last - i)
}

/** The gradients of a map Z = A W + b that the steps share. */
export interface SharedGradient {
  readonly weights: Terms
  readonly bias: Terms
}

/** The sums over batch and time for the weights that the inputs, or the states, are multiplied with. */
export function sharedGradient(
  settings: LoopSettings,
  side: 'input' | 'state',
  { passes }: Unrolled,
  { inputs, states, weights }: ForwardRun,
): SharedGradient {
  const operands = side === 'input' ? inputs : states.map(([first]) => first)
  const offset = side === 'input' ? settings.inputOffset : settings.stateOffset
  const own = side === 'input' ? settings.inputAccumulates : settings.recurrentAccumulates
  const grads = passes.map((pass) => ({
    k: pass.k,
    grad: chosen(settings, side === 'input' ? pass.fromInput : pass.fromState),
  }))
  const width = side === 'input' ? weights.Wx : weights.Wh
  const empty = zeros(width.rows, width.columns)
  const terms = grads.map(({ k, grad }) => {
    const operand = operands[k - 1 + offset]
    return operand === undefined ? empty : product(transposed(operand), grad)
  })
  return {
    weights: gathered(terms, own, empty),
    bias: biasGradient(settings, grads, inputs.length, empty),
  }
}

const gathered = (terms: readonly Terms[], accumulates: boolean, empty: Terms): Terms =>
  accumulates ? plus(empty, ...terms) : (terms.at(-1) ?? empty)

/** The samples that count, the others zero. */
export function chosen({ samples }: LoopSettings, grad: Terms): Terms {
  if (samples === 'all') return grad
  return onlyRow(grad, samples === 'first' ? 0 : grad.rows - 1)
}

function biasGradient(
  settings: LoopSettings,
  grads: readonly { k: number; grad: Terms }[],
  T: number,
  { columns }: Terms,
): Terms {
  const used = settings.biasSteps === 'last' ? grads.filter(({ k }) => k === T) : grads
  const terms = used.map(({ grad }) => biasTerm(settings, grad))
  const rows = terms[0]?.rows ?? 1
  const sum = gathered(terms, settings.biasAccumulates, zeros(rows, columns))
  return settings.biasDividedBySteps ? scaled(sum, 1 / T) : sum
}

/** The sum over the batch, or what is taken for it: one row, or a row a sample. */
function biasTerm({ biasSamples }: LoopSettings, grad: Terms): Terms {
  if (biasSamples === 'each') return grad
  if (biasSamples === 'first') return columnSums(onlyRow(grad, 0))
  const sum = columnSums(grad)
  return biasSamples === 'mean' ? scaled(sum, 1 / grad.rows) : sum
}

/** A gradient over time as it is returned, n x (T+1) x h: of the inputs n x T x d. */
export function laidOut(settings: LoopSettings, steps: readonly Terms[]): Predicted {
  const last = steps.length - 1
  const shown = settings.filled
    ? steps
    : steps.map((step, k) => (k < last ? zeros(step.rows, step.columns) : step))
  const ordered = settings.reversed ? shown.toReversed() : shown
  const [{ rows, columns }] = steps
  const batchFirst = asSequence(ordered, rows, columns)
  return settings.timeMajor ? stepsFirst(batchFirst) : batchFirst
}

function stepsFirst({ shape: [n, T, d], value, error }: Predicted): Predicted {
  const turn = (entries: Float64Array): Float64Array =>
    entries.map((_, i) => {
      const [k, sample, feature] = [Math.floor(i / (n * d)), Math.floor(i / d) % n, i % d]
      return entries[(sample * T + k) * d + feature]
    })
  return { shape: [T, n, d], value: turn(value), error: turn(error) }
}
