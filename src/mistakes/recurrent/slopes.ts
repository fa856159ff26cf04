import type { ActivationName } from '../../rnn/activation.ts'
import { complement, mapped, shifted, type Terms, times, zeros } from './terms.ts'

/** At what the slope of an activation is taken, by which formula; 'missing' where it is left out. */
export type SlopeAt =
  /** f'(a), written in terms of s = f(a) */
  | 'right'
  /** the formula in terms of a, applied to s: f'(s) */
  | 'output'
  /** the formula in terms of s, applied to a */
  | 'input'
  | 'missing'

const logistic = (a: number): number => 1 / (1 + Math.exp(-a))

/** So many times its own error, in units of rounding: rounding decides on which side of 0 such an argument falls. */
const nearlyZero = 2 ** -50

const values: Record<ActivationName, (a: number) => number> = {
  identity: (a) => a,
  tanh: Math.tanh,
  relu: (a) => (a < 0 ? 0 : a),
  sigmoid: logistic,
}

/** f'(a) as a function of f(a). */
const slopes: Record<ActivationName, (s: number) => number> = {
  identity: () => 1,
  tanh: (s) => (1 - s) * (1 + s),
  relu: (s) => (s > 0 ? 1 : 0),
  sigmoid: (s) => s * (1 - s),
}

export const activated = (name: ActivationName, a: Terms): Terms =>
  mapped(a, values[name], (s, entry) => (name === 'relu' && entry < 0 ? 0 : slopes[name](s)))

/** The slope as a function of the output; relu's is anything where rounding decides between 0 and 1. */
function slopeOf(name: ActivationName, s: Terms, a: Terms): Terms {
  if (name === 'sigmoid') return times(s, complement(s))
  if (name === 'tanh') return times(complement(s), shifted(s, 1))
  const slopeAt = zeros(s.rows, s.columns)
  for (let i = 0; i < s.value.length; i++) {
    slopeAt.value[i] = slopes[name](s.value[i])
    const unsure = name === 'relu' && Math.abs(a.value[i]) <= nearlyZero * a.error[i]
    slopeAt.error[i] = unsure ? Infinity : 0
  }
  return slopeAt
}

/** The slope of an activation with output s = f(a), as it is taken. */
export function slope(name: ActivationName, at: SlopeAt, s: Terms, a: Terms): Terms {
  if (at === 'missing') return slopeOf('identity', s, a)
  if (at === 'output') return slopeOf(name, activated(name, s), s)
  return slopeOf(name, at === 'right' ? s : a, a)
}
