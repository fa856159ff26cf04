import type { Matrix } from '../numpy/matrix.ts'
import type { BackwardSettings, Unrolled } from './backward-model.ts'
import {
  arrange,
  arrangeMagnitudes,
  layOut,
  rightBackward,
  rightUnroll,
  unroll,
  weightGradient,
  weightGradients,
} from './backward-model.ts'
import { candidatesOf } from './candidates.ts'
import type { ObservationOf } from './observation.ts'
import { sizeOf } from './observation.ts'
import { agrees, roundingBound, shortest, toDouble } from './rounding.ts'
import type { Candidate, Close, Solved, Trial } from './search.ts'

export type BackwardObservation = ObservationOf<'backward_gradient'>

/** An observation with the absolute values of its arguments, of which the rounding bounds are made. */
export interface Prepared {
  readonly observation: BackwardObservation
  readonly positive: BackwardObservation['arguments']
  readonly operations: number
}

/** The gradient over time and the passes that some settings give, and the same in absolute values. */
export interface Opened {
  readonly prepared: Prepared
  readonly values: Unrolled
  readonly magnitudes: Unrolled
  /** More than any sum of absolute terms behind a gradient. */
  readonly largest: number
}

/**
 * The observations made ready for comparison, the smallest first among those that tell most mistakes apart: one sample
 * hides what happens to the batch, and fewer than three steps what happens to time.
 */
export function prepare(observations: readonly BackwardObservation[]): Prepared[] {
  return observations
    .toSorted((a, b) => Number(isTelling(b)) - Number(isTelling(a)) || sizeOf(a) - sizeOf(b))
    .map(prepareOne)
}

function isTelling({ arguments: [X] }: BackwardObservation): boolean {
  return X.rows > 1 && X.columns > 2
}

function prepareOne(observation: BackwardObservation): Prepared {
  const [X, S, gradOut, wRec] = observation.arguments
  const positive = [
    { ...X, data: X.data.map(Math.abs) },
    { ...S, data: S.data.map(Math.abs) },
    gradOut.map(Math.abs),
    Math.abs(wRec),
  ] as const
  return { observation, positive, operations: operationsOf(X) }
}

/** The longest chain of roundings behind a gradient, in any order of summation. */
export function operationsOf(X: Matrix): number {
  // A term costs a power of up to T steps (twice that if it is squared) and at most eight more roundings.
  return X.rows * X.columns + 3 * X.columns + 8
}

/**
 * The search for mistakes in backward_gradient: the gradient over time depends on few settings and is tested first;
 * the gradients of the weights depend on the rest.
 */
export function backwardTrial(
  all: readonly Prepared[],
  unit: number,
  more: readonly Candidate<BackwardSettings>[],
): Trial<BackwardSettings> {
  const longest = Math.max(0, ...all.map(({ observation }) => observation.arguments[0].columns))
  return {
    right: rightBackward,
    candidates: [...candidatesOf('backward_gradient', longest), ...more],
    opens: ({ settings }) => Object.keys(settings).some((key) => key in rightUnroll),
    open: (settings) => open(settings, all, unit),
  }
}

function open(
  settings: BackwardSettings,
  all: readonly Prepared[],
  unit: number,
): Close<BackwardSettings> | null {
  const opened: Opened[] = []
  for (const prepared of all) {
    if (isFarOverTime(settings, prepared, unit)) return null
    const next = openCase(settings, prepared)
    if (!overTimeFits(settings, next, unit)) return null
    opened.push(next)
  }
  return (full, solved) => close(full, solved, opened, unit)
}

// Most settings are ruled out by a bound that needs no second run of the model: whatever the rule, no step multiplies
// the gradient by more than `steepest`, and at most T + 1 terms are added.
function isFarOverTime(
  settings: BackwardSettings,
  { observation, positive }: Prepared,
  unit: number,
): boolean {
  const [X, , gradOut, wRec] = observation.arguments
  const received = observation.returned[1]
  const steepest = Math.max(1, positive[3] ** 2, 1 / positive[3])
  const start = largestOf(positive[2]) * Math.max(1, Math.abs(settings.gradOutScale))
  const bound = roundingBound(
    start * steepest ** X.columns * (X.columns + 1),
    operationsOf(X),
    unit,
  )
  const { columns } = unroll(settings, X.columns, gradOut, wRec, toDouble)
  const { rows, columns: width, data } = layOut(settings, columns)
  return (
    rows !== received.rows ||
    width !== received.columns ||
    data.some((value, i) => Math.abs(received.data[i] - value) > bound)
  )
}

/** Carries the gradient of an observation back under some settings. */
export function openCase(settings: BackwardSettings, prepared: Prepared): Opened {
  const [X, , gradOut, wRec] = prepared.observation.arguments
  const [positiveX, positiveS, positiveOut, positiveWRec] = prepared.positive
  // On absolute values all terms have one sign, so that nothing cancels; the sign itself is that of grad_out.
  const magnitudes = unroll(settings, X.columns, positiveOut, positiveWRec, toDouble)
  const g = magnitudes.columns.reduce((most, column) => Math.max(most, largestOf(column)), 0)
  const operand = Math.max(largestOf(positiveX.data), largestOf(positiveS.data))
  return {
    prepared,
    values: unroll(settings, X.columns, gradOut, wRec, toDouble),
    magnitudes,
    largest: X.rows * X.columns * g * operand * Math.max(1, positiveWRec),
  }
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

/** Whether the gradient over time is what the settings give. */
export function overTimeFits(settings: BackwardSettings, opened: Opened, unit: number): boolean {
  const received = opened.prepared.observation.returned[1]
  const predicted = layOut(settings, opened.values.columns)
  const magnitudes = layOut(settings, opened.magnitudes.columns).data
  const { operations } = opened.prepared
  return (
    received.rows === predicted.rows &&
    received.columns === predicted.columns &&
    predicted.data.every((value, i) =>
      agrees(received.data[i], value, roundingBound(Math.abs(magnitudes[i]), operations, unit)),
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
  // The smallest problem suggests a number, which the others mostly refute at once.
  const suggested = solveParameter(settings, solved, opened.slice(0, 1), unit)
  if (suggested !== null) {
    const rough = { ...settings, ...solved.settings(suggested.value) }
    if (opened.some((one) => isFirstFar(rough, one, unit))) return null
  }
  const parameter = solveParameter(settings, solved, opened, unit)
  if (parameter === null) return null
  // A quarter leaves the rest of the bound to the rounding errors of the other problems.
  const simple = shortest(parameter.value, parameter.error / 4)
  if (!solved.accepts(simple)) return null
  const known = { ...settings, ...solved.settings(simple) }
  return gradientsFit(known, opened, unit) ? { parameter: simple } : null
}

/** Whether the gradients of the weights are what the settings give, on all problems. */
export function gradientsFit(
  settings: BackwardSettings,
  opened: readonly Opened[],
  unit: number,
): boolean {
  return opened.every((one) => {
    if (isFirstFar(settings, one, unit)) return false
    const received = one.prepared.observation.returned[0]
    const { gradients, magnitudes } = predictGradients(settings, one)
    const { operations } = one.prepared
    return gradients.every((value, i) =>
      agrees(received[i], value, roundingBound(magnitudes[i], operations, unit)),
    )
  })
}

// Most settings are ruled out by the first number alone, and by a bound that needs no second run of the model: no sum
// of absolute terms is larger than all terms at their largest.
function isFirstFar(settings: BackwardSettings, one: Opened, unit: number): boolean {
  if (settings.limit === 'normalise') return false
  const first = settings.returned === 'swapped' || settings.returned === 'wRec-twice' ? 1 : 0
  const { prepared, values, largest } = one
  const [X, S, , wRec] = prepared.observation.arguments
  const raw = weightGradient(settings, first, values.passes, X, S, wRec, toDouble)
  const predicted = settings.limit === 'clip' ? Math.max(-1, Math.min(1, raw)) : raw
  const { scale, wxScale, wRecScale, divisor } = settings
  const factor = Math.abs(scale) * Math.max(Math.abs(wxScale), Math.abs(wRecScale))
  const divided = typeof divisor === 'number' ? Math.abs(divisor) : 1
  const bound = roundingBound((largest * factor) / Math.min(divided, 1), prepared.operations, unit)
  return Math.abs(prepared.observation.returned[0][0] - predicted) > bound
}

/** The gradients of both weights under some settings, and the sums of their absolute terms. */
export function predictGradients(
  settings: BackwardSettings,
  opened: Opened,
): { gradients: [number, number]; magnitudes: [number, number] } {
  const raw = rawGradients(settings, opened)
  return {
    gradients: arrange(settings, raw, toDouble),
    magnitudes: magnitudesOf(settings, opened, raw),
  }
}

function rawGradients(settings: BackwardSettings, { prepared, values }: Opened): [number, number] {
  const [X, S, , wRec] = prepared.observation.arguments
  return weightGradients(settings, values.passes, X, S, wRec, toDouble)
}

function magnitudesOf(
  settings: BackwardSettings,
  { prepared, magnitudes }: Opened,
  raw: readonly [number, number],
): [number, number] {
  const [X, S, , wRec] = prepared.positive
  const [wx, rec] = weightGradients(settings, magnitudes.passes, X, S, wRec, toDouble)
  return arrangeMagnitudes(settings, raw, [Math.abs(wx), Math.abs(rec)])
}

// The number follows from the gradient that suffers least from cancellation; clipped gradients say nothing about it.
function solveParameter(
  settings: BackwardSettings,
  solved: Solved<BackwardSettings>,
  opened: readonly Opened[],
  unit: number,
): { value: number; error: number } | null {
  if (settings.limit === 'normalise') return null
  let best = { error: Infinity, value: Number.NaN }
  for (const one of opened) {
    const { gradients, magnitudes } = predictGradients({ ...settings, limit: 'none' }, one)
    for (const i of solved.entries) {
      const received = one.prepared.observation.returned[0][i]
      if (settings.limit === 'clip' && Math.abs(received) === 1) continue
      const bound = roundingBound(magnitudes[i], one.prepared.operations, unit)
      const error = bound / Math.abs(gradients[i])
      const value = solved.from(gradients[i], received)
      if (error < best.error && Number.isFinite(value)) best = { error, value }
    }
  }
  return best.error < 1 && best.value !== 0 ? best : null
}
