import { type Derivative, differentiate } from '../src/finite-difference/index.ts'
import { backwardPass, type BackwardPass, compareOverTime, evidenceOf } from './backward-pass.ts'
import type { LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import { numericalOutcome } from './numerical-outcome.ts'
import type { Property } from './property.ts'

/** The squared error of one sample as a function of its state S_k: the recurrence goes on from there. */
const errorFrom =
  ({ X, t, wx, wRec }: LinearProblem, sample: number, k: number) =>
  ([start]: Float64Array): number => {
    let state = start
    for (let j = k; j < X.columns; j++) state = state * wRec + X.data[sample * X.columns + j] * wx
    return (state - t[sample]) ** 2
  }

/** The derivatives of all samples' squared errors with respect to all their states, each along its own line. */
function stateDerivatives({ problem, S }: BackwardPass): Derivative {
  const lines = Array.from(S.data, (state, index) => {
    const [sample, k] = [Math.floor(index / S.columns), index % S.columns]
    return differentiate(errorFrom(problem, sample, k), [state])
  })
  const joined = (key: 'value' | 'errorBound' | 'scale' | 'reach') =>
    Float64Array.from(lines, (line) => line[key][0])
  return {
    value: joined('value'),
    errorBound: joined('errorBound'),
    scale: joined('scale'),
    reach: joined('reach'),
    limit: lines.map(({ limit }) => limit[0]),
    origin: Number.NaN,
    evaluations: lines.reduce((sum, line) => sum + line.evaluations, 0),
  }
}

export const gradientOverTime: Property<LinearRnn, LinearProblem> = {
  name: 'gradient-over-time',
  statement:
    "Entry k of the gradient over time is the numerical derivative of the sample's squared error with respect to S_k.",
  problems: linearProblems({ samples: 3, steps: 8 }),
  arguments: 'copied',
  async check(implementation, problem) {
    const pass = await backwardPass(implementation, problem)
    return numericalOutcome(compareOverTime(pass), stateDerivatives(pass), () => evidenceOf(pass))
  },
}
