import type { BackwardSettings } from './backward-model.ts'
import { operationsOf, type Prepared } from './backward-case.ts'
import {
  arrange,
  arrangeMagnitudes,
  weightGradient,
  weightGradients,
} from './backward-reduction.ts'
import { layOut, unroll, type Unrolled } from './backward-unroll.ts'
import { agrees, roundingBound, toDouble } from './rounding.ts'

/** The gradient over time and the passes that some settings give, and the same in absolute values. */
export interface Opened {
  readonly prepared: Prepared
  readonly values: Unrolled
  readonly magnitudes: Unrolled
  /** More than any sum of absolute terms behind a gradient. */
  readonly largest: number
}

/**
 * Most settings are ruled out by a bound that needs no second run of the model: whatever the rule, no step multiplies
 * the gradient by more than `steepest`, and at most T + 1 terms are added.
 */
export function isFarOverTime(
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

/**
 * Most settings are ruled out by the first number alone, and by a bound that needs no second run of the model: no sum of
 * absolute terms is larger than all terms at their largest.
 */
export function isFirstFar(settings: BackwardSettings, one: Opened, unit: number): boolean {
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
