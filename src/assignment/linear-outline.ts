import type { AssignmentOutline } from './assignment.ts'

const aNumber = { axes: [] }
const perSample = { axes: ['n'] }
const inputs = { axes: ['n', 'T'] }
const states = { axes: ['n', 'T+1'] }

export const linearRnnOutline: AssignmentOutline = {
  name: 'linear-rnn',
  title: 'Backpropagation through time in S_k = S_{k-1} wRec + X_k wx, with mean squared error',
  functions: [
    {
      name: 'update_state',
      parameters: ['xk', 'sk', 'wx', 'wRec'],
      takes: [perSample, perSample, aNumber, aNumber],
      returns: 'the next state, a vector of n',
      gives: perSample,
    },
    {
      name: 'forward_states',
      parameters: ['X', 'wx', 'wRec'],
      takes: [inputs, aNumber, aNumber],
      returns: 'all states, n x (T+1)',
      gives: states,
    },
    {
      name: 'loss',
      parameters: ['y', 't'],
      takes: [perSample, perSample],
      returns: 'the mean squared error, a number',
      gives: aNumber,
    },
    {
      name: 'output_gradient',
      parameters: ['y', 't'],
      takes: [perSample, perSample],
      returns: '2 (y - t), a vector of n',
      gives: perSample,
    },
    {
      name: 'backward_gradient',
      parameters: ['X', 'S', 'grad_out', 'wRec'],
      takes: [inputs, states, perSample, aNumber],
      returns: '[[wx_grad, wRec_grad], grad_over_time], means over the batch and n x (T+1)',
      gives: { parts: [{ parts: [aNumber, aNumber] }, states] },
    },
  ],
}
