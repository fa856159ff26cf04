import type { Matrix } from '../numpy/matrix.ts'
import { modelBackward, rightBackward } from './backward-model.ts'
import { modelForward, rightForward } from './forward-model.ts'
import { modelOutputGradient, rightOutputGradient } from './loss-model.ts'
import { toDouble } from './rounding.ts'

// numpy.around(numpy.random.RandomState(1).rand(100, 10)), row by row, four inputs in a hexadecimal digit.
const packed =
  '40554dc4edd210b27e4be5d4d6dcde0f3ab8199730db8a5cf3f3d1617d956cd7dfa0b1e7f82f0b0949d6' +
  '7f7b2b3f84e62537d41eb0142aaf1f84aa6d74b1e0aa2bf82f84298e6d9f6aa580c75905bda8508aad6b' +
  '73f75862246a7aebe964d543fa05b455b58a3a0f301ab9d9f4232a82e5aaed1303514109f0b4526eb5'

const [rows, columns] = [100, 10]

/** The inputs of the published golden case: 100 samples of 10 steps, each 0 or 1. */
export function publishedInputs(): Matrix {
  const bits = Array.from(packed).flatMap((digit) => {
    const value = Number.parseInt(digit, 16)
    return [8, 4, 2, 1].map((bit) => (value & bit ? 1 : 0))
  })
  return { rows, columns, data: Float64Array.from(bits) }
}

/** The pairs [wx, wRec] at which the golden case was published. */
export const publishedWeights: readonly (readonly [number, number])[] = [
  [1.2, 1.2],
  [-1.5, 2],
  [1, 0.5],
  [0.3, -1.1],
]

/** The published gradients [wxGrad, wRecGrad]; the targets are the sums of each sample's inputs. */
export function publishedGradients(wx: number, wRec: number): readonly [number, number] {
  const X = publishedInputs()
  const S = modelForward(rightForward, X, wx, wRec, toDouble)
  const y = lastColumn(S)
  const t = lastColumn(modelForward(rightForward, X, 1, 1, toDouble))
  const gradOut = modelOutputGradient(rightOutputGradient, y, t, toDouble)
  return modelBackward(rightBackward, X, S, gradOut, wRec, toDouble)[0]
}

export function isPublished(X: Matrix): boolean {
  if (X.rows !== rows || X.columns !== columns) return false
  return publishedInputs().data.every((value, i) => Object.is(value, X.data[i]))
}

function lastColumn({ rows, columns, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[(i + 1) * columns - 1])
}
