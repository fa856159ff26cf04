import { backwardGradient, loss } from '../src/rnn/linear.ts'
import { backwardPass, evidenceOf } from './backward-pass.ts'
import { forwardPass, type LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'
import { lossRoundingError } from './rounding.ts'

const shrinkage = 1 / 4

/**
 * Whether a step against the direction lowers the loss by more than rounding, at some length between the distance to
 * where a linear model of the loss ends and the one at which rounding drowns the promised decrease.
 */
function descends(problem: LinearProblem, direction: readonly [number, number]): boolean {
  const { X, t, wx, wRec } = problem
  const lossAt = (a: number, b: number) => loss(forwardPass(X, t, a, b).y, t)
  const start = lossAt(wx, wRec)
  const slope = direction[0] ** 2 + direction[1] ** 2
  const startNoise = lossRoundingError(X, t, wx, wRec)
  for (let promised = start; promised > startNoise; promised *= shrinkage) {
    const step = promised / slope
    const [a, b] = [wx - step * direction[0], wRec - step * direction[1]]
    const noise = startNoise + lossRoundingError(X, t, a, b)
    if (lossAt(a, b) < start - noise) return true
  }
  return false
}

function rightGradient({ X, t, wx, wRec }: LinearProblem): readonly [number, number] {
  const { S, gradOut } = forwardPass(X, t, wx, wRec)
  return backwardGradient(X, S, gradOut, wRec)[0]
}

export const descent: Property<LinearRnn, LinearProblem> = {
  name: 'descent',
  statement: 'A small step against the gradient lowers the loss.',
  problems: linearProblems({ samples: 8, steps: 10 }).filter((problem) =>
    descends(problem, rightGradient(problem)),
  ),
  arguments: 'copied',
  async check(implementation, problem) {
    const pass = await backwardPass(implementation, problem)
    if (descends(problem, pass.received[0])) return { status: 'passed', precision: 'double' }
    const message = 'no step against the returned gradient lowers the loss'
    return { status: 'failed', message, evidence: evidenceOf(pass) }
  },
}
