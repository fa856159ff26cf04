import { batchMean } from '../../properties/batch-mean.ts'
import { batchPermutation } from '../../properties/batch-permutation.ts'
import { descent } from '../../properties/descent.ts'
import { finiteDifferenceAgreement } from '../../properties/finite-difference-agreement.ts'
import { golden } from '../../properties/golden.ts'
import { gradientGrowth } from '../../properties/gradient-growth.ts'
import { gradientOverTime } from '../../properties/gradient-over-time.ts'
import { leadingZeros } from '../../properties/leading-zeros.ts'
import { linearity } from '../../properties/linearity.ts'
import type { LinearFunctionName } from '../../properties/linear-functions.ts'
import { type LinearRnn, onCopies } from '../../properties/linear-rnn.ts'
import { meanSquaredError } from '../../properties/mean-squared-error.ts'
import { outputGradient } from '../../properties/output-gradient.ts'
import type { Property } from '../../properties/property.ts'
import { recurrence } from '../../properties/recurrence.ts'
import { scaling } from '../../properties/scaling.ts'
import { stateUpdate } from '../../properties/state-update.ts'
import { wellBehaved } from '../../properties/well-behaved.ts'
import { zeroGradientAtOptimum } from '../../properties/zero-gradient-at-optimum.ts'
import * as reference from '../rnn/linear.ts'
import { type Assignment, law, type Law } from './assignment.ts'
import { linearRnnOutline } from './linear-outline.ts'
import { linearSubmission } from './linear-submission.ts'
import { linearTable } from './linear-table.ts'

const worth =
  (functionName: LinearFunctionName) =>
  <Problem>(
    points: number,
    property: Property<LinearRnn, Problem>,
    countsWith?: string,
  ): Law<LinearRnn> =>
    law(functionName, property, { points, countsWith, onCopies })

/** A function whose one defining law says all that is asked of it. */
function defined<Problem>(
  name: LinearFunctionName,
  points: number,
  defining: Property<LinearRnn, Problem>,
): Law<LinearRnn>[] {
  const laws = worth(name)
  return [
    laws(points / 2, defining),
    laws(points / 4, golden(name), defining.name),
    laws(points / 4, wellBehaved(name), defining.name),
  ]
}

function backward(): Law<LinearRnn>[] {
  const laws = worth('backward_gradient')
  const weights = finiteDifferenceAgreement.name
  const overTime = gradientOverTime.name
  return [
    laws(1.5, finiteDifferenceAgreement),
    laws(1, gradientOverTime),
    laws(0.25, gradientGrowth, overTime),
    laws(0.25, linearity, weights),
    laws(0.25, batchPermutation, weights),
    laws(0.25, batchMean, weights),
    laws(0.25, scaling, weights),
    laws(0.25, leadingZeros, weights),
    laws(0.25, zeroGradientAtOptimum, weights),
    laws(0.25, descent, weights),
    laws(0.25, golden('backward_gradient'), weights),
    laws(0.25, wellBehaved('backward_gradient'), weights),
  ]
}

export const linearRnn = {
  outline: linearRnnOutline,
  reference,
  implementation: linearSubmission,
  laws: [
    ...defined('update_state', 1, stateUpdate),
    ...defined('forward_states', 2, recurrence),
    ...defined('loss', 1, meanSquaredError),
    ...defined('output_gradient', 1, outputGradient),
    ...backward(),
  ],
  // The catalogue of mistakes is loaded where one was made.
  diagnose: async (...wrong) => (await import('./linear-diagnosis.ts')).diagnoseLinear(...wrong),
  table: linearTable,
} satisfies Assignment<LinearRnn>
