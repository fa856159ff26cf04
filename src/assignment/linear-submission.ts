import type { LinearGradient, LinearRnn } from '../../properties/linear-rnn.ts'
import type { Quantity } from '../../properties/property.ts'
import type { Matrix } from '../numpy/index.ts'
import type { Call, Returned } from './assignment.ts'
import { mirror } from './mirror.ts'
import { returnedMatrix, returnedNumber, returnedParts, returnedVector } from './returned.ts'
import { sent } from './sent.ts'

const perSample = 'one entry a sample'
const pair = '[[wx_grad, wRec_grad], grad_over_time]'

function gradient(value: Returned, S: Matrix): LinearGradient {
  const name = 'backward_gradient'
  const [weights, overTime] = returnedParts(name, value, 2, pair)
  const [wxGrad, wRecGrad] = returnedParts(
    `the first part of what ${name}`,
    weights,
    2,
    'the pair [wx_grad, wRec_grad]',
  )
  return [
    [
      returnedNumber(`for wx_grad ${name}`, wxGrad),
      returnedNumber(`for wRec_grad ${name}`, wRecGrad),
    ],
    returnedMatrix(
      `for grad_over_time ${name}`,
      overTime,
      [S.rows, S.columns],
      'one column more than X, for S_0',
    ),
  ]
}

/** A submission's functions as the linear network: arrays go over as tensors, and come back in the shapes asked for. */
export function linearSubmission(call: Call): LinearRnn {
  // Thousands of calls are under way together: each gets one promise here and no more.
  const calling = <Result>(
    name: string,
    given: readonly Quantity[],
    read: (value: Returned) => Result,
  ): Promise<Result> => {
    const args = given.map(sent)
    return call(name, args).then((result) => {
      mirror(result, args)
      return read(result.value)
    })
  }
  return {
    updateState: (xk, sk, wx, wRec) =>
      calling('update_state', [xk, sk, wx, wRec], (value) =>
        returnedVector('update_state', value, xk.length, perSample),
      ),
    forwardStates: (X, wx, wRec) =>
      calling('forward_states', [X, wx, wRec], (value) =>
        returnedMatrix(
          'forward_states',
          value,
          [X.rows, X.columns + 1],
          'one column more than X, for S_0',
        ),
      ),
    loss: (y, t) => calling('loss', [y, t], (value) => returnedNumber('loss', value)),
    outputGradient: (y, t) =>
      calling('output_gradient', [y, t], (value) =>
        returnedVector('output_gradient', value, y.length, perSample),
      ),
    backwardGradient: (X, S, gradOut, wRec) =>
      calling('backward_gradient', [X, S, gradOut, wRec], (value) => gradient(value, S)),
  }
}
