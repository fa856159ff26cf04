import type { BackwardSettings } from './backward-model.ts'
import type { ForwardSettings, UpdateSettings } from './forward-model.ts'
import type { LossSettings, OutputGradientSettings } from './loss-model.ts'

/** The settings of each function of the linear network: where it can go wrong, and how. */
export interface SettingsOf {
  loss: LossSettings
  output_gradient: OutputGradientSettings
  update_state: UpdateSettings
  forward_states: ForwardSettings
  backward_gradient: BackwardSettings
}

export type FunctionName = keyof SettingsOf

/** The settings that one way of making a mistake changes; `parameter` is the mistake's number, if it has one. */
export type Variant<Settings> = (parameter: number) => Partial<Settings>

/** Every way of making a mistake in a function, the usual one first. */
export type Variants = {
  readonly [Name in FunctionName]?: readonly Variant<SettingsOf[Name]>[]
}

/** What stands in a mistake's name: how many last steps are kept, or what the sum is divided by. */
export type ParameterName = 'steps' | 'divisor'

/** A known way to get a function wrong. */
export interface Mistake<Id extends string = string> {
  readonly id: Id
  readonly functions: readonly FunctionName[]
  readonly parameter?: ParameterName
  /** One sentence that says what the code does, and one that says what the mathematics asks. */
  readonly explanation: string
  /** A question or experiment that leads to the mistake and does not give the solution away. */
  readonly hint: string
  readonly variants: Variants
}
