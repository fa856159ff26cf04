import { type Derivative, differentiation, pointsOf } from '../src/finite-difference/index.ts'
import { backwardPass, compareWeights, evidenceOf } from './backward-pass.ts'
import { column, type LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import { longProblem } from './long-problem.ts'
import { numericalOutcome } from './numerical-outcome.ts'
import type { Property } from './property.ts'
import { lossRoundingError } from './rounding.ts'

/**
 * The rounding of the loss is bounded, so the first fit leaves a bound near 1e-13 of the derivative, where the law asks
 * for 1e-6; the second is the witness that a loss in single precision needs. A third and a fourth would cost a fifth
 * more calls for digits that no verdict reads.
 */
const fits = 2

/** The numerical derivative of the implementation's own loss of its own outputs with respect to (wx, wRec). */
async function numericalGradient(
  implementation: LinearRnn,
  { X, t, wx, wRec }: LinearProblem,
): Promise<Derivative> {
  const lossAt = async (a: number, b: number) =>
    implementation.loss(column(await implementation.forwardStates(X, a, b), X.columns), t)
  const noise = ([a, b]: Float64Array) => lossRoundingError(X, t, a, b)
  const work = differentiation([wx, wRec], { noise, fits })
  let state = work.next()
  while (!state.done) {
    const losses = pointsOf(state.value, [wx, wRec]).map(([a, b]) => lossAt(a, b))
    state = work.next(await Promise.all(losses))
  }
  return state.value
}

export const finiteDifferenceAgreement: Property<LinearRnn, LinearProblem> = {
  name: 'finite-difference-agreement',
  statement:
    'The gradients of wx and wRec are the numerical derivatives of the loss, within their error bound.',
  problems: linearProblems({ samples: 6, steps: 12 }),
  fixedProblems: [longProblem()],
  arguments: 'copied',
  async check(implementation, problem) {
    const pass = await backwardPass(implementation, problem)
    const numerical = await numericalGradient(implementation, problem)
    return numericalOutcome(compareWeights(pass), numerical, () => evidenceOf(pass))
  },
}
