import { type BackwardObservation, operationsOf, prepare } from './backward-case.ts'
import { gradientsFit, openCase } from './backward-fit.ts'
import { rightBackward } from './backward-model.ts'
import {
  isPublished,
  publishedGradients,
  publishedInputs,
  publishedWeights,
} from './published-case.ts'
import { agrees, doubleUnit, roundingBound } from './rounding.ts'

/**
 * Whether every wrong call returned the published gradients, whatever came in. One call alone could be a coincidence.
 */
export function repeatsPublished(observations: readonly BackwardObservation[]): boolean {
  const wrong = observations.filter((observation) => !isRight(observation))
  const repeats = wrong.every(({ returned: [[wx, wRec]] }) => {
    const [first, second] = wrong[0].returned[0]
    return wx === first && wRec === second
  })
  if (wrong.length < 2 || !repeats) return false
  const operations = operationsOf(publishedInputs())
  return publishedWeights.some((weights) => {
    const expected = publishedGradients(...weights)
    return wrong.every(({ returned: [gradients] }) =>
      gradients.every((value, i) =>
        agrees(value, expected[i], roundingBound(Math.abs(expected[i]), operations, doubleUnit)),
      ),
    )
  })
}

/**
 * Whether the gradients are right on the published case, and wrong on every other, one of which is made of ones and zeros
 * as well: who makes a mistake with other inputs alone is right on all that are like the published ones.
 */
export function knowsPublishedAlone(observations: readonly BackwardObservation[]): boolean {
  const published = observations.filter((one) => isPublished(one.arguments[0]))
  const others = observations.filter((one) => !isPublished(one.arguments[0]))
  return published.some(isRight) && others.some(isBinary) && !others.some(isRight)
}

function isBinary({ arguments: [X] }: BackwardObservation): boolean {
  return X.data.every((value) => value === 0 || value === 1)
}

function isRight(observation: BackwardObservation): boolean {
  const opened = prepare([observation]).map((prepared) => openCase(rightBackward, prepared))
  return gradientsFit(rightBackward, opened, doubleUnit)
}
