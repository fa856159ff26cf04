import type { BackwardSettings, Unrolled } from './backward-model.ts'
import {
  arrange,
  arrangeMagnitudes,
  layOut,
  magnitudeSettings,
  rightBackward,
  rightUnroll,
  unroll,
  weightGradients,
} from './backward-model.ts'
import { candidatesOf } from './candidates.ts'
import type { ObservationOf } from './observation.ts'
import { sizeOf } from './observation.ts'
import { agrees, roundingBound, toDouble } from './rounding.ts'
import type { Candidate, Close, Solved, Trial } from './search.ts'

export type BackwardObservation = ObservationOf<'backward_gradient'>

/** An observation with the absolute values of its arguments, of which the rounding bounds are made. */
export interface Case {
  readonly observation: BackwardObservation
  readonly positive: BackwardObservation['arguments']
  /** The longest chain of roundings behind a gradient: all terms of batch and time in one sum, and the powers of wRec. */
  readonly operations: number
}

/** The gradient over time that some settings give for a case, its passes, and the same in absolute values. */
interface Opened {
  readonly case_: Case
  readonly values: Unrolled
  readonly magnitudes: Unrolled
}

/** The observations, the smallest first, made ready for comparison. */
export function casesOf(observations: readonly BackwardObservation[]): Case[] {
  return observations.toSorted((a, b) => sizeOf(a) - sizeOf(b)).map(caseOf)
}

function caseOf(observation: BackwardObservation): Case {
  const [X, S, gradOut, wRec] = observation.arguments
  const positive = [
    { ...X, data: X.data.map(Math.abs) },
    { ...S, data: S.data.map(Math.abs) },
    gradOut.map(Math.abs),
    Math.abs(wRec),
  ] as const
  // A term costs a power of up to T steps (twice that if it is squared) and at most eight more roundings.
  const operations = X.rows * X.columns + 3 * X.columns + 8
  return { observation, positive, operations }
}

/**
 * The search for mistakes in backward_gradient: the gradient over time depends on few settings and is tested first;
 * the gradients of the weights depend on the rest.
 */
export function backwardTrial(
  cases: readonly Case[],
  unit: number,
  more: readonly Candidate<BackwardSettings>[],
): Trial<BackwardSettings> {
  const longest = Math.max(0, ...cases.map(({ observation }) => observation.arguments[0].columns))
  return {
    right: rightBackward,
    candidates: [...candidatesOf('backward_gradient', longest), ...more],
    opens: ({ settings }) => Object.keys(settings).some((key) => key in rightUnroll),
    open: (settings) => open(settings, cases, unit),
  }
}

function open(
  settings: BackwardSettings,
  cases: readonly Case[],
  unit: number,
): Close<BackwardSettings> | null {
  const opened: Opened[] = []
  for (const case_ of cases) {
    const next = openCase(settings, case_)
    if (!overTimeFits(settings, next, unit)) return null
    opened.push(next)
  }
  return (full, solved) => close(full, solved, opened, unit)
}

function openCase(settings: BackwardSettings, case_: Case): Opened {
  const [X, , gradOut, wRec] = case_.observation.arguments
  const [, , positiveOut, positiveWRec] = case_.positive
  const bound = magnitudeSettings(settings)
  return {
    case_,
    values: unroll(settings, X.columns, gradOut, wRec, toDouble),
    magnitudes: unroll(bound, X.columns, positiveOut, positiveWRec, toDouble),
  }
}

function overTimeFits(settings: BackwardSettings, opened: Opened, unit: number): boolean {
  const received = opened.case_.observation.returned[1]
  const predicted = layOut(settings, opened.values.columns)
  const magnitudes = layOut(settings, opened.magnitudes.columns).data
  const { operations } = opened.case_
  return (
    received.rows === predicted.rows &&
    received.columns === predicted.columns &&
    predicted.data.every((value, i) =>
      agrees(received.data[i], value, roundingBound(magnitudes[i], operations, unit)),
    )
  )
}

function close(
  settings: BackwardSettings,
  solved: Solved<BackwardSettings> | undefined,
  opened: readonly Opened[],
  unit: number,
): { readonly parameter?: number } | null {
  if (solved === undefined) return gradientsFit(settings, opened, unit) ? {} : null
  const parameter = solveParameter(settings, solved, opened, unit)
  if (parameter === null) return null
  const known = { ...settings, ...solved.settings(parameter) }
  return gradientsFit(known, opened, unit) ? { parameter } : null
}

function gradientsFit(
  settings: BackwardSettings,
  opened: readonly Opened[],
  unit: number,
): boolean {
  return opened.every((one) => {
    const { gradients, magnitudes } = predictGradients(settings, one)
    const received = one.case_.observation.returned[0]
    const { operations } = one.case_
    return gradients.every((value, i) =>
      agrees(received[i], value, roundingBound(magnitudes[i], operations, unit)),
    )
  })
}

function predictGradients(
  settings: BackwardSettings,
  { case_, values, magnitudes }: Opened,
): { gradients: [number, number]; magnitudes: [number, number] } {
  const [X, S, , wRec] = case_.observation.arguments
  const [positiveX, positiveS, , positiveWRec] = case_.positive
  const raw = weightGradients(settings, values.passes, X, S, wRec, toDouble)
  const sums = weightGradients(
    magnitudeSettings(settings),
    magnitudes.passes,
    positiveX,
    positiveS,
    positiveWRec,
    toDouble,
  )
  return {
    gradients: arrange(settings, raw, toDouble),
    magnitudes: arrangeMagnitudes(settings, raw, sums, toDouble),
  }
}

// The number follows from the gradient that suffers least from cancellation; clipped gradients say nothing about it.
function solveParameter(
  settings: BackwardSettings,
  solved: Solved<BackwardSettings>,
  opened: readonly Opened[],
  unit: number,
): number | null {
  if (settings.limit === 'normalise') return null
  let best = { error: Infinity, parameter: Number.NaN }
  for (const one of opened) {
    const { gradients, magnitudes } = predictGradients({ ...settings, limit: 'none' }, one)
    for (const i of solved.entries) {
      const received = one.case_.observation.returned[0][i]
      if (settings.limit === 'clip' && Math.abs(received) === 1) continue
      const bound = roundingBound(magnitudes[i], one.case_.operations, unit)
      const error = bound / Math.abs(gradients[i])
      const parameter = solved.from(gradients[i], received)
      if (error < best.error && Number.isFinite(parameter)) best = { error, parameter }
    }
    if (best.error < Infinity) break
  }
  return best.error < 1 && best.parameter !== 0 ? shortest(best.parameter, best.error) : null
}

/** The number with the fewest digits within a relative error. */
export function shortest(value: number, error: number): number {
  for (let digits = 1; digits < 17; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (Math.abs(rounded - value) <= error * Math.abs(value)) return rounded
  }
  return value
}
