import { forwardPass, type LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'
import { expectedLoss } from './rounding.ts'
import { verdict } from './verdict.ts'

export const meanSquaredError: Property<LinearRnn, LinearProblem> = {
  name: 'mean-squared-error',
  statement: 'The loss is the mean over the batch of (t - y)^2.',
  problems: linearProblems({ samples: 20, steps: 10 }),
  arguments: 'copied',
  async check(implementation, { X, t, wx, wRec }) {
    const { y } = forwardPass(X, t, wx, wRec)
    const expected = expectedLoss(y, t)
    const loss = await implementation.loss(y, t)
    return verdict([{ entry: () => 'the loss', received: [loss], expected }], () => ({
      input: { y, t },
      expected: { loss: expected.value[0] },
      received: { loss },
    }))
  },
}
