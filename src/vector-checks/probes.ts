import { RandomState } from '../numpy/random-state.ts'

export interface ProbeOptions {
  /** Seed of the random vectors. */
  readonly seed?: number
  /** How many random vectors are tried. */
  readonly probes?: number
}

export const PROBE_OPTIONS = { seed: true, probes: true } as const satisfies Record<
  keyof ProbeOptions,
  true
>

/** Two: what one random vector hides by an accident of cancellation, a second one shows. */
const PROBES = 2

/** Numbers of random sign between 1/2 and 3/2: none is near 0, so that no entry is left unseen. */
const drawVector = (random: RandomState, length: number) =>
  Float64Array.from(random.rand(length), (u) => (u < 0.5 ? -0.5 - 2 * u : 2 * u - 0.5))

/** Random vectors of a length. Throws RangeError where fewer than one is asked for. */
export const drawProbes = (length: number, { seed = 1, probes = PROBES }: ProbeOptions) => {
  if (!Number.isInteger(probes) || probes < 1) {
    throw new RangeError(`probes is ${probes}: expected a positive integer`)
  }
  const random = new RandomState(seed)
  return Array.from({ length: probes }, () => drawVector(random, length))
}

/** The same, each entry in units of x there, as a step along it moves every coordinate by a like share of itself. */
export const drawDirections = (x: Float64Array, options: ProbeOptions) => {
  const largest = x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0) || 1
  return drawProbes(x.length, options).map((probe) =>
    probe.map((entry, i) => entry * (Math.abs(x[i]) || largest)),
  )
}
