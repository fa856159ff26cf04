import type { LinearGradient, LinearRnn } from '../../properties/linear-rnn.ts'
import type { Matrix } from '../numpy/index.ts'
import type { Argument, Call, CallResult, Returned, Tensor } from './assignment.ts'
import { returnedMatrix, returnedNumber, returnedParts, returnedVector } from './returned.ts'

const vector = (data: Float64Array): Tensor => ({ shape: [data.length], data })
const matrix = ({ rows, columns, data }: Matrix): Tensor => ({ shape: [rows, columns], data })

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

/**
 * The law's own arrays went over as they are: what the submission wrote into becomes unreadable here too, so that a
 * law that looks for it sees it.
 */
function mirror({ mutated }: CallResult, given: readonly Argument[]): void {
  for (const index of mutated) {
    const argument = given[index]
    if (typeof argument !== 'number') argument.data.fill(Number.NaN)
  }
}

/** A submission's functions as the linear network: arrays go over as tensors, and come back in the shapes asked for. */
export function linearSubmission(call: Call): LinearRnn {
  // Thousands of calls are under way together: each gets one promise here and no more.
  const calling = <Result>(
    name: string,
    given: readonly Argument[],
    read: (value: Returned) => Result,
  ): Promise<Result> =>
    call(name, given).then((result) => {
      mirror(result, given)
      return read(result.value)
    })
  return {
    updateState: (xk, sk, wx, wRec) =>
      calling('update_state', [vector(xk), vector(sk), wx, wRec], (value) =>
        returnedVector('update_state', value, xk.length, perSample),
      ),
    forwardStates: (X, wx, wRec) =>
      calling('forward_states', [matrix(X), wx, wRec], (value) =>
        returnedMatrix(
          'forward_states',
          value,
          [X.rows, X.columns + 1],
          'one column more than X, for S_0',
        ),
      ),
    loss: (y, t) =>
      calling('loss', [vector(y), vector(t)], (value) => returnedNumber('loss', value)),
    outputGradient: (y, t) =>
      calling('output_gradient', [vector(y), vector(t)], (value) =>
        returnedVector('output_gradient', value, y.length, perSample),
      ),
    backwardGradient: (X, S, gradOut, wRec) =>
      calling('backward_gradient', [matrix(X), matrix(S), vector(gradOut), wRec], (value) =>
        gradient(value, S),
      ),
  }
}
