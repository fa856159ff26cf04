import type { LinearGradient, LinearRnn } from '../../properties/linear-rnn.ts'
import type { Matrix } from '../numpy/index.ts'
import type { Argument, Call, Returned, Tensor } from './assignment.ts'
import { mirror } from './mirror.ts'
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

/** A submission's functions as the linear network: arrays go over as tensors, and come back in the shapes asked for. */
export function linearSubmission(call: Call): LinearRnn {
  const valueOf = async (name: string, ...given: readonly Argument[]): Promise<Returned> => {
    const result = await call(name, given)
    mirror(result, given)
    return result.value
  }
  return {
    async updateState(xk, sk, wx, wRec) {
      const value = await valueOf('update_state', vector(xk), vector(sk), wx, wRec)
      return returnedVector('update_state', value, xk.length, perSample)
    },
    async forwardStates(X, wx, wRec) {
      const value = await valueOf('forward_states', matrix(X), wx, wRec)
      const shape = [X.rows, X.columns + 1] as const
      return returnedMatrix('forward_states', value, shape, 'one column more than X, for S_0')
    },
    async loss(y, t) {
      return returnedNumber('loss', await valueOf('loss', vector(y), vector(t)))
    },
    async outputGradient(y, t) {
      const value = await valueOf('output_gradient', vector(y), vector(t))
      return returnedVector('output_gradient', value, y.length, perSample)
    },
    async backwardGradient(X, S, gradOut, wRec) {
      const given = [matrix(X), matrix(S), vector(gradOut), wRec]
      return gradient(await valueOf('backward_gradient', ...given), S)
    },
  }
}
