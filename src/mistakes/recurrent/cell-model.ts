import type { Matrix } from '../../numpy/matrix.ts'
import type { Terms } from './terms.ts'

/** Weights of a cell and of the linear head, a row per input and a column per output. */
export interface ModelWeights {
  /** d x (gates h) */
  readonly Wx: Terms
  /** 1 x (gates h) */
  readonly bx: Terms
  /** h x (gates h) */
  readonly Wh: Terms
  /** 1 x (gates h) */
  readonly bh: Terms
  /** h x o */
  readonly Wout: Terms
  /** 1 x o */
  readonly c: Terms
}

/** The inputs of a batch, n x T x d. */
export interface Inputs {
  readonly shape: readonly [samples: number, steps: number, features: number]
  readonly data: Float64Array
}

/** What one step sees. */
export interface ModelStep {
  /** X_k, n x d */
  readonly x: Terms
  /** X_k Wx + bx, n x (gates h) */
  readonly fromInput: Terms
  /** H_(k-1) Wh + bh, n x (gates h) */
  readonly fromState: Terms
  /** The parts of S_(k-1), n x h each. */
  readonly before: readonly Terms[]
  readonly weights: ModelWeights
}

export interface ModelStepGradient {
  /** dL/d(X_k Wx + bx) */
  readonly fromInput: Terms
  /** dL/d(H_(k-1) Wh + bh) */
  readonly fromState: Terms
  /** What reaches S_(k-1) other than through the recurrent weights. */
  readonly before: readonly Terms[]
}

/** One step forward, with the mistakes of its settings. */
export interface UpdateModel<Update> {
  /** Of the state. */
  readonly parts: number
  readonly rightUpdate: Update
  /** The parts of S_k, n x h each. */
  readonly update: (settings: Update, step: ModelStep) => readonly Terms[]
}

/** One step back, with the mistakes of its settings. */
export interface AdjointModel<Adjoint> {
  readonly rightAdjoint: Adjoint
  readonly adjoint: (
    settings: Adjoint,
    step: ModelStep,
    after: readonly Terms[],
    gradAfter: readonly Terms[],
  ) => ModelStepGradient
}

export interface CellModel<Update, Adjoint> extends UpdateModel<Update>, AdjointModel<Adjoint> {
  readonly gates: number
}

/** What goes into a backward pass on right inputs; the states follow from it. */
export interface BackwardProblem {
  readonly X: Inputs
  /** dL/dy, n x o */
  readonly gradOut: Matrix
  readonly weights: ModelWeights
}
