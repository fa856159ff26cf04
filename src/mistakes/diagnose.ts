import type { BackwardObservation } from './backward-trial.ts'
import type { Found } from './diagnose-function.ts'
import { smallestBackwardSets, smallestFlatSets } from './diagnose-function.ts'
import { forwardModel, lossModel, outputGradientModel, updateModel } from './flat-trial.ts'
import type { Observation } from './observation.ts'
import { observationsOf } from './observation.ts'

export function sets(observations: readonly Observation[]): Found[][] {
  const o = observationsOf('backward_gradient', observations) as BackwardObservation[]
  if (o.length) return smallestBackwardSets(o)
  return [
    smallestFlatSets(lossModel, observationsOf('loss', observations))[0],
    smallestFlatSets(outputGradientModel, observationsOf('output_gradient', observations))[0],
    smallestFlatSets(updateModel, observationsOf('update_state', observations))[0],
    smallestFlatSets(forwardModel, observationsOf('forward_states', observations))[0],
  ]
}
