import type { Finding, Found } from './diagnose-function.ts'
import { diagnoseBackward, diagnoseFlat } from './diagnose-function.ts'
import { forwardModel, lossModel, outputGradientModel, updateModel } from './flat-trial.ts'
import type { Observation } from './observation.ts'
import { observationsOf } from './observation.ts'

/**
 * What is wrong with a submission. `explained`: the mistakes together give its outputs to rounding on every problem,
 * and no fewer do; `alternatives` are other sets of as many mistakes in one function that fit as well.
 * `unexplained`: some function is wrong in an unknown way, with the sharpest facts; the mistakes are those that are
 * known nevertheless.
 */
export type Diagnosis =
  | { readonly status: 'right' }
  | {
      readonly status: 'explained'
      readonly mistakes: readonly Found[]
      readonly alternatives: readonly (readonly Found[])[]
    }
  | {
      readonly status: 'unexplained'
      readonly mistakes: readonly Found[]
      readonly facts: readonly string[]
    }

/**
 * Names the mistakes behind the outputs of a submission, each function called on right arguments. Functions without
 * observations count as right.
 */
export function diagnose(observations: readonly Observation[]): Diagnosis {
  const findings = [
    diagnoseFlat(lossModel, observationsOf('loss', observations)),
    diagnoseFlat(outputGradientModel, observationsOf('output_gradient', observations)),
    diagnoseFlat(updateModel, observationsOf('update_state', observations)),
    diagnoseFlat(forwardModel, observationsOf('forward_states', observations)),
    diagnoseBackward(observationsOf('backward_gradient', observations)),
  ]
  const mutated = mutations(observations)
  const mistakes = [...findings.flatMap((finding) => mistakesOf(finding)), ...mutated]
  const unexplained = findings.filter((finding) => finding.status === 'unexplained')
  if (unexplained.length > 0) {
    return { status: 'unexplained', mistakes, facts: unexplained.flatMap(({ facts }) => facts) }
  }
  if (mistakes.length === 0) return { status: 'right' }
  const explained = findings.filter((finding) => finding.status === 'explained')
  const alternatives = explained
    .flatMap(({ sets }) => sets.slice(1))
    .map((set) => set.concat(mutated.filter((one) => one.function === set[0].function)))
  return { status: 'explained', mistakes, alternatives }
}

function mistakesOf(finding: Finding): readonly Found[] {
  if (finding.status === 'explained') return finding.sets[0]
  return finding.status === 'unexplained' ? finding.mistakes : []
}

function mutations(observations: readonly Observation[]): Found[] {
  const changed = observations.filter(({ mutated }) => mutated !== undefined && mutated.length > 0)
  const names = new Set(changed.map((observation) => observation.function))
  return [...names].map((name) => ({ id: 'mutates-inputs', function: name }))
}
