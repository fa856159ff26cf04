import type { Matrix } from '../numpy/index.ts'
import type { TorchGradients, TorchParameters } from '../rnn/index.ts'
import { weights } from './recurrent-quantities.ts'

/** Parameters of a gated cell by the names that they have in an assignment. */
export interface GatedCell {
  readonly weight_ih: Matrix
  readonly weight_hh: Matrix
  readonly bias_ih: Float64Array
  readonly bias_hh: Float64Array
}

/** PyTorch's parameters; without a head the outputs are left alone. */
export function torchParameters(
  { weight_ih, weight_hh, bias_ih, bias_hh }: GatedCell,
  head_weight: Matrix = { rows: 0, columns: weight_hh.columns, data: new Float64Array(0) },
): TorchParameters {
  return {
    weight_ih_l0: weight_ih,
    weight_hh_l0: weight_hh,
    bias_ih_l0: bias_ih,
    bias_hh_l0: bias_hh,
    head_weight,
    head_bias: new Float64Array(head_weight.rows),
  }
}

/** The gradients by the names of an assignment. */
export const torchGradients = (found: TorchGradients) => ({
  weight_ih_grad: found.weight_ih_l0,
  weight_hh_grad: found.weight_hh_l0,
  bias_ih_grad: found.bias_ih_l0,
  bias_hh_grad: found.bias_hh_l0,
  head_weight_grad: found.head_weight,
  head_bias_grad: found.head_bias,
  X_grad: found.X,
})

export const gatedNumbers = {
  weight_ih: weights,
  weight_hh: weights,
  bias_ih: weights,
  bias_hh: weights,
  head_weight: weights,
  head_bias: weights,
}

export const gatedGradients = {
  weight_ih: 'weight_ih_grad',
  weight_hh: 'weight_hh_grad',
  bias_ih: 'bias_ih_grad',
  bias_hh: 'bias_hh_grad',
  head_weight: 'head_weight_grad',
  head_bias: 'head_bias_grad',
  X: 'X_grad',
}

export const gatedPoints = { gates: 0.75, 'leading-zeros': 0.5 }

/** The sum of gradOut times y, both of one sample. */
export const weighted = (gradOut: Float64Array, y: Float64Array): number =>
  gradOut.reduce((sum, g, j) => sum + g * y[j], 0)
