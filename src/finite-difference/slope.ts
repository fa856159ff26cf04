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

const { EPSILON } = Number

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
/** Roundings that f has to change by over the step: where it hardly moves, its rounding errors are alike everywhere. */
const LIVELY = 2 ** 10
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
  const standing = fits.filter(({ errorBound }) => errorBound < Infinity)
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
const hasKink = (rungs: readonly Rung[], origin: number) => {
  const finite = rungs.filter(isFiniteRung)
  const wide = finite.at(-2)
  const narrow = finite.at(-1)
  if (wide === undefined || narrow === undefined) return false
  const isAudible = Math.abs(narrow.up + narrow.down) > QUIET * EPSILON * Math.abs(origin)
  const ratio = parting(narrow) / parting(wide)
  return isAudible && ratio > 0.5 && ratio < 2
}

const findLimit = (rungs: readonly Rung[], origin: number, fit: Fit, errorBound: number): Limit => {
  if (errorBound < 2 ** -20 * Math.abs(fit.value) || !isLoud(fit)) return 'rounding'
  return errorBound === Infinity && hasKink(rungs, origin) ? 'kink' : 'rough'
}

const isEvidence = ({ value, errorBound }: Fit) => errorBound < USEFUL * Math.abs(value)

const isBlunt = ({ value, errorBound, change, excess }: Fit, origin: number) =>
  errorBound > BLUNT.least * Math.abs(value) &&
  errorBound < BLUNT.most * Math.abs(value) &&
  excess < QUIET &&
  change > LIVELY * EPSILON * Math.abs(origin)

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
  if (!isBlunt(best, origin)) return best
  const lengths = Array.from({ length: REPEATS }, (_, k) =>
    fillBits((best.length * SHRINK ** (k + 1)) / 0.754877666, x, spacing),
  )
  const values = yield lengths.flatMap((length) =>
    Array.from(NODES.subarray(1), (node) => node * length),
  )
  const all = [best]
  for (const [k, length] of lengths.entries()) {
    const own = Array.from(values).slice(2 * PAIRS * k, 2 * PAIRS * (k + 1))
    const fit = fitSlope(length, origin, own, [], undefined)
    if (fit === undefined || fit.errorBound === Infinity) return best
    all.push(fit)
  }
  const mean = average(all)
  return mean !== undefined && mean.errorBound < best.errorBound ? mean : best
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
  if (fits.some((fit) => isLoud(fit) && fit.change > 0)) return true
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
  const { rungs, length: first } = yield* survey(start, finest, origin)
  const fits: Fit[] = []
  const inUse = (length: number) => fillBits(length, x, spacing)
  let length = first > 0 ? Math.max(first, finest) : 0
  for (let round = 0; round < most + FURTHER && length >= finest && length > 0; round++) {
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
  const scale = Math.max(
    change / best.length,
    Math.abs(origin.value) / Math.max(Math.abs(x), best.length),
  )
  return {
    value,
    errorBound,
    scale,
    reach: best.length,
    limit: findLimit(rungs, origin.value, best, errorBound),
  }
}
