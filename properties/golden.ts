import * as fc from 'fast-check'
import { binarySequenceSum } from '../src/rnn/binary-sequence-sum.ts'
import { backwardPass, judge } from './backward-pass.ts'
import type { LinearRnn } from './linear-rnn.ts'
import type { LinearFunctionName } from './linear-functions.ts'
import type { LinearProblem } from './linear-problem.ts'
import { meanSquaredError } from './mean-squared-error.ts'
import { outputGradient } from './output-gradient.ts'
import type { Property } from './property.ts'
import { recurrence } from './recurrence.ts'
import { stateUpdate } from './state-update.ts'

let published: LinearProblem | undefined

/** The published case: numpy seed 1, 100 sequences of length 10, both weights 1.2. Not to be written into. */
export function goldenProblem(): LinearProblem {
  published ??= { ...binarySequenceSum(1, 100, 10), wx: 1.2, wRec: 1.2 }
  return published
}

/** The law that says all there is to say of a function's values. */
const defining: Record<LinearFunctionName, Pick<Property<LinearRnn, LinearProblem>, 'check'>> = {
  update_state: stateUpdate,
  forward_states: recurrence,
  loss: meanSquaredError,
  output_gradient: outputGradient,
  backward_gradient: {
    check: async (implementation, problem) => judge(await backwardPass(implementation, problem)),
  },
}

export const golden = (name: LinearFunctionName): Property<LinearRnn, LinearProblem> => ({
  name: 'golden',
  statement: `${name} returns what the numpy original returns for seed 1, 100 sequences of length 10, wx = wRec = 1.2.`,
  problems: fc.constant(null).map(goldenProblem),
  arguments: 'copied',
  runs: 1,
  check: (implementation, problem) => defining[name].check(implementation, problem),
})
