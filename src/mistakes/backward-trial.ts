import type { Prepared } from './backward-case.ts'
import {
  gradientsFit,
  isFarOverTime,
  isFirstFar,
  openCase,
  type Opened,
  overTimeFits,
  predictGradients,
} from './backward-fit.ts'
import { type BackwardSettings, rightBackward } from './backward-model.ts'
import { rightUnroll } from './backward-unroll.ts'
import { candidatesOf } from './candidates.ts'
import { roundingBound, shortest } from './rounding.ts'
import type { Candidate, Close, Solved, Trial } from './search.ts'

/**
 * The search for mistakes in backward_gradient: the gradient over time depends on few settings and is tested first;
 * the gradients of the weights depend on the rest.
 */
export function backwardTrial(
  all: readonly Prepared[],
  unit: number,
  more: readonly Candidate<BackwardSettings>[],
): Trial<BackwardSettings> {
  const longest = Math.max(0, ...all.map(({ observation }) => observation.arguments[0].columns))
  return {
    right: rightBackward,
    candidates: [...candidatesOf('backward_gradient', longest), ...more],
    opens: ({ settings }) => Object.keys(settings).some((key) => key in rightUnroll),
    open: (settings) => open(settings, all, unit),
  }
}

function open(
  settings: BackwardSettings,
  all: readonly Prepared[],
  unit: number,
): Close<BackwardSettings> | null {
  const opened: Opened[] = []
  for (const prepared of all) {
    if (isFarOverTime(settings, prepared, unit)) return null
    const next = openCase(settings, prepared)
    if (!overTimeFits(settings, next, unit)) return null
    opened.push(next)
  }
  return (full, solved) => close(full, solved, opened, unit)
}

function close(
  settings: BackwardSettings,
  solved: Solved<BackwardSettings> | undefined,
  opened: readonly Opened[],
  unit: number,
): { readonly parameter?: number } | null {
  if (solved === undefined) return gradientsFit(settings, opened, unit) ? {} : null
  // The smallest problem suggests a number, which the others mostly refute at once.
  const suggested = solveParameter(settings, solved, opened.slice(0, 1), unit)
  if (suggested !== null) {
    const rough = { ...settings, ...solved.settings(suggested.value) }
    if (opened.some((one) => isFirstFar(rough, one, unit))) return null
  }
  const parameter = solveParameter(settings, solved, opened, unit)
  if (parameter === null) return null
  // A quarter leaves the rest of the bound to the rounding errors of the other problems.
  const simple = shortest(parameter.value, parameter.error / 4)
  if (!solved.accepts(simple)) return null
  const known = { ...settings, ...solved.settings(simple) }
  return gradientsFit(known, opened, unit) ? { parameter: simple } : null
}

// The number follows from the gradient that suffers least from cancellation; clipped gradients say nothing about it.
function solveParameter(
  settings: BackwardSettings,
  solved: Solved<BackwardSettings>,
  opened: readonly Opened[],
  unit: number,
): { value: number; error: number } | null {
  if (settings.limit === 'normalise') return null
  let best = { error: Infinity, value: Number.NaN }
  for (const one of opened) {
    const { gradients, magnitudes } = predictGradients({ ...settings, limit: 'none' }, one)
    for (const i of solved.entries) {
      const received = one.prepared.observation.returned[0][i]
      if (settings.limit === 'clip' && Math.abs(received) === 1) continue
      const bound = roundingBound(magnitudes[i], one.prepared.operations, unit)
      const error = bound / Math.abs(gradients[i])
      const value = solved.from(gradients[i], received)
      if (error < best.error && Number.isFinite(value)) best = { error, value }
    }
  }
  return best.error < 1 && best.value !== 0 ? best : null
}
