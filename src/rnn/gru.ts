import type { Matrix } from '../numpy/matrix.ts'
import { sigmoid, sigmoidSlope, tanhSlope } from './activation.ts'
import type { Cell } from './cell.ts'
import { runForward, type ForwardPass } from './recurrence.ts'
import type { Sequence } from './sequence.ts'
import { fromTorch, toTorch, type TorchGradients, type TorchParameters } from './torch-weights.ts'

// The gated recurrent unit of Cho et al. (2014) in the variant that torch.nn.GRU computes, where the reset gate acts after
// the product by W_hn, and a linear head on its last output. Per unit, in PyTorch's order of the gates, with
// A_k = W_ih x_k + b_ih and B_k = W_hh h_(k-1) + b_hh:
//
//   r = sigmoid(A_r + B_r)   z = sigmoid(A_z + B_z)   m = tanh(A_n + r B_n)
//   h_k = (1 - z) m + z h_(k-1)
//   y = head_weight h_T + head_bias
//
// (m is n in PyTorch's documentation.) Sizes: n samples, T steps, d inputs, h units, o outputs.

export interface GruOptions {
  /** h_0, n x h; zeros by default. */
  readonly initialState?: Matrix
}

export interface GruGradients {
  readonly gradients: TorchGradients
  /** dL/dh_k for k = 0 .. T, n x (T + 1) x h; 0 before the window. */
  readonly gradOverTime: Sequence
}

export interface GruPass extends ForwardPass<GruGradients> {
  /** h_0 .. h_T, n x (T + 1) x h. */
  readonly states: Sequence
}

/** Runs X, n x T x d, through the network. Throws RangeError where a shape does not fit. */
export function gru(
  X: Sequence,
  parameters: TorchParameters,
  { initialState }: GruOptions = {},
): GruPass {
  const weights = fromTorch('gru', gruCell.gates, X.shape[2], parameters)
  const pass = runForward('gru', gruCell, X, weights, { initialState })
  return {
    y: pass.y,
    states: pass.states[0],
    saved: pass.saved,
    backward: (gradY, options) => {
      const gradients = pass.backward(gradY, options)
      return { gradients: toTorch(gradients), gradOverTime: gradients.overTime[0] }
    },
  }
}

/** Rows of the pre-activations hold A_r, A_z and A_n, and B_r, B_z and B_n, h numbers each; A becomes r, z and m. */
const gruCell: Cell = {
  gates: 3,
  parts: 1,
  kept: 0,
  summed: false,
  update({ fromInput: { data: A }, fromState: { data: B }, before: [h0], after: [h] }) {
    const units = h.columns
    for (let at = 0, gate = 0; at < h.data.length; at += units, gate += 3 * units) {
      for (let u = 0; u < units; u++) {
        const atR = gate + u
        const atZ = atR + units
        const atM = atZ + units
        const r = sigmoid(A[atR] + B[atR])
        const z = sigmoid(A[atZ] + B[atZ])
        const m = Math.tanh(A[atM] + r * B[atM])
        h.data[at + u] = (1 - z) * m + z * h0.data[at + u]
        A[atR] = r
        A[atZ] = z
        A[atM] = m
      }
    }
  },
  adjoint({ fromInput: { data: A }, fromState: { data: B }, before: [h0] }, gradient) {
    const {
      after: [gradH],
      before: [gradH0],
    } = gradient
    const gradA = gradient.fromInput.data
    const gradB = gradient.fromState.data
    const units = h0.columns
    for (let at = 0, gate = 0; at < h0.data.length; at += units, gate += 3 * units) {
      for (let u = 0; u < units; u++) {
        const atR = gate + u
        const atZ = atR + units
        const atM = atZ + units
        const r = A[atR]
        const z = A[atZ]
        const m = A[atM]
        // h_k = (1 - z) m + z h_(k-1)
        const dh = gradH.data[at + u]
        const dA = dh * (1 - z) * tanhSlope(m)
        gradA[atZ] = gradB[atZ] = dh * (h0.data[at + u] - m) * sigmoidSlope(z)
        gradH0.data[at + u] = dh * z
        // m = tanh(A_n + r B_n)
        gradA[atM] = dA
        gradB[atM] = dA * r
        gradA[atR] = gradB[atR] = dA * B[atM] * sigmoidSlope(r)
      }
    }
  },
}
