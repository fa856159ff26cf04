import type { Prepared } from './backward-case.ts'
import { rightBackward } from './backward-model.ts'
import { weightGradients } from './backward-reduction.ts'
import { unroll } from './backward-unroll.ts'
import { leastSquares } from './least-squares.ts'
import { doubleUnit, gamma, toDouble } from './rounding.ts'

/** How often each step k = 1 … T counts in a gradient, and how far rounding can have moved each number. */
export interface StepWeights {
  readonly weights: Float64Array
  readonly uncertainty: Float64Array
}

/**
 * Writes a weight's gradient (0: wx, 1: wRec) as a linear combination of what each step contributes, the same on all
 * problems of one length. It takes more problems of that length than it has steps. Null if there is no such
 * combination, or if rounding leaves it undecided whether a step counts.
 */
export function stepWeights(all: readonly Prepared[], weight: 0 | 1): StepWeights | null {
  const T = all[0].observation.arguments[0].columns
  if (all.length <= T) return null
  const rows = all.map((prepared) => scaled(contributions(prepared, weight), prepared, weight))
  const columns = Array.from({ length: T }, (_, k) =>
    Float64Array.from(rows, ({ terms }) => terms[k]),
  )
  const received = Float64Array.from(rows, (row) => row.received)
  const fit = leastSquares(columns, received)
  if (fit === null) return null
  // The errors of the terms, and those of the orthogonalisation: a product and a sum for each entry and column.
  const operations = Math.max(...all.map((one) => one.operations)) + 2 * rows.length * T
  const size = Math.hypot(...columns.map((column) => Math.hypot(...column)))
  const scale = size * Math.hypot(...fit.solution) + Math.hypot(...received)
  const tolerance = 2 * gamma(operations, doubleUnit) * scale
  if (!(fit.residual <= tolerance)) return null
  const uncertainty = fit.sensitivity.map((value) => value * tolerance)
  // Beyond a half, a step that counts once could be one that does not count.
  return uncertainty.every((value) => value < 1 / 2) ? { weights: fit.solution, uncertainty } : null
}

function contributions({ observation }: Prepared, weight: 0 | 1): Float64Array {
  const [X, S, gradOut, wRec] = observation.arguments
  const terms = new Float64Array(X.columns)
  const { passes } = unroll(rightBackward, X.columns, gradOut, wRec, toDouble)
  for (const pass of passes) {
    terms[pass.k - 1] = weightGradients(rightBackward, [pass], X, S, wRec, toDouble)[weight]
  }
  return terms
}

// Every problem gets the same say, however large its numbers are.
function scaled(
  terms: Float64Array,
  { observation }: Prepared,
  weight: 0 | 1,
): { terms: Float64Array; received: number } {
  const size = terms.reduce((sum, term) => sum + Math.abs(term), 0) || 1
  return {
    terms: terms.map((term) => term / size),
    received: observation.returned[0][weight] / size,
  }
}

/** What the pattern of the weights says, as the end of a sentence, or null if every step counts once. */
export function readStepWeights({ weights, uncertainty }: StepWeights): string | null {
  const is = (k: number, value: number): boolean => Math.abs(weights[k] - value) <= uncertainty[k]
  const steps = [...weights.keys()]
  if (steps.every((k) => is(k, 1))) return null
  if (steps.every((k) => is(k, 0) || is(k, 1))) return countedSteps(steps.map((k) => is(k, 1)))
  const decay = decayOf({ weights, uncertainty })
  if (decay !== null) return decay
  const list = [...weights].map((value) => Number(value.toPrecision(4))).join(', ')
  return `counts the steps k = 1 … ${weights.length} with the weights ${list}`
}

function countedSteps(counts: readonly boolean[]): string {
  const counted = [...counts.keys()].filter((k) => counts[k]).map((k) => k + 1)
  const missing = [...counts.keys()].filter((k) => !counts[k]).map((k) => k + 1)
  if (counted.length === 0) return 'counts no step'
  if (counted.length === 1) return `counts the step k = ${counted[0]} alone, of ${counts.length}`
  if (missing.length === 1) return `leaves out the step k = ${missing[0]} of ${counts.length}`
  if (missing.at(-1) === missing.length) {
    return `counts the last ${counted.length} steps alone, of ${counts.length}`
  }
  return `leaves out the steps k = ${missing.join(', ')} of ${counts.length}`
}

// Weights that shrink or grow by the same factor from each step to the one before.
function decayOf({ weights, uncertainty }: StepWeights): string | null {
  const last = weights.length - 1
  if (last < 2) return null
  const factor = weights[last - 1] / weights[last]
  const geometric = weights.every((value, k) => {
    const expected = weights[last] * factor ** (last - k)
    // The factor carries the errors of the two weights that it is made of, once for every step back.
    const relative =
      uncertainty[last] / Math.abs(weights[last]) +
      uncertainty[last - 1] / Math.abs(weights[last - 1])
    return (
      Math.abs(value - expected) <= uncertainty[k] + (last - k + 1) * relative * Math.abs(expected)
    )
  })
  if (!geometric) return null
  const times = `${Number(weights[last].toPrecision(4))} times`
  const rounded = Number(factor.toPrecision(4))
  if (rounded === 1) return `counts every step ${times}`
  return `counts the last step ${times}, and each step before it ${rounded} times as often as the one after it`
}
