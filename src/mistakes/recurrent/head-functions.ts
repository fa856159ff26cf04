import type { Quantities } from '../../../properties/property.ts'
import { entriesOf, shapeOf } from '../../../properties/quantity.ts'
import type { Matrix } from '../../numpy/matrix.ts'
import { type FunctionModel, matrixIn } from './function-model.ts'
import { outputGradientMistakes, outputMistakes, squaredErrorMistakes } from './head-mistakes.ts'
import {
  modelOutputGradient,
  modelSquaredError,
  type OutputGradientSettings,
  rightOutputGradient,
  rightSquaredError,
  type SquaredErrorSettings,
} from './loss-model.ts'
import { modelOutput, type OutputSettings, rightOutput } from './network-model.ts'
import { given, givenRow, transposed } from './terms.ts'

/** The last state of n x (T+1) x h, n x h. */
function lastStep(states: Quantities[string]): Matrix {
  const [rows, steps, columns] = shapeOf(states)
  const data = entriesOf(states).filter((_, i) => Math.floor(i / columns) % steps === steps - 1)
  return { rows, columns, data }
}

export const outputModel = (
  names: { readonly states: string; readonly weights: string; readonly bias: string },
  torch: boolean,
): FunctionModel<OutputSettings> => ({
  right: rightOutput,
  mistakes: outputMistakes,
  formula: torch ? 'y = h_T head_weightᵀ + head_bias' : 'y = S_T W_out + c',
  on: (args) => (settings) => {
    const weights = given(matrixIn(args[names.weights]))
    const Wout = torch ? transposed(weights) : weights
    const c = givenRow(entriesOf(args[names.bias]))
    return [() => modelOutput(settings, lastStep(args[names.states]), { Wout, c })]
  },
})

export const lossModel: FunctionModel<SquaredErrorSettings> = {
  right: rightSquaredError,
  mistakes: squaredErrorMistakes,
  formula: 'mean((y - t)^2) over samples and outputs',
  on:
    ({ y, t }) =>
    (settings) => [() => modelSquaredError(settings, matrixIn(y), matrixIn(t))],
}

export const outputGradientModel: FunctionModel<OutputGradientSettings> = {
  right: rightOutputGradient,
  mistakes: outputGradientMistakes,
  formula: '2 * (y - t) / (n * o)',
  on:
    ({ y, t }) =>
    (settings) => [() => modelOutputGradient(settings, matrixIn(y), matrixIn(t))],
}
