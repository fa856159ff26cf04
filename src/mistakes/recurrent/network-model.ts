import type { Matrix } from '../../numpy/matrix.ts'
import type { BackwardProblem, CellModel, Inputs, ModelWeights, UpdateModel } from './cell-model.ts'
import {
  chosen,
  type ForwardRun,
  laidOut,
  runModel,
  sharedGradient,
  stepFrom,
  unroll,
  type Unrolled,
} from './loop-model.ts'
import type { Prediction } from './function-model.ts'
import { type LoopSettings, wayBack } from './loop-settings.ts'
import {
  affine,
  asMatrix,
  asSequence,
  asVector,
  columnSums,
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
 * backward_gradient with the mistakes of any settings: the gradients of all parameters in their order, of X, and of each
 * part of the state over time. The right forward pass is made once, and the way back once for all settings that agree on
 * it.
 */
export function backwardOn<Update, Adjoint extends LoopSettings>(
  { cell, torch }: NetworkModel<Update, Adjoint>,
  problem: BackwardProblem,
): Prediction<Adjoint> {
  const run = runModel(cell, problem.X, problem.weights)
  const unrolledFor = remembered((settings: Adjoint) => unroll(settings, cell, run, problem))
  const [n, T, d] = problem.X.shape
  return (settings) => {
    const unrolled = unrolledFor(settings)
    let found: readonly Predicted[] | undefined
    const parameters = (): readonly Predicted[] =>
      (found ??= limited(
        settings,
        parameterGradients(settings, unrolled, run, torch).map(({ gradient, isBias }) => ({
          gradient: scaledBy(settings, gradient, n, T),
          isBias,
        })),
      ))
    return [
      ...Array.from({ length: torch ? 6 : 5 }, (_, i) => () => parameters()[i]),
      () => asSequence(inputGradient(settings, unrolled.inputs()), n, d),
      ...run.states[0].map(
        (_, part) => () =>
          laidOut(
            settings,
            unrolled.overTime.map((each) => each[part]),
          ),
      ),
    ]
  }
}

/** More than there are ways of making a single mistake, which most pairs share their way back with. */
const mostRemembered = 256

function remembered<Adjoint extends LoopSettings>(
  unrolled: (settings: Adjoint) => Unrolled,
): (settings: Adjoint) => Unrolled {
  const known = new Map<string, Unrolled>()
  return (settings) => {
    const key = wayBack(settings)
    const before = known.get(key)
    if (before !== undefined) return before
    const found = unrolled(settings)
    if (known.size < mostRemembered) known.set(key, found)
    return found
  }
}

interface ParameterGradient {
  readonly gradient: Terms
  readonly isBias: boolean
}

const weight = (gradient: Terms): ParameterGradient => ({ gradient, isBias: false })
const bias = (gradient: Terms): ParameterGradient => ({ gradient, isBias: true })

function parameterGradients(
  settings: LoopSettings,
  unrolled: Unrolled,
  run: ForwardRun,
  torch: boolean,
): ParameterGradient[] {
  const { weights: Wx, bias: bx } = sharedGradient(settings, 'input', unrolled, run)
  const { weights: Wh, bias: bh } = sharedGradient(settings, 'state', unrolled, run)
  const last = run.states[run.states.length - 1][0]
  const gradOut = chosen(settings, unrolled.gradOut)
  const Wout = product(transposed(last), gradOut)
  const turned = (weights: Terms): Terms => (torch ? transposed(weights) : weights)
  const recurrent = settings.recurrentTransposed ? transposed(turned(Wh)) : turned(Wh)
  const shared = [turned(Wx), recurrent]
  // Where no step is visited the zeros to start with are returned, a vector.
  const isRowASample = settings.biasSamples === 'each' && unrolled.passes.length > 0
  const cellBias = isRowASample ? weight : bias
  return [
    ...(settings.swapped ? shared.toReversed() : shared).map(weight),
    ...(torch ? [bx, bh] : [bx]).map(cellBias),
    weight(turned(Wout)),
    bias(columnSums(gradOut)),
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

function limited({ limit }: LoopSettings, all: readonly ParameterGradient[]): Predicted[] {
  const norm = Math.hypot(...all.map(({ gradient }) => Math.hypot(...gradient.value)))
  return all.map(({ gradient, isBias }) => {
    const own = limit === 'clip' ? clipped(gradient) : gradient
    const sized = limit === 'normalise' && norm > 0 ? scaled(own, 1 / norm) : own
    return isBias ? asVector(sized) : asMatrix(sized)
  })
}

const clipped = (a: Terms): Terms => ({
  ...a,
  value: a.value.map((entry) => Math.max(-1, Math.min(1, entry))),
})

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
