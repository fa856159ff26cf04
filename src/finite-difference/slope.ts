import type { Limit } from './derivative.ts'
import { fillBits } from './fill-bits.ts'
import { fitSlope, isLoud, QUIET } from './fit.ts'
import type { Fit } from './fit.ts'
import { DEGREES, NODES, PAIRS } from './orthogonal-polynomials.ts'
import { powerBelow } from './power-below.ts'
import type { Rung } from './rung.ts'
import { sharpen } from './sharpen.ts'
import { isStair, UPSTAIRS } from './stair.ts'
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

/**
 * Roundings of f up to which all of its change may be a term that is bounded: one point of a fit may be off by four times
 * the deviation that passes for rounding.
 */
const FAINT = 4 * QUIET

/** Ratio of the shortest length at which f was seen to the first step of a further survey. */
const RESUMED = 8

/** Where a further fit should look; undefined when this one will do. */
const nextLength = (fit: Fit | undefined, length: number, origin: number) => {
  if (fit === undefined || fit.errorBound === Infinity) return length / 8
  if (fit.errorBound < SHARP * Math.abs(fit.value) || fit.change === 0) return undefined
  const isTruncated = fit.degree > DEGREES - 10
  if (isTruncated && fit.excess > QUIET / 2) return length / (fit.excess < 2 ** 12 ? 2 : 4)
  if (fit.degree <= 12 && fit.change < Math.abs(origin)) return length * (fit.degree <= 8 ? 4 : 2)
  return undefined
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

/**
 * Where f has changed by no more than roundings, however far off it was looked at, what hides among them next to x may have
 * any slope up to their size over the scale of x.
 */
const boundHidden = ({ change }: Fit, origin: number, start: number) => {
  const rounding = Number.EPSILON * Math.abs(origin)
  return change <= FAINT * rounding ? (change + rounding) / start : 0
}

const isEvidence = ({ value, errorBound }: Fit) => errorBound < USEFUL * Math.abs(value)

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
  const { value, errorBound: fitted } =
    isMeasured && !isLoud(best)
      ? yield* sharpen(best, x, spacing, origin.value)
      : { value: best.value, errorBound: confirm(best, second) }
  const hidden = noiseWithin === undefined ? boundHidden(best, origin.value, start) : 0
  const errorBound = Math.max(fitted, hidden)
  const { change } = best
  // a fit next to a kink or in noise may be as short as can be: f over its length is no slope that f has
  const scale = Math.max(
    change / best.length,
    Math.abs(origin.value) / Math.max(Math.abs(x), start, hidden > 0 ? 0 : best.length),
  )
  return {
    value,
    errorBound,
    scale,
    reach: best.length,
    limit: findLimit(rungs, best, errorBound),
  }
}
