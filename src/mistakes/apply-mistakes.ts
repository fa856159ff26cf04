import type { Matrix } from '../numpy/matrix.ts'
import { modelBackward, rightBackward } from './backward-model.ts'
import type { MistakeId } from './catalogue.ts'
import { mistakeOf } from './catalogue.ts'
import { modelForward, modelUpdate, rightForward, rightUpdate } from './forward-model.ts'
import { modelLoss, modelOutputGradient, rightLoss, rightOutputGradient } from './loss-model.ts'
import type { FunctionName, Mistake, SettingsOf, Variant } from './mistake.ts'
import { isPublished, publishedGradients, publishedWeights } from './published-case.ts'
import { toDouble, toSingle } from './rounding.ts'

/** The functions of the linear network, with the arguments and results of the reference. */
export interface Implementation {
  updateState(xk: Float64Array, sk: Float64Array, wx: number, wRec: number): Float64Array
  forwardStates(X: Matrix, wx: number, wRec: number): Matrix
  loss(y: Float64Array, t: Float64Array): number
  outputGradient(y: Float64Array, t: Float64Array): Float64Array
  backwardGradient(
    X: Matrix,
    S: Matrix,
    gradOut: Float64Array,
    wRec: number,
  ): [[number, number], Matrix]
}

/**
 * A mistake to apply: its number, if it has one (2 last steps and a divisor of 100 unless told), and which of the
 * ways to make it (0, the usual one, unless told).
 */
export interface Choice {
  readonly id: MistakeId
  readonly parameter?: number
  readonly variant?: number
}

/** The right settings of every function. */
export const rightSettings: SettingsOf = {
  loss: rightLoss,
  output_gradient: rightOutputGradient,
  update_state: rightUpdate,
  forward_states: rightForward,
  backward_gradient: rightBackward,
}

/**
 * A wrong implementation that makes all the mistakes named, and no other; with none of them it is right. Throws if
 * two of them change the same place in different ways.
 */
export function applyMistakes(chosen: readonly (MistakeId | Choice)[]): Implementation {
  const choices = chosen.map((choice) => (typeof choice === 'string' ? { id: choice } : choice))
  const ids = new Set<MistakeId>(choices.map(({ id }) => id))
  const settings = settingsWith(choices)
  const round = ids.has('single-precision') ? toSingle : toDouble
  const implementation: Implementation = {
    updateState: (xk, sk, wx, wRec) =>
      xk.map((x, i) => modelUpdate(settings.update_state, x, sk[i], wx, wRec, round)),
    forwardStates: (X, wx, wRec) => modelForward(settings.forward_states, X, wx, wRec, round),
    loss: (y, t) => modelLoss(settings.loss, y, t, round),
    outputGradient: (y, t) => modelOutputGradient(settings.output_gradient, y, t, round),
    backwardGradient: (X, S, gradOut, wRec) =>
      modelBackward(settings.backward_gradient, X, S, gradOut, wRec, round),
  }
  const learnt = ids.has('hard-coded') ? hardCoded(implementation) : implementation
  return ids.has('mutates-inputs') ? mutating(learnt) : learnt
}

/** The settings of every function with these mistakes. Throws if two of them change the same place differently. */
export function settingsWith(choices: readonly Choice[]): SettingsOf {
  return {
    loss: settingsOf('loss', choices),
    output_gradient: settingsOf('output_gradient', choices),
    update_state: settingsOf('update_state', choices),
    forward_states: settingsOf('forward_states', choices),
    backward_gradient: settingsOf('backward_gradient', choices),
  }
}

function settingsOf<Name extends FunctionName>(
  name: Name,
  choices: readonly Choice[],
): SettingsOf[Name] {
  let changes: Partial<SettingsOf[Name]> = {}
  for (const choice of choices) changes = merged(changes, changesOf(name, choice), choice.id)
  return { ...rightSettings[name], ...changes }
}

function merged<Settings extends object>(
  changes: Settings,
  more: Settings,
  id: MistakeId,
): Settings {
  for (const [key, value] of Object.entries(more)) {
    const before = Reflect.get(changes, key)
    if (before === undefined || before === value) continue
    throw new Error(
      `'${id}' sets ${key} to ${String(value)}, but another mistake sets it to ${String(before)}`,
    )
  }
  return { ...changes, ...more }
}

function changesOf<Name extends FunctionName>(
  name: Name,
  choice: Choice,
): Partial<SettingsOf[Name]> {
  const mistake = mistakeOf(choice.id)
  const variants: readonly Variant<SettingsOf[Name]>[] = mistake.variants[name] ?? []
  if (variants.length === 0) return {}
  const variant = variants[choice.variant ?? 0]
  if (variant === undefined) {
    throw new Error(
      `Expected a variant of '${choice.id}' from 0 to ${variants.length - 1}, but got ${choice.variant}`,
    )
  }
  return variant(choice.parameter ?? usualParameter(mistake))
}

function usualParameter({ parameter }: Mistake): number {
  return parameter === 'steps' ? 2 : 100
}

function hardCoded(implementation: Implementation): Implementation {
  const [wx, wRec] = publishedGradients(...publishedWeights[0])
  return {
    ...implementation,
    backwardGradient: (X, S, gradOut, weight) => {
      const [gradients, overTime] = implementation.backwardGradient(X, S, gradOut, weight)
      return [isPublished(X) ? gradients : [wx, wRec], overTime]
    },
  }
}

// The gradient over time is gathered in S, and grad_out is carried back in place.
function mutating(implementation: Implementation): Implementation {
  return {
    ...implementation,
    backwardGradient: (X, S, gradOut, wRec) => {
      const returned = implementation.backwardGradient(X, S, gradOut, wRec)
      const { data } = modelBackward(rightBackward, X, S, gradOut, wRec, toDouble)[1]
      S.data.set(data)
      gradOut.set(gradOut.map((_, i) => data[i * S.columns]))
      return returned
    },
  }
}
