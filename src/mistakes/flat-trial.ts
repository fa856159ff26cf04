import { candidatesOf } from './candidates.ts'
import { modelForward, modelUpdate, rightForward, rightUpdate } from './forward-model.ts'
import {
  lossMagnitude,
  modelLoss,
  modelOutputGradient,
  outputGradientMagnitude,
  rightLoss,
  rightOutputGradient,
} from './loss-model.ts'
import type { FunctionName, SettingsOf } from './mistake.ts'
import type { ObservationOf } from './observation.ts'
import { sizeOf } from './observation.ts'
import { agrees, roundingBound, toDouble } from './rounding.ts'
import type { Trial } from './search.ts'

/** A function whose result is one list of numbers, as a model of its settings. */
export interface FlatModel<Name extends FunctionName> {
  readonly name: Name
  readonly right: SettingsOf[Name]
  readonly predict: (
    settings: SettingsOf[Name],
    observation: ObservationOf<Name>,
  ) => ArrayLike<number>
  /** The sums of the absolute terms behind each number. */
  readonly magnitude: (
    settings: SettingsOf[Name],
    observation: ObservationOf<Name>,
  ) => ArrayLike<number>
  /** The longest chain of roundings behind a number, in any order of summation. */
  readonly operations: (observation: ObservationOf<Name>) => number
  readonly received: (observation: ObservationOf<Name>) => ArrayLike<number>
}

// A step or term costs at most four roundings however it is written; tanh, a root or a power may be off by a few.
const elementary = 8

export const lossModel: FlatModel<'loss'> = {
  name: 'loss',
  right: rightLoss,
  predict: (settings, { arguments: [y, t] }) => [modelLoss(settings, y, t, toDouble)],
  magnitude: (settings, { arguments: [y, t] }) => [lossMagnitude(settings, y, t, toDouble)],
  operations: ({ arguments: [y] }) => y.length ** 2 + elementary,
  received: ({ returned }) => [returned],
}

export const outputGradientModel: FlatModel<'output_gradient'> = {
  name: 'output_gradient',
  right: rightOutputGradient,
  predict: (settings, { arguments: [y, t] }) => modelOutputGradient(settings, y, t, toDouble),
  magnitude: (settings, { arguments: [y, t] }) => outputGradientMagnitude(settings, y, t, toDouble),
  operations: () => elementary,
  received: ({ returned }) => returned,
}

export const updateModel: FlatModel<'update_state'> = {
  name: 'update_state',
  right: rightUpdate,
  predict: (settings, { arguments: [xk, sk, wx, wRec] }) =>
    xk.map((x, i) => modelUpdate(settings, x, sk[i], wx, wRec, toDouble)),
  magnitude: (settings, { arguments: [xk, sk, wx, wRec] }) =>
    xk.map((x, i) =>
      modelUpdate(
        { ...settings, squashes: false },
        Math.abs(x),
        Math.abs(sk[i]),
        Math.abs(wx),
        Math.abs(wRec),
        toDouble,
      ),
    ),
  operations: () => elementary,
  received: ({ returned }) => returned,
}

export const forwardModel: FlatModel<'forward_states'> = {
  name: 'forward_states',
  right: rightForward,
  predict: (settings, { arguments: [X, wx, wRec] }) =>
    modelForward(settings, X, wx, wRec, toDouble).data,
  magnitude: (settings, { arguments: [X, wx, wRec] }) => {
    const positive = { ...X, data: X.data.map(Math.abs) }
    const linear = { ...settings, squashes: false }
    return modelForward(linear, positive, Math.abs(wx), Math.abs(wRec), toDouble).data
  },
  operations: ({ arguments: [X] }) => 4 * X.columns + elementary,
  received: ({ returned }) => returned.data,
}

/** Whether the observation is what these settings give, up to rounding with unit roundoff `unit`. */
export function fits<Name extends FunctionName>(
  model: FlatModel<Name>,
  settings: SettingsOf[Name],
  observation: ObservationOf<Name>,
  unit: number,
): boolean {
  const received = model.received(observation)
  const predicted = model.predict(settings, observation)
  if (received.length !== predicted.length) return false
  const magnitude = model.magnitude(settings, observation)
  const operations = model.operations(observation)
  return Array.from(received).every((value, i) =>
    agrees(value, predicted[i], roundingBound(magnitude[i], operations, unit)),
  )
}

/** The search for mistakes in such a function: it has no second stage. */
export function flatTrial<Name extends FunctionName>(
  model: FlatModel<Name>,
  observations: readonly ObservationOf<Name>[],
  unit: number,
): Trial<SettingsOf[Name]> {
  const sorted = observations.toSorted((a, b) => sizeOf(a) - sizeOf(b))
  return {
    right: model.right,
    candidates: candidatesOf(model.name, 0),
    opens: () => true,
    open: (settings) => {
      const all = sorted.every((observation) => fits(model, settings, observation, unit))
      return all ? () => ({}) : null
    },
  }
}
