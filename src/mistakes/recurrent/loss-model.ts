import type { Matrix } from '../../numpy/matrix.ts'
import { asMatrix, given, minus, type Predicted, scaled } from './terms.ts'

/** Over what a sum is averaged: samples and outputs, samples alone, or nothing. */
export type Mean = 'all' | 'samples' | 'none'

export interface SquaredErrorSettings {
  readonly power: 'square' | 'absolute'
  readonly mean: Mean
  readonly scale: number
  readonly root: boolean
}

export const rightSquaredError: SquaredErrorSettings = {
  power: 'square',
  mean: 'all',
  scale: 1,
  root: false,
}

const countOf = (mean: Mean, { rows, columns }: Matrix): number =>
  ({ all: rows * columns, samples: rows, none: 1 })[mean]

/** The loss of outputs y against targets t, n x o both. */
export function modelSquaredError(
  { power, mean, scale, root }: SquaredErrorSettings,
  y: Matrix,
  t: Matrix,
): Predicted {
  const errors = minus(given(y), given(t))
  const sized = power === 'square' ? (e: number) => e * e : Math.abs
  const sum = (entries: Float64Array): number => entries.reduce((total, e) => total + sized(e), 0)
  const factor = scale / countOf(mean, y)
  const [value, error] = [factor * sum(errors.value), factor * sum(errors.error)]
  // The root halves a relative error.
  const rooted = root && value > 0 ? [Math.sqrt(value), error / Math.sqrt(value)] : [value, error]
  return { shape: [], value: Float64Array.of(rooted[0]), error: Float64Array.of(rooted[1]) }
}

export interface OutputGradientSettings {
  readonly factor: number
  readonly mean: Mean
}

export const rightOutputGradient: OutputGradientSettings = { factor: 2, mean: 'all' }

/** The gradient of the loss with respect to y, n x o. */
export const modelOutputGradient = (
  { factor, mean }: OutputGradientSettings,
  y: Matrix,
  t: Matrix,
): Predicted => asMatrix(scaled(minus(given(y), given(t)), factor / countOf(mean, y)))
