import type { Matrix } from '../numpy/matrix.ts'
import { addInputGradient, biasGradient, startFrom, weightGradient } from './affine.ts'
import type { Cell, State, Step } from './cell.ts'
import { addProduct, transposed } from './matrix-product.ts'
import { expectMatrix } from './shape.ts'
import { fromSequence, stretch, timeMajor, toSequence, type TimeMajor } from './time-major.ts'
import { expectSequence, type Sequence } from './sequence.ts'

/** The parts of S_0 by the names of the caller's options, in the order of State; zeros where undefined. */
export type InitialState = Readonly<Record<string, Matrix | undefined>>

/** Weights of a cell and of the linear head y = H_T Wout + c: a row per input, a column per output. */
export interface RecurrentWeights {
  /** d x (gates h) */
  readonly Wx: Matrix
  readonly bx: Float64Array
  /** h x (gates h) */
  readonly Wh: Matrix
  readonly bh: Float64Array
  /** h x o */
  readonly Wout: Matrix
  readonly c: Float64Array
}

export interface BackwardOptions {
  /**
   * Steps that the gradient goes back through, at least 1; all of them by default. The state before these steps is then taken
   * as a constant: truncated backpropagation through time, Williams and Peng (1990).
   */
  readonly window?: number
}

export interface RecurrentGradients extends RecurrentWeights {
  readonly X: Sequence
  /** dL/dS_k for k = 0 .. T, one sequence per part of the state, n x (T + 1) x h; 0 before the window. */
  readonly overTime: readonly Sequence[]
}

/** A batch that has gone forward, and the way back. */
export interface ForwardPass<Gradients> {
  /** Output of the last step, n x o. */
  readonly y: Matrix
  /** From dL/dy, n x o, to every gradient. */
  readonly backward: (gradY: Matrix, options?: BackwardOptions) => Gradients
  /**
   * What the way back reads besides X and the weights, in memory of the pass: gates, what else the cell kept, and the parts of the
   * state, each step after step, a row per sample.
   */
  readonly saved: readonly Float64Array[]
}

export interface RecurrentPass extends ForwardPass<RecurrentGradients> {
  /** S_0 .. S_T, one sequence per part, n x (T + 1) x h. */
  readonly states: readonly Sequence[]
}

/** Everything of one pass, step by step. */
interface Unrolled {
  readonly cell: Cell
  readonly inputs: TimeMajor
  readonly fromInput: TimeMajor
  readonly fromState: TimeMajor
  readonly states: readonly TimeMajor[]
  readonly kept: TimeMajor
}

/** Runs a batch X, n x T x d, through a cell from the state `initial`. */
export function runForward(
  where: string,
  cell: Cell,
  X: Sequence,
  weights: RecurrentWeights,
  initial: InitialState,
): RecurrentPass {
  expectSequence(where, 'X', X)
  const unrolled = prepare(where, cell, X, weights, initial)
  unroll(unrolled, weights)
  const last = unrolled.states[0].at[X.shape[1]]
  const y = zeros(last.rows, weights.Wout.columns)
  startFrom(weights.c, y)
  addProduct(y, last, weights.Wout)
  const backward: RecurrentPass['backward'] = (gradY, options = {}) => {
    expectMatrix(where, 'gradY', gradY, [y.rows, y.columns])
    return runBackward(unrolled, weights, gradY, firstStep(where, X.shape[1], options))
  }
  const { fromInput, kept, states } = unrolled
  const saved = [fromInput, kept, ...states].map(({ all }) => all.data)
  return { y, states: states.map(toSequence), backward, saved }
}

/** The time loop forward: S_k from S_(k-1). */
function unroll(unrolled: Unrolled, weights: RecurrentWeights): void {
  const { cell, inputs, fromInput, fromState, states } = unrolled
  const { Wx, Wh } = weights
  startFromBiases(unrolled, weights)
  addProduct(fromInput.all, inputs.all, Wx)
  const steps = stepsOf(unrolled)
  for (let k = 1; k <= steps.length; k++) {
    addProduct(fromState.at[k - 1], states[0].at[k - 1], Wh)
    cell.update(steps[k - 1])
  }
}

function startFromBiases(
  { cell, fromInput, fromState }: Unrolled,
  { bx, bh }: RecurrentWeights,
): void {
  const both = bx.map((entry, j) => entry + bh[j])
  if (cell.summed) return startFrom(both, fromInput.all)
  startFrom(bx, fromInput.all)
  startFrom(bh, fromState.all)
}

/** Backpropagation through time, Werbos (1990), from the last step down to `first`. */
function runBackward(
  unrolled: Unrolled,
  weights: RecurrentWeights,
  gradY: Matrix,
  first: number,
): RecurrentGradients {
  const { cell, inputs, states } = unrolled
  const T = inputs.at.length
  const gradient = gradientOf(unrolled)
  addInputGradient(gradient.states[0].at[T], gradY, weights.Wout)
  backpropagate(unrolled, gradient, transposed(weights.Wh), first)
  const gradX = timeMajor(T, inputs.samples, inputs.all.columns)
  addInputGradient(gradX.all, gradient.fromInput.all, weights.Wx)
  const fromInput = stretch(gradient.fromInput, first - 1)
  const fromState = stretch(gradient.fromState, first - 1)
  const bx = biasGradient(fromInput)
  return {
    Wx: weightGradient(stretch(inputs, first - 1), fromInput),
    bx,
    Wh: weightGradient(stretch(states[0], first - 1, T), fromState),
    bh: cell.summed ? bx.slice() : biasGradient(fromState),
    Wout: weightGradient(states[0].at[T], gradY),
    c: biasGradient(gradY),
    X: toSequence(gradX),
    overTime: gradient.states.map(toSequence),
  }
}

/** The time loop backward: dL/dS_(k-1) from dL/dS_k. */
function backpropagate(
  unrolled: Unrolled,
  gradient: Unrolled,
  WhTransposed: Matrix,
  first: number,
): void {
  const steps = stepsOf(unrolled)
  const gradients = stepsOf(gradient)
  for (let k = steps.length; k >= first; k--) {
    unrolled.cell.adjoint(steps[k - 1], gradients[k - 1])
    addProduct(gradient.states[0].at[k - 1], gradient.fromState.at[k - 1], WhTransposed)
  }
}

function prepare(
  where: string,
  cell: Cell,
  X: Sequence,
  { Wh }: RecurrentWeights,
  initial: InitialState,
): Unrolled {
  const [samples, steps] = X.shape
  const states = Array.from({ length: cell.parts }, () => timeMajor(steps + 1, samples, Wh.rows))
  Object.entries(initial).forEach(([name, part], i) => {
    if (!part) return
    expectMatrix(where, name, part, [samples, Wh.rows])
    states[i].at[0].data.set(part.data)
  })
  return {
    cell,
    inputs: fromSequence(X),
    ...preActivations(cell, steps, samples, Wh),
    states,
    kept: timeMajor(steps, samples, cell.kept * Wh.rows),
  }
}

function preActivations(
  cell: Cell,
  steps: number,
  samples: number,
  { columns }: Matrix,
): Pick<Unrolled, 'fromInput' | 'fromState'> {
  const fromInput = timeMajor(steps, samples, columns)
  return { fromInput, fromState: cell.summed ? fromInput : timeMajor(steps, samples, columns) }
}

/** Zeros in the shape of what they will be the derivatives of; inputs and what is kept are those of the way forward. */
function gradientOf(unrolled: Unrolled): Unrolled {
  const { cell, fromInput, states } = unrolled
  const { samples, at } = fromInput
  return {
    ...unrolled,
    ...preActivations(cell, at.length, samples, fromInput.all),
    states: states.map((part) => timeMajor(part.at.length, samples, part.all.columns)),
  }
}

function stepsOf({ fromInput, fromState, states, kept }: Unrolled): Step[] {
  const stateAt = (k: number): State => states.map((part) => part.at[k])
  return fromInput.at.map((matrix, k) => ({
    fromInput: matrix,
    fromState: fromState.at[k],
    before: stateAt(k),
    after: stateAt(k + 1),
    kept: kept.at[k],
  }))
}

function firstStep(where: string, steps: number, { window = steps }: BackwardOptions): number {
  if (steps === 0) return 1
  if (Number.isInteger(window) && window >= 1) return Math.max(1, steps - window + 1)
  throw new RangeError(
    `${where}: expected window to be an integer of at least 1, received ${window}`,
  )
}

function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) }
}
