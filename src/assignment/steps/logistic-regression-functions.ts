import { matrix, number, vector } from '../../../properties/declared.ts'
import { outlineOf } from '../defined-outline.ts'

export const logisticRegressionFunctions = {
  predict: {
    parameters: { X: matrix('n', 'd'), w: vector('d'), b: number() },
    returns: { p: vector('n') },
  },
  loss: { parameters: { p: vector('n'), t: vector('n') }, returns: { loss: number() } },
  gradients: {
    parameters: { X: matrix('n', 'd'), p: vector('n'), t: vector('n') },
    returns: { w_grad: vector('d'), b_grad: number() },
  },
} as const

export const logisticRegressionOutline = outlineOf({
  name: 'logistic-regression',
  title: 'p = sigmoid(X w + b) with the mean cross-entropy of targets 0 and 1, and its gradients',
  functions: logisticRegressionFunctions,
})
