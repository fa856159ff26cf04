import { forwardPass, type LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'
import { expectedOutputGradient } from './rounding.ts'
import { vectorEntry, verdict } from './verdict.ts'

export const outputGradient: Property<LinearRnn, LinearProblem> = {
  name: 'output-gradient',
  statement: "The gradient of each sample's squared error with respect to its output is 2 (y - t).",
  problems: linearProblems({ samples: 20, steps: 10 }),
  arguments: 'copied',
  async check(implementation, { X, t, wx, wRec }) {
    const { y } = forwardPass(X, t, wx, wRec)
    const expected = expectedOutputGradient(y, t)
    const received = await implementation.outputGradient(y, t)
    return verdict([{ entry: vectorEntry('grad_out'), received, expected }], () => ({
      input: { y, t },
      expected: { grad_out: expected.value },
      received: { grad_out: received },
    }))
  },
}
