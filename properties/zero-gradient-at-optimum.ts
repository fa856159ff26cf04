import { backwardPass, claim, judge } from './backward-pass.ts'
import { forwardPass, type LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'

export const zeroGradientAtOptimum: Property<LinearRnn, LinearProblem> = {
  name: 'zero-gradient-at-optimum',
  statement: 'At the optimum wx = wRec = 1 of the summing task every gradient is zero.',
  problems: linearProblems(),
  arguments: 'copied',
  async check(implementation, { X, t }) {
    const optimum = { X, t: forwardPass(X, t, 1, 1).y, wx: 1, wRec: 1 }
    const pass = await backwardPass(implementation, optimum)
    const overTime = { ...pass.S, data: new Float64Array(pass.S.data.length) }
    return judge(claim(pass, [[0, 0], overTime]))
  },
}
