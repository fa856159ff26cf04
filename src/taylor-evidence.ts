/** What a series of remainders, each at half the step of the one before, is evidence of. */

/** One point of the line x + h d. */
export interface Sample {
  readonly step: number
  /** f(x + h d) - f(x). */
  readonly change: number
  /** The change less h <gradient, d>. */
  readonly remainder: number
  /** What rounding may have added to either. */
  readonly rounding: number
}

/**
 * Weights of a sample and the three after it that leave nothing of h, h^2 and h^3: (1 - 2 S)(1 - 4 S)(1 - 8 S), where S
 * takes the next sample. The gradient has no part in what they leave: it is what f is besides being smooth.
 */
const WEIGHTS = [1, -14, 56, -64]
const WEIGHT = Math.hypot(...WEIGHTS)
/** Standard deviations of noise that are allowed for: as many are not exceeded once in 10 000 normal numbers. */
const DEVIATIONS = 4
/** Remainders below as many times their floor are not used: their order is uncertain by log2(1 + 1/16) = 0.09. */
const CLEAR = 16
/** Neighbouring samples of an order, and of evidence: one that is not 1 shows over a longer series. */
export const WINDOW = 4
const SERIES = 6
/** The share by which the slope of a remainder in proportion may vary: that of h^1.05 does by a fifth over a series. */
const STEADY = 1 / 16

/** Noise of f around each sample, by what no cubic explains; the last samples have that of the last four. */
const noiseOf = (samples: readonly Sample[]) => {
  const known = samples.slice(WEIGHTS.length - 1).map((_, k) => {
    const rest = WEIGHTS.reduce((sum, weight, i) => sum + weight * samples[k + i].change, 0)
    return Math.abs(rest) / WEIGHT
  })
  return samples.map((_, k) => known[Math.min(k, known.length - 1)] ?? 0)
}

/** The step of an f that goes by steps: its first change beyond those that are 0; 0 where it never stands or moves. */
const quantumOf = (samples: readonly Sample[]) => {
  const moved = samples.findLastIndex(({ change }) => change !== 0)
  return moved < 0 || moved === samples.length - 1 ? 0 : Math.abs(samples[moved].change)
}

/**
 * What rounding and noise explain of each remainder. Noise is the most that is seen from the sample on to smaller steps:
 * what is not noise but a term of the series falls with the step.
 */
export const floorsOf = (samples: readonly Sample[]): readonly number[] => {
  const noise = noiseOf(samples)
  const quantum = quantumOf(samples)
  let most = 0
  return samples
    .map(({ rounding }, k) => ({ rounding, noise: noise[k] }))
    .toReversed()
    .map(({ rounding, noise }) => {
      most = Math.max(most, noise)
      return Math.max(rounding, DEVIATIONS * most, quantum)
    })
    .toReversed()
}

/** The first of as many neighbouring sizes, at the smallest steps, that stand clear of their floors; -1 where none do. */
export const clearWindow = (
  sizes: readonly number[],
  floors: readonly number[],
  length = WINDOW,
): number => {
  const isClear = sizes.map((size, k) => size > CLEAR * floors[k])
  return sizes.findLastIndex(
    (_, k) => k + length <= sizes.length && isClear.slice(k, k + length).every(Boolean),
  )
}

/** f changes over the steps by so little beyond its noise that it has no slope to compare: it is too fast for them. */
const isUnresolved = (samples: readonly Sample[], floor: number, rounding: number) => {
  const largest = samples.reduce((most, { change }) => Math.max(most, Math.abs(change)), 0)
  return floor > rounding && CLEAR * floor > largest
}

/** A slope and what rounding and noise may have added to it. */
interface Slope {
  readonly slope: number
  readonly error: number
}

const isAlike = (a: Slope, b: Slope) =>
  Math.abs(a.slope - b.slope) <= a.error + b.error + STEADY * Math.abs(a.slope)

/** The slopes at 0 by two samples each: of a remainder a h + b h^2 they leave a, with 4 + 1 times its error over h. */
const slopesOf = (samples: readonly Sample[], floors: readonly number[]): Slope[] =>
  samples.slice(0, -1).map(({ step, remainder }, k) => ({
    slope: (4 * samples[k + 1].remainder - remainder) / step,
    error: (5 * floors[k]) / step,
  }))

/**
 * Whether the gradient is right over larger steps, and the slope at the smallest a matter of noise or of a kink. Where
 * the slopes of a smooth remainder change their sign, a + c h^2, no two neighbours are as near to 0.
 */
const isRightFromAfar = ({ slope }: Slope, larger: readonly Slope[]) =>
  larger.filter((each) => Math.abs(each.slope) + each.error < Math.abs(slope) / 4).length >= 2

/**
 * The slope of remainders in proportion to the step over a series of halvings, which neither smaller steps contradict nor
 * larger ones; none where they are not. A kink beside x, where the remainder is 0 from some step on, contradicts.
 */
const slopeOf = (samples: readonly Sample[]): Slope | undefined => {
  const floors = floorsOf(samples)
  const sizes = samples.map(({ remainder }) => Math.abs(remainder))
  const first = clearWindow(sizes, floors, SERIES)
  if (first < 0 || isUnresolved(samples, floors[first], samples[first].rounding)) return undefined
  const slopes = slopesOf(samples, floors)
  const reference = slopes[first]
  if (Math.abs(reference.slope) <= reference.error) return undefined
  if (isRightFromAfar(reference, slopes.slice(0, first))) return undefined
  return slopes.slice(first).every((each) => isAlike(reference, each)) ? reference : undefined
}

/**
 * Whether the remainders along a direction and against it are those of a wrong gradient: in proportion to the step, by
 * the same slope on both sides. At a kink the slopes are others. Steps that are not those of the other side in powers of two
 * tell what is in proportion from what halves with the steps by accident: roundings, and waves that they skip.
 */
export const isProportional = (
  along: readonly Sample[],
  against: () => readonly Sample[],
): boolean => {
  const there = slopeOf(along)
  if (there === undefined) return false
  const back = slopeOf(against())
  return back !== undefined && isAlike(there, { slope: -back.slope, error: back.error })
}
