import { complement, mapped, type Terms, times, zeros } from './terms.ts'

export type ActivationName = 'identity' | 'tanh' | 'relu' | 'sigmoid'

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

/** How near to 0 an argument of relu has to be for rounding to decide on which side it falls. */
const nearlyZero = 2 ** -40

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
  const one = { ...zeros(s.rows, s.columns), value: s.value.map(() => 1) }
  const ones = { ...one, magnitude: one.value }
  if (name === 'identity') return ones
  if (name === 'sigmoid') return times(s, complement(s))
  if (name === 'relu') {
    const unsure = (entry: number, i: number): boolean =>
      Math.abs(entry) <= nearlyZero * a.magnitude[i]
    const magnitude = a.value.map((entry, i) => (unsure(entry, i) ? Infinity : 1))
    return { ...s, value: s.value.map(slopes.relu), magnitude }
  }
  return times(complement(s), { ...complement(s), value: s.value.map((entry) => 1 + entry) })
}

/** The slope of an activation with output s = f(a), as it is taken. */
export function slope(name: ActivationName, at: SlopeAt, s: Terms, a: Terms): Terms {
  if (at === 'missing') return slopeOf('identity', s, a)
  if (at === 'output') return slopeOf(name, activated(name, s), s)
  return slopeOf(name, at === 'right' ? s : a, a)
}
