import { matrix, number, vector } from '../../../properties/declared.ts'
import { outlineOf } from '../defined-outline.ts'

export const twoLayerNetworkFunctions = {
  hidden: {
    parameters: { X: matrix('n', 'd'), W1: matrix('d', 'h'), b1: vector('h') },
    returns: { H: matrix('n', 'h') },
  },
  output: {
    parameters: { H: matrix('n', 'h'), W2: matrix('h', 'k'), b2: vector('k') },
    returns: { y: matrix('n', 'k') },
  },
  loss: { parameters: { y: matrix('n', 'k'), t: matrix('n', 'k') }, returns: { loss: number() } },
  gradients: {
    parameters: {
      X: matrix('n', 'd'),
      H: matrix('n', 'h'),
      y: matrix('n', 'k'),
      t: matrix('n', 'k'),
      W2: matrix('h', 'k'),
    },
    returns: {
      W1_grad: matrix('d', 'h'),
      b1_grad: vector('h'),
      W2_grad: matrix('h', 'k'),
      b2_grad: vector('k'),
    },
  },
} as const

export const twoLayerNetworkOutline = outlineOf({
  name: 'two-layer-network',
  title: 'H = tanh(X W1 + b1), y = H W2 + b2 with the mean squared error, and its gradients',
  functions: twoLayerNetworkFunctions,
})
