import type { Limit } from './derivative.ts'
import { DEVIATIONS, fitSlope, isLoud, QUIET } from './fit.ts'
import type { Fit } from './fit.ts'
import { DEGREES, NODES, PAIRS } from './orthogonal-polynomials.ts'
import { powerBelow } from './power-below.ts'
import { isSingle } from './single-precision.ts'
import { isFiniteRung } from './rung.ts'
import type { Rung } from './rung.ts'
import { survey } from './survey.ts'
import type { Origin, Walk } from './survey.ts'

/** Fits of one coordinate at different lengths. */
export const FITS = 3
/** Fits beyond those, where none has said anything of use or the only one that has needs a witness. */
const FURTHER = 2
/** Relative bound below which a fit is of use: a millionth. */
const USEFUL = 2 ** -20
/** Relative bound below which another fit would not be worth its evaluations. */
const SHARP = 2 ** -40

/** The derivative along one coordinate. */
export interface Slope {
  readonly value: number
  readonly errorBound: number
  readonly scale: number
  readonly reach: number
  readonly limit: Limit
}

/** Fits that are averaged where one alone is nearly sharp enough. */
const REPEATS = 4
/** Relative bounds that averaging is for: those just above the errors of 1e-10 that a check is to find. */
const BLUNT = { least: 2 ** -34, most: 2 ** -31 }
/** Ratio of the shortest length at which f was seen to the first step of a further survey. */
const RESUMED = 8
/** Ratio by which a fit between two steps of f has to grow. */
const UPSTAIRS = 64
/** Ratio of the lengths of two fits that are averaged: their points are others, and so are the rounding errors there. */
const SHRINK = 15 / 16

/** Where a further fit should look; undefined when this one will do. */
const nextLength = (fit: Fit | undefined, length: number, origin: number) => {
  if (fit === undefined || fit.errorBound === Infinity) return length / 8
  if (fit.errorBound < SHARP * Math.abs(fit.value) || fit.change === 0) return undefined
  const isTruncated = fit.degree > DEGREES - 10
  if (isTruncated && fit.excess > QUIET / 2) return length / (fit.excess < 2 ** 12 ? 2 : 4)
  if (fit.degree <= 12 && fit.change < Math.abs(origin)) return length * (fit.degree <= 8 ? 4 : 2)
  return undefined
}

/**
 * A length of about three quarters, with as many bits as leave x + node length exact: on steps of few bits, every point
 * shares the low bits of x, and what f loses of them looks the same everywhere and is taken for part of x.
 */
export const fillBits = (length: number, x: number, spacing: number): number => {
  const grain = 2 ** 12 * powerBelow(spacing * (Math.abs(x) + length))
  return Math.max(Math.round(0.754877666 * (length / grain)), 1) * grain
}

/** Whether one fit alone stands, and leaves over more than rounding. */
const needsWitness = (fits: readonly Fit[]) => {
  const standing = fits.filter(stands)
  return standing.length === 1 && isLoud(standing[0])
}

/**
 * What a fit leaves over may be noise, or the slow series of a function with a break in a higher derivative, whose
 * omitted terms add up. The error of the latter grows with the length at least in proportion, so the difference to a fit
 * at half the length is half of it or more.
 */
const confirm = (best: Fit, second: Fit | undefined) => {
  if (!isLoud(best)) return best.errorBound
  if (second === undefined || second.errorBound === Infinity) return Infinity
  return best.errorBound + 2 * Math.abs(best.value - second.value)
}

const parting = (rung: Rung) => (rung.up + rung.down) / rung.step

/** Slopes to the left and to the right that do not approach each other as the step shrinks. */
const hasKink = (rungs: readonly Rung[]) => {
  const [wide, narrow] = rungs.slice(-2)
  const ratio = parting(narrow) / parting(wide)
  return ratio > 0.5 && ratio < 2
}

const findLimit = (rungs: readonly Rung[], fit: Fit, errorBound: number): Limit => {
  if (errorBound < 2 ** -20 * Math.abs(fit.value) || !isLoud(fit)) return 'rounding'
  return errorBound === Infinity && hasKink(rungs) ? 'kink' : 'rough'
}

const isEvidence = ({ value, errorBound }: Fit) => errorBound < USEFUL * Math.abs(value)

const isBlunt = ({ value, errorBound }: Fit) =>
  errorBound > BLUNT.least * Math.abs(value) && errorBound < BLUNT.most * Math.abs(value)

/**
 * The mean of a fit and its repetitions, where they scatter no more than rounding lets them. What the single fit is
 * charged for breaks in f is not due any more: they would show in the scatter.
 */
const average = (fits: readonly Fit[]) => {
  const mean = (of: (fit: Fit) => number) =>
    fits.reduce((sum, fit) => sum + of(fit), 0) / fits.length
  const value = mean((fit) => fit.value)
  const deviation = Math.sqrt(mean(({ deviation }) => deviation ** 2) / fits.length)
  const isAlike = fits.every(
    (fit) => Math.abs(fit.value - value) <= (DEVIATIONS / 2) * fit.deviation + fit.truncation,
  )
  const errorBound = DEVIATIONS * deviation + mean(({ truncation }) => truncation)
  return isAlike ? { value, errorBound } : undefined
}

/** The fit, or where that is worth it the average of several like it. */
function* sharpen(
  best: Fit,
  x: number,
  spacing: number,
  origin: number,
): Walk<{ value: number; errorBound: number }> {
  if (!isBlunt(best)) return best
  const lengths = Array.from({ length: REPEATS }, (_, k) =>
    fillBits((best.length * SHRINK ** (k + 1)) / 0.754877666, x, spacing),
  )
  const values = yield lengths.flatMap((length) =>
    Array.from(NODES.subarray(1), (node) => node * length),
  )
  const all = [best]
  for (const [k, length] of lengths.entries()) {
    const own = Array.from(values).slice(2 * PAIRS * k, 2 * PAIRS * (k + 1))
    const fit = fitSlope(length, origin, own)
    if (fit === undefined) return best
    all.push(fit)
  }
  return average(all) ?? best
}

/** Surveys from further off of an f that is constant next to x: each as much wider as a fit then becomes. */
const FURTHER_OFF = 3

/**
 * Whether all values of f are numbers of single precision, and f moves on both sides of x or is noisy there, as seen from
 * further off: then it is constant next to x because it goes by steps, and says nothing of its slope between two of them.
 * Next to a kink it moves on one side alone, however far off.
 */
function* isStair(
  rungs: readonly Rung[],
  fits: readonly Fit[],
  origin: number,
  inUse: (length: number) => number,
): Walk<boolean> {
  const finite = rungs.filter(isFiniteRung)
  const values = finite.flatMap(({ up, down }) => [origin + up, origin + down])
  if (!isSingle([origin, ...values])) return false
  if (fits.some(isLoud)) return true
  let movesUp = finite.some(({ up }) => up !== 0)
  let movesDown = finite.some(({ down }) => down !== 0)
  for (let k = 1; k <= FURTHER_OFF && movesUp !== movesDown; k++) {
    const { 0: up, 1: down } = yield [inUse(rungs[0].step * UPSTAIRS ** k)]
    if (!isSingle([up, down])) return false
    movesUp ||= up !== origin
    movesDown ||= down !== origin
  }
  return movesUp && movesDown
}

/** What the fits along one coordinate have in common. */
interface Line {
  readonly x: number
  readonly origin: Origin
  readonly noiseWithin: ((length: number) => number) | undefined
  readonly spacing: number
  readonly finest: number
  readonly most: number
}

/** Fits from a length on, until one is sharp or no other is worth its evaluations. */
function* fitFrom(
  first: number,
  rungs: readonly Rung[],
  { x, origin, noiseWithin, spacing, finest, most }: Line,
): Walk<{ readonly fits: Fit[]; readonly shortest: number }> {
  const fits: Fit[] = []
  const inUse = (length: number) => fillBits(length, x, spacing)
  let length = first > 0 ? Math.max(first, finest) : 0
  let shortest = length
  for (let round = 0; round < most + FURTHER && length >= finest; round++) {
    shortest = Math.min(shortest, length)
    const within = inUse(length)
    const values = yield Array.from({ length: PAIRS }, (_, j) => NODES[j + 1] * within)
    const fit = fitSlope(within, origin.value, values, rungs, noiseWithin?.(within))
    if (fit?.change === 0 && (yield* isStair(rungs, fits, origin.value, inUse))) {
      length *= UPSTAIRS
      continue
    }
    if (fit !== undefined) fits.push(fit)
    const isOpen = round + 1 < most || !fits.some(isEvidence)
    const next = isOpen ? nextLength(fit, length, origin.value) : undefined
    length = next ?? (needsWitness(fits) ? length / 2 : 0)
  }
  return { fits, shortest }
}

const stands = ({ errorBound }: Fit) => errorBound < Infinity

/** Slope of f along one coordinate: yields steps, receives f(x + step), f(x - step) for each. */
export function* slopeAlong(
  x: number,
  start: number,
  origin: Origin,
  noiseWithin: ((length: number) => number) | undefined,
  spacing: number,
  most: number,
): Walk<Slope> {
  const finest = Math.max(2 ** 12 * spacing * Math.abs(x), 2 ** -1060)
  const line = { x, origin, noiseWithin, spacing, finest, most }
  const { rungs, length } = yield* survey(start, finest, origin)
  const { fits, shortest } = yield* fitFrom(length, rungs, line)
  const narrowest = rungs.reduce((least, { step }) => Math.min(least, step), shortest)
  if (!fits.some(stands) && narrowest > RESUMED * finest) {
    // two steps of a wave that agreed by accident have ended the survey too far from x
    const nearer = yield* survey(powerBelow(narrowest / RESUMED), finest, origin)
    rungs.push(...nearer.rungs)
    fits.push(...(yield* fitFrom(nearer.length, rungs, line)).fits)
  }
  const [best, second] = fits.toSorted((a, b) => a.errorBound - b.errorBound)
  if (best === undefined || !Number.isFinite(best.value)) {
    return { value: NaN, errorBound: Infinity, scale: NaN, reach: 0, limit: 'not finite' }
  }
  const isMeasured = noiseWithin === undefined && most > 1
  const { value, errorBound } =
    isMeasured && !isLoud(best)
      ? yield* sharpen(best, x, spacing, origin.value)
      : { value: best.value, errorBound: confirm(best, second) }
  const { change } = best
  // a fit next to a kink or in noise may be as short as can be: f over its length is no slope that f has
  const scale = Math.max(
    change / best.length,
    Math.abs(origin.value) / Math.max(Math.abs(x), start, best.length),
  )
  return {
    value,
    errorBound,
    scale,
    reach: best.length,
    limit: findLimit(rungs, best, errorBound),
  }
}
