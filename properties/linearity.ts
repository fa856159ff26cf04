import * as fc from 'fast-check'
import { backwardPass, claim, judge } from './backward-pass.ts'
import type { LinearGradient, LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'
import { expectedGradient } from './rounding.ts'

export interface LinearityProblem {
  readonly problem: LinearProblem
  readonly a: number
  readonly b: number
}

function combine(
  a: number,
  first: LinearGradient,
  b: number,
  second: LinearGradient,
): LinearGradient {
  const [[wx, wRec], overTime] = first
  const [[otherWx, otherWRec], other] = second
  const data = overTime.data.map((value, index) => a * value + b * other.data[index])
  return [[a * wx + b * otherWx, a * wRec + b * otherWRec], { ...overTime, data }]
}

export const linearity: Property<LinearRnn, LinearityProblem> = {
  name: 'linearity',
  statement:
    'The gradients are linear in grad_out: a g + b h gives a times what g gives plus b times what h gives.',
  problems: fc.record({
    problem: linearProblems({ samples: 10, steps: 15 }),
    a: fc.integer({ min: 1, max: 4 }),
    b: fc.integer({ min: -4, max: 4 }),
  }),
  arguments: 'copied',
  async check(implementation, { problem, a, b }) {
    const first = await backwardPass(implementation, problem)
    const { S, gradOut: g } = first
    const { X, t: h, wRec } = problem
    const second = await implementation.backwardGradient(X, S, h, wRec)
    const gradOut = g.map((value, index) => a * value + b * h[index])
    const received = await implementation.backwardGradient(X, S, gradOut, wRec)
    const terms = g.map((value, index) => Math.abs(a * value) + Math.abs(b * h[index]))
    const claimed = combine(a, first.received, b, second)
    return judge(
      claim({ ...first, gradOut, received }, claimed, expectedGradient(X, S, terms, wRec)),
    )
  },
}
