import { fillBits, IN_USE } from './fill-bits.ts'
import { DEVIATIONS, fitSlope } from './fit.ts'
import type { Fit } from './fit.ts'
import { NODES, PAIRS } from './orthogonal-polynomials.ts'
import type { Walk } from './survey.ts'

/** Fits that are averaged where one alone is nearly sharp enough. */
const REPEATS = 4
/** Relative bounds that averaging is for: those just above the errors of 1e-10 that a check is to find. */
const BLUNT = { least: 2 ** -34, most: 2 ** -31 }
/** Ratio of the lengths of two fits that are averaged: their points are others, and so are the rounding errors there. */
const SHRINK = 15 / 16

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

/** A fit that leaves over no more than rounding, or where that is worth it the average of several like it. */
export function* sharpen(
  best: Fit,
  x: number,
  spacing: number,
  origin: number,
): Walk<{ value: number; errorBound: number }> {
  if (!isBlunt(best)) return best
  const lengths = Array.from({ length: REPEATS }, (_, k) =>
    fillBits((best.length * SHRINK ** (k + 1)) / IN_USE, x, spacing),
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
