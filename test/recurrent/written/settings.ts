import type { ElmanAdjoint, ElmanUpdate } from '../../../src/mistakes/recurrent/elman-model.ts'
import type { GruAdjoint, GruUpdate } from '../../../src/mistakes/recurrent/gru-model.ts'
import type { LoopSettings } from '../../../src/mistakes/recurrent/loop-settings.ts'
import type {
  OutputGradientSettings,
  SquaredErrorSettings,
} from '../../../src/mistakes/recurrent/loss-model.ts'
import type { LstmAdjoint, LstmUpdate } from '../../../src/mistakes/recurrent/lstm-model.ts'
import type { ForwardLoop, OutputSettings } from '../../../src/mistakes/recurrent/network-model.ts'
import {
  elmanFunctions,
  gruFunctions,
  lstmFunctions,
  type NetworkFunctions,
  type RecurrentName,
} from '../../../src/mistakes/recurrent/network-functions.ts'
import type { SlopeAt } from '../../../src/mistakes/recurrent/slopes.ts'

export const networks: Readonly<Record<RecurrentName, NetworkFunctions>> = {
  'elman-rnn': elmanFunctions,
  lstm: lstmFunctions,
  gru: gruFunctions,
}

/** One function with the mistakes of its settings, to be written down. */
export type ToWrite =
  | { readonly network: 'elman-rnn'; readonly name: 'update_state'; readonly made: ElmanUpdate }
  | { readonly network: 'lstm'; readonly name: 'update_state'; readonly made: LstmUpdate }
  | { readonly network: 'gru'; readonly name: 'update_state'; readonly made: GruUpdate }
  | {
      readonly network: RecurrentName
      readonly name: 'forward_states'
      readonly made: ForwardLoop & (ElmanUpdate | LstmUpdate | GruUpdate)
    }
  | { readonly network: RecurrentName; readonly name: 'output'; readonly made: OutputSettings }
  | { readonly network: RecurrentName; readonly name: 'loss'; readonly made: SquaredErrorSettings }
  | {
      readonly network: RecurrentName
      readonly name: 'output_gradient'
      readonly made: OutputGradientSettings
    }
  | {
      readonly network: 'elman-rnn'
      readonly name: 'backward_gradient'
      readonly made: ElmanAdjoint
    }
  | { readonly network: 'lstm'; readonly name: 'backward_gradient'; readonly made: LstmAdjoint }
  | { readonly network: 'gru'; readonly name: 'backward_gradient'; readonly made: GruAdjoint }

/** One function with mistakes, by their ids, and the settings that make them. */
export interface Made {
  readonly network: RecurrentName
  readonly name: string
  readonly ids: readonly string[]
  /** Which of its ways the last of the mistakes is made in: the usual one is 0. */
  readonly way: number
  readonly made: object
}

/** The mistakes of every function, each in each of its ways. */
export function* mistakesOf(network: RecurrentName): Generator<Made> {
  for (const [name, { mistakes, right }] of Object.entries(networks[network]))
    for (const { id, ways } of mistakes)
      for (const [way, { settings }] of ways.entries())
        yield { network, name, ids: [id], way, made: { ...right, ...settings } }
}

/** Every two mistakes of one function that change different places, each in its usual way. */
export function* pairsOf(network: RecurrentName): Generator<Made> {
  for (const [name, { mistakes, right }] of Object.entries(networks[network]))
    for (const [i, first] of mistakes.entries())
      for (const second of mistakes.slice(i + 1)) {
        const [a, b] = [first.ways[0].settings, second.ways[0].settings]
        if (Object.keys(a).some((key) => key in b)) continue
        yield { network, name, ids: [first.id, second.id], way: 0, made: { ...right, ...a, ...b } }
      }
}

export const stateNames: Readonly<Record<RecurrentName, readonly string[]>> = {
  'elman-rnn': ['S'],
  lstm: ['h_states', 'c_states'],
  gru: ['h_states'],
}

/** A slope by the formula in terms of the value s of an activation with argument a, taken where the settings say. */
export const slopeText = (
  at: SlopeAt,
  slope: (s: string) => string,
  value: (a: string) => string,
  s: string,
  a: string,
  one: string,
): string => ({ right: slope(s), output: slope(value(s)), input: slope(a), missing: one })[at]

export const divisorText = (mean: 'all' | 'samples' | 'none', n: string, o: string): string =>
  ({ all: `(${n} * ${o})`, samples: n, none: '1' })[mean]

export const isTorch = (network: RecurrentName): boolean => network !== 'elman-rnn'

export const firstStep = ({ skipsFirst, steps }: LoopSettings): string =>
  `max(${skipsFirst ? 2 : 1}, T - ${Number.isFinite(steps) ? steps : 'T'} + 1)`
