import { matrix, number, tensor, vector } from '../../properties/declared.ts'
import { outlineOf } from './defined-outline.ts'
import { inputs, outputs, states, unitsOfSamples } from './recurrent-shapes.ts'

// The parameters are PyTorch's, a row per output, the gates stacked: https://docs.pytorch.org/docs/stable/nn.html

const head = { head_weight: matrix('O', 'H'), head_bias: vector('O') }

const squaredErrorAsked = {
  loss: { parameters: { y: outputs, t: outputs }, returns: { loss: number() } },
  output_gradient: { parameters: { y: outputs, t: outputs }, returns: { grad_out: outputs } },
} as const

const headAsked = {
  output: { parameters: { h_states: states, ...head }, returns: { y: outputs } },
  ...squaredErrorAsked,
} as const

const lstmOrder = { meaning: 'the gates in the order i, f, g, o' }

const lstmCell = {
  weight_ih: matrix('4H', 'd', lstmOrder),
  weight_hh: matrix('4H', 'H', lstmOrder),
  bias_ih: vector('4H', lstmOrder),
  bias_hh: vector('4H', lstmOrder),
}

const gruOrder = { meaning: 'the gates in the order r, z, n' }

const gruCell = {
  weight_ih: matrix('3H', 'd', gruOrder),
  weight_hh: matrix('3H', 'H', gruOrder),
  bias_ih: vector('3H', gruOrder),
  bias_hh: vector('3H', gruOrder),
}

const headGradients = {
  head_weight_grad: head.head_weight,
  head_bias_grad: head.head_bias,
  X_grad: inputs,
}

/** A cell reaches the loss through its own h as well, which h_grad_over_time has already. */
const cellGradients = tensor(['n', 'T+1', 'H'], {
  meaning: 'at k what comes from c of step k+1 alone, so 0 at T',
})

/** What is asked for: the LSTM with a linear head on its last output. */
export const lstmAsked = {
  update_state: {
    parameters: { x: matrix('n', 'd'), h: unitsOfSamples, c: unitsOfSamples, ...lstmCell },
    returns: { next_h: unitsOfSamples, next_c: unitsOfSamples },
  },
  forward_states: {
    parameters: { X: inputs, ...lstmCell },
    returns: { h_states: states, c_states: states },
  },
  ...headAsked,
  backward_gradient: {
    parameters: {
      X: inputs,
      h_states: states,
      c_states: states,
      grad_out: outputs,
      ...lstmCell,
      head_weight: head.head_weight,
    },
    returns: {
      weight_ih_grad: lstmCell.weight_ih,
      weight_hh_grad: lstmCell.weight_hh,
      bias_ih_grad: lstmCell.bias_ih,
      bias_hh_grad: lstmCell.bias_hh,
      ...headGradients,
      h_grad_over_time: states,
      c_grad_over_time: cellGradients,
    },
  },
} as const

/** What is asked for: the GRU with a linear head on its last output. */
export const gruAsked = {
  update_state: {
    parameters: { x: matrix('n', 'd'), h: unitsOfSamples, ...gruCell },
    returns: { next_h: unitsOfSamples },
  },
  forward_states: { parameters: { X: inputs, ...gruCell }, returns: { h_states: states } },
  ...headAsked,
  backward_gradient: {
    parameters: {
      X: inputs,
      h_states: states,
      grad_out: outputs,
      ...gruCell,
      head_weight: head.head_weight,
    },
    returns: {
      weight_ih_grad: gruCell.weight_ih,
      weight_hh_grad: gruCell.weight_hh,
      bias_ih_grad: gruCell.bias_ih,
      bias_hh_grad: gruCell.bias_hh,
      ...headGradients,
      h_grad_over_time: states,
    },
  },
} as const

export const lstmNamed = {
  name: 'lstm',
  title:
    'Backpropagation through time in an LSTM as in PyTorch, with a linear head on its last output and mean squared error',
}

export const gruNamed = {
  name: 'gru',
  title:
    'Backpropagation through time in a GRU as in PyTorch, with a linear head on its last output and mean squared error',
}

export const lstmOutline = outlineOf({ ...lstmNamed, functions: lstmAsked })
export const gruOutline = outlineOf({ ...gruNamed, functions: gruAsked })
