import type { Matrix } from '../numpy/matrix.ts'
import type { Choice, Implementation } from './apply-mistakes.ts'
import { applyMistakes, settingsWith } from './apply-mistakes.ts'
import { prepare } from './backward-case.ts'
import { gradientsFit, openCase, overTimeFits } from './backward-fit.ts'
import type { MistakeId } from './catalogue.ts'
import { fits, forwardModel, lossModel, outputGradientModel, updateModel } from './flat-trial.ts'
import type { SettingsOf } from './mistake.ts'
import type { Observation } from './observation.ts'
import { doubleUnit } from './rounding.ts'

/** A kind of problem that hides some mistakes and shows others. */
export type ProblemKind = 'T = 1' | 'n = 1' | 'wRec = 1' | 'zero targets' | 'n > 1 and T > 1'

/** The kinds, with a problem of each that is generic in every other respect. */
const kinds: readonly (readonly [ProblemKind, Problem])[] = [
  ['T = 1', problemOf({ n: 3, T: 1 })],
  ['n = 1', problemOf({ n: 1, T: 4 })],
  ['wRec = 1', problemOf({ wRec: 1 })],
  ['zero targets', problemOf({ targets: 0 })],
  ['n > 1 and T > 1', problemOf({})],
]

interface Problem {
  readonly X: Matrix
  readonly t: Float64Array
  readonly wx: number
  readonly wRec: number
}

function problemOf({ n = 3, T = 4, wRec = 0.8125, targets = 1 }): Problem {
  // Cosines of whole numbers: no two are equal, and none is zero.
  const data = Float64Array.from({ length: n * T }, (_, i) => 2 * Math.cos(i + 1))
  const t = Float64Array.from({ length: n }, (_, i) => targets * Math.cos(i + 100))
  return { X: { rows: n, columns: T, data }, t, wx: -1.375, wRec }
}

/**
 * The kinds of problem on which two sets of mistakes give outputs that differ by more than rounding. None of them:
 * the two sets are the same function, and no observation can tell them apart.
 */
export function discriminatingKinds(
  first: readonly (MistakeId | Choice)[],
  second: readonly (MistakeId | Choice)[],
): ProblemKind[] {
  const implementation = applyMistakes(first)
  const settings = settingsWith(second.map((one) => (typeof one === 'string' ? { id: one } : one)))
  return kinds
    .filter(([, problem]) =>
      observationsOn(problem, implementation).some((one) => !isExplained(settings, one)),
    )
    .map(([kind]) => kind)
}

function observationsOn({ X, t, wx, wRec }: Problem, subject: Implementation): Observation[] {
  const right = applyMistakes([])
  const S = right.forwardStates(X, wx, wRec)
  const y = Float64Array.from(t, (_, i) => S.data[(i + 1) * S.columns - 1])
  const gradOut = right.outputGradient(y, t)
  return [
    { function: 'loss', arguments: [y, t], returned: subject.loss(y, t) },
    { function: 'output_gradient', arguments: [y, t], returned: subject.outputGradient(y, t) },
    {
      function: 'update_state',
      arguments: [t, y, wx, wRec],
      returned: subject.updateState(t, y, wx, wRec),
    },
    {
      function: 'forward_states',
      arguments: [X, wx, wRec],
      returned: subject.forwardStates(X, wx, wRec),
    },
    {
      function: 'backward_gradient',
      arguments: [X, S, gradOut, wRec],
      returned: subject.backwardGradient(X, { ...S, data: S.data.slice() }, gradOut.slice(), wRec),
    },
  ]
}

function isExplained(settings: SettingsOf, one: Observation): boolean {
  if (one.function === 'loss') return fits(lossModel, settings.loss, one, doubleUnit)
  if (one.function === 'output_gradient') {
    return fits(outputGradientModel, settings.output_gradient, one, doubleUnit)
  }
  if (one.function === 'update_state') {
    return fits(updateModel, settings.update_state, one, doubleUnit)
  }
  if (one.function === 'forward_states') {
    return fits(forwardModel, settings.forward_states, one, doubleUnit)
  }
  const own = settings.backward_gradient
  const opened = prepare([one]).map((prepared) => openCase(own, prepared))
  return (
    opened.every((prepared) => overTimeFits(own, prepared, doubleUnit)) &&
    gradientsFit(own, opened, doubleUnit)
  )
}
