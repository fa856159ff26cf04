import { matrix, number, vector } from '../../../properties/declared.ts'
import { outlineOf } from '../defined-outline.ts'

export const linearRegressionFunctions = {
  predict: {
    parameters: { X: matrix('n', 'd'), w: vector('d'), b: number() },
    returns: { y: vector('n') },
  },
  loss: { parameters: { y: vector('n'), t: vector('n') }, returns: { loss: number() } },
  gradients: {
    parameters: { X: matrix('n', 'd'), y: vector('n'), t: vector('n') },
    returns: { w_grad: vector('d'), b_grad: number() },
  },
} as const

export const linearRegressionOutline = outlineOf({
  name: 'linear-regression',
  title: 'y = X w + b with the mean squared error, and its gradients',
  functions: linearRegressionFunctions,
})
