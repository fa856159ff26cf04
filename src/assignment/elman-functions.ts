import { choice, matrix, number, vector } from '../../properties/declared.ts'
import { outlineOf } from './defined-outline.ts'
import { activationNames } from '../rnn/activation.ts'
import { inputs, outputs, states, unitsOfSamples } from './recurrent-shapes.ts'

const activation = choice(activationNames, { meaning: `one of ${activationNames.join(', ')}` })
const cell = { W_x: matrix('d', 'H'), W_rec: matrix('H', 'H'), b: vector('H') }
const head = { W_out: matrix('H', 'O'), c: vector('O') }

/** What is asked for: the elman network with a linear head on its last state. */
export const elmanAsked = {
  update_state: {
    parameters: { x: matrix('n', 'd'), s: unitsOfSamples, ...cell, activation },
    returns: { next_s: unitsOfSamples },
  },
  forward_states: { parameters: { X: inputs, ...cell, activation }, returns: { S: states } },
  output: { parameters: { S: states, ...head }, returns: { y: outputs } },
  loss: { parameters: { y: outputs, t: outputs }, returns: { loss: number() } },
  output_gradient: { parameters: { y: outputs, t: outputs }, returns: { grad_out: outputs } },
  backward_gradient: {
    parameters: { X: inputs, S: states, grad_out: outputs, ...cell, W_out: head.W_out, activation },
    returns: {
      W_x_grad: cell.W_x,
      W_rec_grad: cell.W_rec,
      b_grad: cell.b,
      W_out_grad: head.W_out,
      c_grad: head.c,
      X_grad: inputs,
      grad_over_time: states,
    },
  },
} as const

export const elmanOutline = {
  name: 'elman-rnn',
  title:
    'Backpropagation through time in S_k = f(X_k W_x + S_{k-1} W_rec + b), y = S_T W_out + c, with mean squared error',
}

export const elmanRnnOutline = outlineOf({ ...elmanOutline, functions: elmanAsked })
