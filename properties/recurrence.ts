import type { LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'
import { expectedStates } from './rounding.ts'
import { matrixEntry, verdict } from './verdict.ts'

export const recurrence: Property<LinearRnn, LinearProblem> = {
  name: 'recurrence',
  statement: 'The states start at S_0 = 0 and obey S_k = S_{k-1} wRec + X_k wx.',
  problems: linearProblems(),
  arguments: 'copied',
  async check(implementation, { X, wx, wRec }) {
    const expected = expectedStates(X, wx, wRec)
    const S = await implementation.forwardStates(X, wx, wRec)
    const entry = matrixEntry('S', X.columns + 1)
    return verdict([{ entry, received: S.data, expected }], () => ({
      input: { X, wx, wRec },
      expected: { S: { ...S, data: expected.value } },
      received: { S },
    }))
  },
}
