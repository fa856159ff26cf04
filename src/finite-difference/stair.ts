import { isLoud } from './fit.ts'
import type { Fit } from './fit.ts'
import { isFiniteRung } from './rung.ts'
import type { Rung } from './rung.ts'
import { isSingle } from './single-precision.ts'
import type { Walk } from './survey.ts'

/** Ratio by which a fit between two steps of f has to grow. */
export const UPSTAIRS = 64
/** Surveys from further off of an f that is constant next to x: each as much wider as a fit then becomes. */
const FURTHER_OFF = 3

/**
 * Whether all values of f are numbers of single precision, and f moves on both sides of x or is noisy there, as seen from
 * further off: then it is constant next to x because it goes by steps, and says nothing of its slope between two of them.
 * Next to a kink it moves on one side alone, however far off.
 */
export function* isStair(
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
