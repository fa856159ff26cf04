import type { Quantities, Quantity } from '../../../properties/property.ts'
import { entriesOf, shapeOf } from '../../../properties/quantity.ts'
import type { Matrix } from '../../numpy/matrix.ts'
import type { Inputs, ModelWeights } from './cell-model.ts'
import type { RecurrentMistake } from './recurrent-mistake.ts'
import { given, givenRow, type Predicted, type Terms, transposed } from './terms.ts'

/** A function as it is asked for, with its known mistakes: what it returns, part by part, where they are made. */
export interface FunctionModel<Settings extends object> {
  readonly right: Settings
  readonly mistakes: readonly RecurrentMistake<Settings>[]
  /** What is asked for, as a learner reads it. */
  readonly formula: string
  /** The predictions for all settings on these arguments. */
  readonly on: (given: Quantities) => Prediction<Settings>
}

/** Part by part, each computed where it is asked for: most settings are ruled out by one of them. */
export type Prediction<Settings> = (settings: Settings) => readonly (() => Predicted)[]

export const matrixIn = (quantity: Quantity): Matrix => {
  const [rows, columns] = shapeOf(quantity)
  return { rows, columns, data: entriesOf(quantity) }
}

export const inputsIn = (quantity: Quantity): Inputs => {
  const [samples, steps, features] = shapeOf(quantity)
  return { shape: [samples, steps, features], data: entriesOf(quantity) }
}

const row = (quantity: Quantity | undefined, width: number): Terms =>
  givenRow(quantity === undefined ? new Float64Array(width) : entriesOf(quantity))

/** What is not among the arguments has no part in what the function returns. */
const weight = (quantity: Quantity | undefined, rows: number): Terms =>
  quantity === undefined
    ? given({ rows, columns: 0, data: new Float64Array(0) })
    : given(matrixIn(quantity))

export function elmanWeights({ W_x, W_rec, b, W_out, c }: Quantities): ModelWeights {
  const Wh = given(matrixIn(W_rec))
  const Wout = weight(W_out, Wh.rows)
  return {
    Wx: given(matrixIn(W_x)),
    bx: row(b, Wh.columns),
    Wh,
    bh: row(undefined, Wh.columns),
    Wout,
    c: row(c, Wout.columns),
  }
}

/** Of parameters in PyTorch's layout, a row per output. */
export function torchWeights(parameters: Quantities): ModelWeights {
  const { weight_ih, weight_hh, bias_ih, bias_hh, head_weight, head_bias } = parameters
  const Wh = transposed(given(matrixIn(weight_hh)))
  const Wout = head_weight ? transposed(given(matrixIn(head_weight))) : weight(undefined, Wh.rows)
  return {
    Wx: transposed(given(matrixIn(weight_ih))),
    bx: row(bias_ih, Wh.columns),
    Wh,
    bh: row(bias_hh, Wh.columns),
    Wout,
    c: row(head_bias, Wout.columns),
  }
}
