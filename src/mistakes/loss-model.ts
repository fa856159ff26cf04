import type { Round } from './rounding.ts'

/** The places where a mean squared error can go wrong. */
export interface LossSettings {
  readonly power: 'square' | 'absolute'
  readonly reduction: 'mean' | 'sum'
  readonly scale: number
  readonly root: 'none' | 'outermost' | 'before-scale'
  /** Which errors enter: those of each sample, or those of every output with every target. */
  readonly pairs: 'own' | 'all'
}

export const rightLoss: LossSettings = {
  power: 'square',
  reduction: 'mean',
  scale: 1,
  root: 'none',
  pairs: 'own',
}

/** The loss of outputs y and targets t, n numbers each, with the mistakes of `settings`. */
export function modelLoss(
  settings: LossSettings,
  y: ArrayLike<number>,
  t: ArrayLike<number>,
  round: Round,
): number {
  const { total, count } = sumOfErrors(settings, y, t, round)
  const reduced = settings.reduction === 'mean' ? round(total / count) : total
  if (settings.root === 'none') return round(reduced * settings.scale)
  if (settings.root === 'outermost') return round(Math.sqrt(round(reduced * settings.scale)))
  return round(round(Math.sqrt(reduced)) * settings.scale)
}

function sumOfErrors(
  settings: LossSettings,
  y: ArrayLike<number>,
  t: ArrayLike<number>,
  round: Round,
): { total: number; count: number } {
  let total = 0
  let count = 0
  for (let i = 0; i < y.length; i++) {
    const from = settings.pairs === 'own' ? i : 0
    const to = settings.pairs === 'own' ? i + 1 : t.length
    for (let j = from; j < to; j++) {
      const error = round(t[j] - y[i])
      total = round(total + (settings.power === 'square' ? round(error * error) : Math.abs(error)))
      count++
    }
  }
  return { total, count }
}

/**
 * The sum of the absolute terms of the loss: (|t| + |y|)^2 in place of (t - y)^2, so that an expanded square counts
 * as the same formula. Under a root the error e of the argument M becomes e / sqrt(M), and at most sqrt(e).
 */
export function lossMagnitude(
  settings: LossSettings,
  y: ArrayLike<number>,
  t: ArrayLike<number>,
  round: Round,
): number {
  const positive = Array.from(t, Math.abs)
  const negative = Array.from(y, (value) => -Math.abs(value))
  const scale = Math.abs(settings.scale)
  const bound = modelLoss({ ...settings, scale, root: 'none' }, negative, positive, round)
  if (settings.root === 'none') return bound
  const root = Math.abs(modelLoss(settings, y, t, round))
  const slope = settings.root === 'outermost' ? 1 : scale
  return root > 0 ? root + (slope * bound) / root : Math.sqrt(bound)
}

/** The places where the gradient of the loss with respect to the outputs can go wrong. */
export interface OutputGradientSettings {
  readonly scale: number
  readonly sign: 1 | -1
  readonly divisor: 'one' | 'n'
}

export const rightOutputGradient: OutputGradientSettings = { scale: 2, sign: 1, divisor: 'one' }

/** The gradient of outputs y and targets t, n numbers, with the mistakes of `settings`. */
export function modelOutputGradient(
  settings: OutputGradientSettings,
  y: ArrayLike<number>,
  t: ArrayLike<number>,
  round: Round,
): Float64Array {
  const divisor = settings.divisor === 'n' ? y.length : 1
  return Float64Array.from({ length: y.length }, (_, i) =>
    round(round(settings.sign * settings.scale * round(y[i] - t[i])) / divisor),
  )
}

/** The sum of the absolute terms: |y| + |t| in place of y - t. */
export function outputGradientMagnitude(
  settings: OutputGradientSettings,
  y: ArrayLike<number>,
  t: ArrayLike<number>,
  round: Round,
): Float64Array {
  const positive = Array.from(y, Math.abs)
  const negative = Array.from(t, (value) => -Math.abs(value))
  const scale = Math.abs(settings.scale)
  return modelOutputGradient({ ...settings, scale, sign: 1 }, positive, negative, round)
}
