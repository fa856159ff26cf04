import type { Matrix } from '../numpy/matrix.ts'
import { activations, type Activation, type ActivationName } from './activation.ts'
import type { Cell } from './cell.ts'
import { runForward, type ForwardPass } from './recurrence.ts'
import type { Sequence } from './sequence.ts'
import { expectLength, expectMatrix } from './shape.ts'

// The simple recurrent network of Elman, "Finding Structure in Time" (1990), with a linear head on its last state:
//
//   S_k = f(S_(k-1) Wrec + X_k Wx + b)    for k = 1 .. T
//   y   = S_T Wout + c
//
// Sizes: n samples, T steps, d inputs, h units, o outputs.

export interface ElmanParameters {
  /** d x h */
  readonly Wx: Matrix
  /** h x h; row i holds what unit i passes on. */
  readonly Wrec: Matrix
  /** h */
  readonly b: Float64Array
  /** h x o */
  readonly Wout: Matrix
  /** o */
  readonly c: Float64Array
}

export interface ElmanOptions {
  /** S_0, n x h; zeros by default. */
  readonly initialState?: Matrix
}

export interface ElmanGradients {
  readonly gradients: ElmanParameters & { readonly X: Sequence }
  /** dL/dS_k for k = 0 .. T, n x (T + 1) x h; 0 before the window. */
  readonly gradOverTime: Sequence
}

export interface ElmanPass extends ForwardPass<ElmanGradients> {
  /** S_0 .. S_T, n x (T + 1) x h. */
  readonly states: Sequence
}

/** Runs X, n x T x d, through the network. Throws RangeError where a shape does not fit. */
export function elman(
  X: Sequence,
  parameters: ElmanParameters,
  activation: ActivationName,
  { initialState }: ElmanOptions = {},
): ElmanPass {
  expectParameters(X, parameters)
  const { Wx, Wrec: Wh, b: bx, Wout, c } = parameters
  const weights = { Wx, bx, Wh, bh: new Float64Array(Wh.columns), Wout, c }
  const cell = elmanCell(activations[activation])
  const pass = runForward('elman', cell, X, weights, { initialState })
  return {
    y: pass.y,
    states: pass.states[0],
    saved: pass.saved,
    backward: (gradY, options) => {
      const { Wx, bx, Wh, Wout, c, X, overTime } = pass.backward(gradY, options)
      return {
        gradients: { Wx, Wrec: Wh, b: bx, Wout, c, X },
        gradOverTime: overTime[0],
      }
    },
  }
}

/** S_k = f(A_k) with A_k = X_k Wx + b + S_(k-1) Wrec, so dL/dA_k = dL/dS_k f'(A_k), entry by entry. */
function elmanCell({ value, slope }: Activation): Cell {
  return {
    gates: 1,
    parts: 1,
    kept: 0,
    summed: true,
    update: ({ fromInput, after: [S] }) => {
      for (let i = 0; i < S.data.length; i++) S.data[i] = value(fromInput.data[i])
    },
    adjoint: ({ after: [S] }, { after: [gradS], fromInput: gradA }) => {
      for (let i = 0; i < S.data.length; i++) gradA.data[i] = gradS.data[i] * slope(S.data[i])
    },
  }
}

function expectParameters(X: Sequence, { Wx, Wrec, b, Wout, c }: ElmanParameters): void {
  const h = Wrec.rows
  expectMatrix('elman', 'Wrec', Wrec, [h, h])
  expectMatrix('elman', 'Wx', Wx, [X.shape[2], h])
  expectLength('elman', 'b', b, h)
  expectMatrix('elman', 'Wout', Wout, [h, Wout.columns])
  expectLength('elman', 'c', c, Wout.columns)
}
