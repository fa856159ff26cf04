import type { AssignmentOutline } from './assignment.ts'

export const linearRnnOutline: AssignmentOutline = {
  name: 'linear-rnn',
  title: 'Backpropagation through time in S_k = S_{k-1} wRec + X_k wx, with mean squared error',
  functions: [
    {
      name: 'update_state',
      parameters: ['xk', 'sk', 'wx', 'wRec'],
      returns: 'the next state, a vector of n',
    },
    {
      name: 'forward_states',
      parameters: ['X', 'wx', 'wRec'],
      returns: 'all states, n x (T+1)',
    },
    { name: 'loss', parameters: ['y', 't'], returns: 'the mean squared error, a number' },
    {
      name: 'output_gradient',
      parameters: ['y', 't'],
      returns: '2 (y - t), a vector of n',
    },
    {
      name: 'backward_gradient',
      parameters: ['X', 'S', 'grad_out', 'wRec'],
      returns: '[[wx_grad, wRec_grad], grad_over_time], means over the batch and n x (T+1)',
    },
  ],
}
