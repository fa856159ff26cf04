import type { Matrix } from '../numpy/matrix.ts'

/** The parts of a state at one step, n x h each. The first is what the recurrent weights and the head read. */
export type State = readonly Matrix[]

/** What step k sees: its pre-activations, its state before and after. A row per sample in each. */
export interface Step {
  /** X_k Wx + bx, n x (gates h). The update leaves here what its adjoint needs. */
  readonly fromInput: Matrix
  /** H_(k-1) Wh + bh, n x (gates h). */
  readonly fromState: Matrix
  /** S_(k-1) */
  readonly before: State
  /** S_k, to be written by the update. */
  readonly after: State
  /** What the adjoint need not compute again, n x (kept h), to be written by the update. */
  readonly kept: Matrix
}

/** Derivatives of L at step k, each of the shape of what it belongs to in Step. */
export interface StepGradient {
  /** dL/dS_k */
  readonly after: State
  /** dL/dS_(k-1): the adjoint writes what reaches it other than through `fromState`, the loop adds the rest. */
  readonly before: State
  /** To be written by the adjoint. */
  readonly fromInput: Matrix
  /** To be written by the adjoint. */
  readonly fromState: Matrix
}

/** A recurrent cell without its products by weights: what is left acts on each unit of each sample by itself. */
export interface Cell {
  /** Pre-activations per unit. */
  readonly gates: number
  /** Parts of the state. */
  readonly parts: number
  /** Numbers per unit that the update keeps for the adjoint. */
  readonly kept: number
  /** True where only the sum of both pre-activations matters: then `fromInput` and `fromState` are one matrix, the sum. */
  readonly summed: boolean
  readonly update: (step: Step) => void
  readonly adjoint: (step: Step, gradient: StepGradient) => void
}
