import * as fc from 'fast-check'
import { backwardPass, claim, judge } from './backward-pass.ts'
import type { LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'

const times = (values: Float64Array, factor: number): Float64Array =>
  values.map((value) => value * factor)

// Powers of two scale without rounding, which a forward pass before the subtraction of the targets would amplify.
export const scaling: Property<LinearRnn, { problem: LinearProblem; c: number }> = {
  name: 'scaling',
  statement:
    'Inputs and targets times c give weight gradients times c^2 and a gradient over time times c.',
  problems: fc.record({
    problem: linearProblems({ samples: 10, steps: 15 }),
    c: fc.constantFrom(2, -1, 0.5, -4),
  }),
  arguments: 'copied',
  async check(implementation, { problem, c }) {
    const { X, t } = problem
    const scaled = { ...problem, X: { ...X, data: times(X.data, c) }, t: times(t, c) }
    const { received } = await backwardPass(implementation, problem)
    const pass = await backwardPass(implementation, scaled)
    const [[wx, wRec], overTime] = received
    const claimedOverTime = { ...overTime, data: times(overTime.data, c) }
    return judge(claim(pass, [[wx * c * c, wRec * c * c], claimedOverTime]))
  },
}
