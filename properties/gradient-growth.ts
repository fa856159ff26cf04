import { backwardPass, claim, judge } from './backward-pass.ts'
import type { LinearGradient, LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'

/** What the last column of a gradient over time makes of all the others when each step back multiplies by wRec. */
function grown([weights, overTime]: LinearGradient, wRec: number): LinearGradient {
  const { columns, data } = overTime
  const entry = (_: number, index: number) => {
    const column = index % columns
    return data[index - column + columns - 1] * wRec ** (columns - 1 - column)
  }
  return [weights, { ...overTime, data: data.map(entry) }]
}

/**
 * The gradient vanishes for |wRec| < 1, explodes for |wRec| > 1, keeps its norm at 1 and alternates in sign below 0:
 * all four say dL/dS_k = dL/dS_T wRec^(T-k) (Pascanu, Mikolov and Bengio 2013, section 2).
 */
export const gradientGrowth: Property<LinearRnn, LinearProblem> = {
  name: 'gradient-growth',
  statement:
    'The gradient over time vanishes for |wRec| < 1 and explodes for |wRec| > 1: dL/dS_k = dL/dS_T wRec^(T-k).',
  problems: linearProblems({ samples: 4, steps: 50 }),
  arguments: 'copied',
  async check(implementation, problem) {
    const pass = await backwardPass(implementation, problem)
    return judge(claim(pass, grown(pass.received, problem.wRec)))
  },
}
