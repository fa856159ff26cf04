import { column, copyMatrix, forwardPass, type LinearRnn } from './linear-rnn.ts'
import type { LinearProblem } from './linear-problem.ts'
import type { Quantities } from './property.ts'

type Shape = 'number' | readonly number[]

/** One call of one function on right inputs. */
export interface LinearCall {
  readonly input: Quantities
  /** The shapes that belong to the returned quantities, by name. */
  readonly shapes: Record<string, Shape>
  returned(implementation: LinearRnn): Promise<Quantities>
}

export type LinearFunctionName =
  | 'update_state'
  | 'forward_states'
  | 'loss'
  | 'output_gradient'
  | 'backward_gradient'

/** Each call hands over its own copies, so that an implementation that writes into them can be caught at it. */
export const linearCalls: Record<LinearFunctionName, (problem: LinearProblem) => LinearCall> = {
  update_state({ X, t, wx, wRec }) {
    const [xk, sk] = [column(X, 0), t.slice()]
    return {
      input: { xk, sk, wx, wRec },
      shapes: { state: [X.rows] },
      returned: async (implementation) => ({
        state: await implementation.updateState(xk, sk, wx, wRec),
      }),
    }
  },
  forward_states(problem) {
    const { wx, wRec } = problem
    const X = copyMatrix(problem.X)
    return {
      input: { X, wx, wRec },
      shapes: { S: [X.rows, X.columns + 1] },
      returned: async (implementation) => ({ S: await implementation.forwardStates(X, wx, wRec) }),
    }
  },
  loss({ X, t: targets, wx, wRec }) {
    const { y } = forwardPass(X, targets, wx, wRec)
    const t = targets.slice()
    return {
      input: { y, t },
      shapes: { loss: 'number' },
      returned: async (implementation) => ({ loss: await implementation.loss(y, t) }),
    }
  },
  output_gradient({ X, t: targets, wx, wRec }) {
    const { y } = forwardPass(X, targets, wx, wRec)
    const t = targets.slice()
    return {
      input: { y, t },
      shapes: { grad_out: [X.rows] },
      returned: async (implementation) => ({
        grad_out: await implementation.outputGradient(y, t),
      }),
    }
  },
  backward_gradient({ X: inputs, t, wx, wRec }) {
    const X = copyMatrix(inputs)
    const { S, gradOut: grad_out } = forwardPass(X, t, wx, wRec)
    return {
      input: { X, S, grad_out, wRec },
      shapes: { wx_grad: 'number', wRec_grad: 'number', grad_over_time: [X.rows, X.columns + 1] },
      async returned(implementation) {
        const [weights, grad_over_time] = await implementation.backwardGradient(
          X,
          S,
          grad_out,
          wRec,
        )
        return { wx_grad: weights[0], wRec_grad: weights[1], grad_over_time }
      },
    }
  },
}
