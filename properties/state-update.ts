import { column, forwardPass, type LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'
import { expectedUpdate } from './rounding.ts'
import { vectorEntry, verdict } from './verdict.ts'

export const stateUpdate: Property<LinearRnn, LinearProblem> = {
  name: 'state-update',
  statement: 'The next state is xk wx + sk wRec, sample by sample.',
  problems: linearProblems({ samples: 20, steps: 2 }),
  arguments: 'copied',
  async check(implementation, { X, t, wx, wRec }) {
    const xk = column(X, 0)
    // states that a forward pass ends with have more digits than the numbers of a problem
    const { y: sk } = forwardPass(X, t, wx, wRec)
    const expected = expectedUpdate(xk, sk, wx, wRec)
    const received = await implementation.updateState(xk, sk, wx, wRec)
    return verdict([{ entry: vectorEntry('next state'), received, expected }], () => ({
      input: { xk, sk, wx, wRec },
      expected: { state: expected.value },
      received: { state: received },
    }))
  },
}
