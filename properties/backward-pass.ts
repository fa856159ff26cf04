import { type Matrix, sum } from '../src/numpy/index.ts'
import { forwardPass, type LinearGradient, type LinearRnn } from './linear-rnn.ts'
import type { LinearProblem } from './linear-problem.ts'
import type { Evidence, Outcome } from './property.ts'
import { type Expected, expectedGradient, type ExpectedGradient } from './rounding.ts'
import { type Comparison, matrixEntry, verdict, weightEntry } from './verdict.ts'

/** One backward pass of the implementation under test, on the states and the output gradient of a right forward pass. */
export interface BackwardPass {
  readonly problem: LinearProblem
  readonly S: Matrix
  readonly gradOut: Float64Array
  readonly received: LinearGradient
  readonly expected: ExpectedGradient
}

export async function backwardPass(
  implementation: LinearRnn,
  problem: LinearProblem,
): Promise<BackwardPass> {
  const { X, t, wx, wRec } = problem
  const { S, gradOut } = forwardPass(X, t, wx, wRec)
  const received = await implementation.backwardGradient(X, S, gradOut, wRec)
  return { problem, S, gradOut, received, expected: expectedGradient(X, S, gradOut, wRec) }
}

export const compareWeights = ({ received, expected }: BackwardPass): Comparison => ({
  entry: weightEntry,
  received: received[0],
  expected: expected.weights,
})

export const compareOverTime = ({ S, received, expected }: BackwardPass): Comparison => ({
  entry: matrixEntry('grad_over_time', S.columns),
  received: received[1].data,
  expected: expected.overTime,
})

const quantities = (weights: ArrayLike<number>, grad_over_time: Matrix) => ({
  wx_grad: weights[0],
  wRec_grad: weights[1],
  grad_over_time,
})

export const evidenceOf = ({
  problem,
  S,
  gradOut,
  received,
  expected,
}: BackwardPass): Evidence => ({
  input: { ...problem, S, grad_out: gradOut },
  expected: quantities(expected.weights.value, { ...S, data: expected.overTime.value }),
  received: quantities(...received),
})

/** At least the terms of the right sum, and those of any other that a wrong implementation may take in their place. */
const claimed = (bound: Expected, value: Float64Array, others: number): Expected => ({
  ...bound,
  value,
  roundings: bound.roundings + 4,
  magnitude: bound.magnitude.map((terms, index) => Math.max(terms, others, Math.abs(value[index]))),
})

/**
 * The pass held against what a law claims of it from other passes of the same implementation, rather than against the
 * formula. Forming the claim costs each entry a few roundings more, and a wrong implementation that obeys the law may
 * sum larger terms than a right one: any gradient over time times any input or state.
 */
export function claim(
  pass: BackwardPass,
  [weights, overTime]: LinearGradient,
  terms: ExpectedGradient = pass.expected,
): BackwardPass {
  const pairings = sum(terms.overTime.magnitude) * terms.weights.largest
  return {
    ...pass,
    expected: {
      weights: claimed(terms.weights, Float64Array.from(weights), pairings),
      overTime: claimed(terms.overTime, overTime.data, 0),
    },
  }
}

export const judge = (pass: BackwardPass): Outcome =>
  verdict([compareWeights(pass), compareOverTime(pass)], () => evidenceOf(pass))
