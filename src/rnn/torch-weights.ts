import type { Matrix } from '../numpy/matrix.ts'
import { transposed } from './matrix-product.ts'
import type { RecurrentGradients, RecurrentWeights } from './recurrence.ts'
import type { Sequence } from './sequence.ts'
import { expectLength, expectMatrix } from './shape.ts'

/**
 * Parameters by PyTorch's names and in its shapes: a row per output, the gates stacked. g gates (4 in an LSTM, 3 in a GRU),
 * d inputs, h units, o outputs. https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html
 */
export interface TorchParameters {
  /** g h x d */
  readonly weight_ih_l0: Matrix
  /** g h x h */
  readonly weight_hh_l0: Matrix
  /** g h */
  readonly bias_ih_l0: Float64Array
  /** g h */
  readonly bias_hh_l0: Float64Array
  /** o x h */
  readonly head_weight: Matrix
  /** o */
  readonly head_bias: Float64Array
}

/** Gradients by PyTorch's names and in its shapes, and that of X, n x T x d. */
export type TorchGradients = TorchParameters & { readonly X: Sequence }

/** Throws RangeError where a shape does not fit the other shapes, d and the number of gates. */
export function fromTorch(
  where: string,
  gates: number,
  d: number,
  parameters: TorchParameters,
): RecurrentWeights {
  const { weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, head_weight, head_bias } = parameters
  const h = weight_hh_l0.columns
  expectMatrix(where, 'weight_hh_l0', weight_hh_l0, [gates * h, h])
  expectMatrix(where, 'weight_ih_l0', weight_ih_l0, [gates * h, d])
  expectLength(where, 'bias_ih_l0', bias_ih_l0, gates * h)
  expectLength(where, 'bias_hh_l0', bias_hh_l0, gates * h)
  expectMatrix(where, 'head_weight', head_weight, [head_weight.rows, h])
  expectLength(where, 'head_bias', head_bias, head_weight.rows)
  return {
    Wx: transposed(weight_ih_l0),
    bx: bias_ih_l0,
    Wh: transposed(weight_hh_l0),
    bh: bias_hh_l0,
    Wout: transposed(head_weight),
    c: head_bias,
  }
}

export function toTorch({ Wx, bx, Wh, bh, Wout, c, X }: RecurrentGradients): TorchGradients {
  return {
    weight_ih_l0: transposed(Wx),
    weight_hh_l0: transposed(Wh),
    bias_ih_l0: bx,
    bias_hh_l0: bh,
    head_weight: transposed(Wout),
    head_bias: c,
    X,
  }
}
