import seedrandom from 'seedrandom'
import type { LinearProblem } from './linear-problem.ts'

/** As many steps as any generated problem has; few of those get near it. */
const steps = 30
const samples = 2

/** An input is no zero, behind which a step would hide. */
function input(random: () => number): number {
  const size = Math.ceil(20 * random()) / 10
  return random() < 0.5 ? -size : size
}

/**
 * A problem of many steps that all count: with wRec near 1 the gradient neither vanishes nor explodes on its way back,
 * so that whoever stops on the way loses a part that no rounding explains. Not to be written into.
 */
export function longProblem(): LinearProblem {
  const random = seedrandom('long problem')
  const data = Float64Array.from({ length: samples * steps }, () => input(random))
  return {
    X: { rows: samples, columns: steps, data },
    t: Float64Array.of(2, -1),
    wx: 0.8,
    wRec: 0.97,
  }
}
