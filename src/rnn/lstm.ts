import type { Matrix } from '../numpy/matrix.ts'
import { sigmoid, sigmoidSlope, tanhSlope } from './activation.ts'
import type { Cell } from './cell.ts'
import { runForward, type ForwardPass } from './recurrence.ts'
import type { Sequence } from './sequence.ts'
import { fromTorch, toTorch, type TorchGradients, type TorchParameters } from './torch-weights.ts'

// Long short-term memory, Hochreiter and Schmidhuber (1997), with the forget gate of Gers, Schmidhuber and Cummins (2000),
// as torch.nn.LSTM computes it, and a linear head on its last output. Per unit, in PyTorch's order of the gates, with
// A_k = W_ih x_k + b_ih + W_hh h_(k-1) + b_hh:
//
//   i = sigmoid(A_i)   f = sigmoid(A_f)   g = tanh(A_g)   o = sigmoid(A_o)
//   c_k = f c_(k-1) + i g
//   h_k = o tanh(c_k)
//   y = head_weight h_T + head_bias
//
// Sizes: n samples, T steps, d inputs, h units, o outputs.

export interface LstmOptions {
  /** h_0, n x h; zeros by default. */
  readonly initialState?: Matrix
  /** c_0, n x h; zeros by default. */
  readonly initialCellState?: Matrix
}

export interface LstmGradients {
  readonly gradients: TorchGradients
  /** dL/dh_k for k = 0 .. T with c_k held fixed, n x (T + 1) x h; 0 before the window. */
  readonly gradOverTime: Sequence
  /** dL/dc_k for k = 0 .. T with h_k held fixed, so 0 for k = T, n x (T + 1) x h; 0 before the window. */
  readonly cellGradOverTime: Sequence
}

export interface LstmPass extends ForwardPass<LstmGradients> {
  /** h_0 .. h_T, n x (T + 1) x h. */
  readonly states: Sequence
  /** c_0 .. c_T, n x (T + 1) x h. */
  readonly cellStates: Sequence
}

/** Runs X, n x T x d, through the network. Throws RangeError where a shape does not fit. */
export function lstm(
  X: Sequence,
  parameters: TorchParameters,
  { initialState, initialCellState }: LstmOptions = {},
): LstmPass {
  const weights = fromTorch('lstm', lstmCell.gates, X.shape[2], parameters)
  const pass = runForward('lstm', lstmCell, X, weights, { initialState, initialCellState })
  return {
    y: pass.y,
    states: pass.states[0],
    saved: pass.saved,
    cellStates: pass.states[1],
    backward: (gradY, options) => {
      const gradients = pass.backward(gradY, options)
      const [gradOverTime, cellGradOverTime] = gradients.overTime
      return { gradients: toTorch(gradients), gradOverTime, cellGradOverTime }
    },
  }
}

/** A row of the pre-activations holds A_i, A_f, A_g and A_o, h numbers each; after the update, i, f, g and o. tanh(c_k) is kept. */
const lstmCell: Cell = {
  gates: 4,
  parts: 2,
  kept: 1,
  summed: true,
  update({ fromInput: { data: gates }, before: [, c0], after: [h, c], kept: { data: squashed } }) {
    const units = c.columns
    for (let at = 0, gate = 0; at < c.data.length; at += units, gate += 4 * units) {
      for (let u = 0; u < units; u++) {
        const i = sigmoid(gates[gate + u])
        const f = sigmoid(gates[gate + units + u])
        const g = Math.tanh(gates[gate + 2 * units + u])
        const o = sigmoid(gates[gate + 3 * units + u])
        const ck = f * c0.data[at + u] + i * g
        const s = Math.tanh(ck)
        c.data[at + u] = ck
        h.data[at + u] = o * s
        squashed[at + u] = s
        gates[gate + u] = i
        gates[gate + units + u] = f
        gates[gate + 2 * units + u] = g
        gates[gate + 3 * units + u] = o
      }
    }
  },
  adjoint({ fromInput: { data: gates }, before: [, c0], kept: { data: squashed } }, gradient) {
    const {
      after: [gradH, gradC],
      before: [, gradC0],
      fromInput: { data: gradA },
    } = gradient
    const units = c0.columns
    for (let at = 0, gate = 0; at < c0.data.length; at += units, gate += 4 * units) {
      for (let u = 0; u < units; u++) {
        const i = gates[gate + u]
        const f = gates[gate + units + u]
        const g = gates[gate + 2 * units + u]
        const o = gates[gate + 3 * units + u]
        const s = squashed[at + u]
        // h_k = o tanh(c_k)
        const dh = gradH.data[at + u]
        const dc = gradC.data[at + u] + dh * o * tanhSlope(s)
        gradA[gate + 3 * units + u] = dh * s * sigmoidSlope(o)
        // c_k = f c_(k-1) + i g
        gradA[gate + u] = dc * g * sigmoidSlope(i)
        gradA[gate + units + u] = dc * c0.data[at + u] * sigmoidSlope(f)
        gradA[gate + 2 * units + u] = dc * i * tanhSlope(g)
        gradC0.data[at + u] = dc * f
      }
    }
  },
}
