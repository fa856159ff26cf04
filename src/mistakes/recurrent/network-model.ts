import type { Matrix } from '../../numpy/matrix.ts'
import type { BackwardProblem, CellModel, Inputs, ModelWeights, UpdateModel } from './cell-model.ts'
import { biasTerm, laidOut, runModel, sharedGradient, stepFrom, unroll } from './loop-model.ts'
import type { LoopSettings } from './loop-settings.ts'
import {
  affine,
  asMatrix,
  asSequence,
  asVector,
  given,
  type Predicted,
  product,
  scaled,
  stepOf,
  type Terms,
  transposed,
  zeros,
} from './terms.ts'

/** The places where the loop forward can go wrong, whatever the cell. */
export interface ForwardLoop {
  readonly initialState: 0 | 1
  readonly skipsFirst: boolean
  readonly stopsEarly: boolean
}

export const rightForwardLoop: ForwardLoop = {
  initialState: 0,
  skipsFirst: false,
  stopsEarly: false,
}

/** A cell in a network, and how its parameters are laid out. */
export interface NetworkModel<Update, Adjoint extends LoopSettings> {
  readonly cell: CellModel<Update, Adjoint>
  /** PyTorch's layout: a row per output, and two biases. */
  readonly torch: boolean
}

/** One step: the parts of the next state, n x h each. */
export function modelUpdate<Update>(
  cell: UpdateModel<Update>,
  settings: Update,
  x: Matrix,
  before: readonly Matrix[],
  weights: ModelWeights,
): Predicted[] {
  return cell.update(settings, stepFrom(given(x), before.map(given), weights)).map(asMatrix)
}

/** All states, each part n x (T+1) x h. */
export function modelForward<Update>(
  cell: UpdateModel<Update>,
  settings: Update & ForwardLoop,
  X: Inputs,
  weights: ModelWeights,
): Predicted[] {
  const [n, T] = X.shape
  const h = weights.Wh.rows
  const blank = (): Terms[] => Array.from({ length: cell.parts }, () => zeros(n, h))
  const states: (readonly Terms[])[] = Array.from({ length: T + 1 }, blank)
  states[0] = blank().map((part) => filledWith(part, settings.initialState))
  const [first, last] = [settings.skipsFirst ? 2 : 1, settings.stopsEarly ? T - 1 : T]
  for (let k = first; k <= last; k++) {
    const x = stepOf(X.data, X.shape, k - 1)
    states[k] = cell.update(settings, stepFrom(x, states[k - 1], weights))
  }
  return blank().map((_, part) =>
    asSequence(
      states.map((each) => each[part]),
      n,
      h,
    ),
  )
}

const filledWith = (part: Terms, entry: number): Terms => ({
  ...part,
  value: part.value.map(() => entry),
  error: part.value.map(() => entry),
})

/**
 * backward_gradient with the mistakes of `settings`: the gradients of all parameters in their order, of X, and of each
 * part of the state over time.
 */
export function modelBackward<Update, Adjoint extends LoopSettings>(
  { cell, torch }: NetworkModel<Update, Adjoint>,
  settings: Adjoint,
  problem: BackwardProblem,
): Predicted[] {
  const run = runModel(cell, problem.X, problem.weights)
  const unrolled = unroll(settings, cell, run, problem)
  const { weights: Wx, bias: bx } = sharedGradient(settings, 'input', unrolled, run)
  const { weights: Wh, bias: bh } = sharedGradient(settings, 'state', unrolled, run)
  const last = run.states[run.states.length - 1][0]
  const Wout = product(transposed(last), unrolled.gradOut)
  const c = biasTerm(settings, unrolled.gradOut)
  const turned = (weights: Terms): Terms => (torch ? transposed(weights) : weights)
  const recurrent = settings.recurrentTransposed && Wh.rows === Wh.columns ? transposed(Wh) : Wh
  const shared = [turned(Wx), turned(recurrent)]
  const weights = settings.swapped ? shared.toReversed() : shared
  const rows = [...(torch ? [bx, bh] : [bx]), turned(Wout), c]
  const [n, T, d] = problem.X.shape
  const parameters = limited(
    settings,
    [...weights, ...rows].map((each) => scaledBy(settings, each, n, T)),
  )
  const isBias = (index: number): boolean => index >= 2 && index !== parameters.length - 2
  return [
    ...parameters.map((each, i) =>
      isBias(i) && each.rows === 1 ? asVector(each) : asMatrix(each),
    ),
    asSequence(inputGradient(settings, unrolled.inputs), n, d),
    ...run.states[0].map((_, part) =>
      laidOut(
        settings,
        unrolled.overTime.map((each) => each[part]),
      ),
    ),
  ]
}

function scaledBy(
  { scale, divisor, dividesBySteps }: LoopSettings,
  a: Terms,
  n: number,
  T: number,
) {
  return scaled(a, scale / ((divisor === 'n' ? n : 1) * (dividesBySteps ? T : 1)))
}

function limited({ limit }: LoopSettings, parameters: readonly Terms[]): readonly Terms[] {
  if (limit === 'none') return parameters
  if (limit === 'clip')
    return parameters.map((each) => ({
      ...each,
      value: each.value.map((entry) => Math.max(-1, Math.min(1, entry))),
    }))
  const norm = Math.hypot(...parameters.flatMap((each) => [...each.value]))
  return norm === 0 ? parameters : parameters.map((each) => scaled(each, 1 / norm))
}

function inputGradient({ inputGradient }: LoopSettings, steps: readonly Terms[]): readonly Terms[] {
  if (inputGradient === 'all') return steps
  if (inputGradient === 'reversed') return steps.toReversed()
  return steps.map(({ rows, columns }) => zeros(rows, columns))
}

export interface OutputSettings {
  readonly bias: boolean
  readonly squashes: boolean
}

export const rightOutput: OutputSettings = { bias: true, squashes: false }

/** y = S_T Wout + c, n x o. */
export function modelOutput(
  { bias, squashes }: OutputSettings,
  state: Matrix,
  { Wout, c }: Pick<ModelWeights, 'Wout' | 'c'>,
): Predicted {
  const y = affine(given(state), Wout, bias ? c : undefined)
  return asMatrix(squashes ? { ...y, value: y.value.map(Math.tanh) } : y)
}
