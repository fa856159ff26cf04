import type { ArgumentsOf, Functions } from '../../../properties/assigned.ts'
import type { Quantities, Quantity } from '../../../properties/property.ts'
import { entriesOf, mapQuantities, withEntries } from '../../../properties/quantity.ts'
import type { AnyMistake, DefinedMistake } from '../defined-mistake.ts'

export type Told = Omit<AnyMistake, 'function' | 'wrong'>

const isQuantity = (result: Quantity | Quantities): result is Quantity =>
  typeof result === 'number' ||
  result instanceof Float64Array ||
  result.data instanceof Float64Array

export const times = <Value extends Quantity>(quantity: Value, factor: number): Value =>
  withEntries(
    quantity,
    entriesOf(quantity).map((entry) => entry * factor),
  ) as Value

/** Everything that a function returns, times a factor that may depend on what goes in. */
export const scaled = <Asked extends Functions, Name extends keyof Asked & string>(
  _functions: Asked,
  name: Name,
  told: Told,
  factor: (given: ArgumentsOf<Asked[Name]>) => number,
): DefinedMistake<Asked> => {
  const mistake: AnyMistake = {
    ...told,
    function: name,
    wrong(given, right) {
      const result = right(given)
      const by = factor(given as ArgumentsOf<Asked[Name]>)
      return isQuantity(result)
        ? times(result, by)
        : mapQuantities(result, (quantity) => times(quantity, by))
    },
  }
  return mistake as unknown as DefinedMistake<Asked>
}

/** What is told of a factor too many or too few in a gradient, whatever the network. */
export const gradientScales = {
  sumNotMean: (formula: string): Told => ({
    id: 'sum-not-mean',
    explanation: 'The gradients are sums over the batch. The loss is a mean, so they are means.',
    hint: 'How do your gradients change when every sample is in the batch twice? How does the loss?',
    formula,
  }),
  dividedTwice: (formula: string): Told => ({
    id: 'divided-by-n-twice',
    explanation:
      'The gradients are divided by the number of samples twice. One division makes a mean of a sum.',
    hint: 'In which places does your code divide by n, or take a mean?',
    formula,
  }),
  signFlipped: (formula: string): Told => ({
    id: 'sign-flipped',
    explanation:
      'The gradients point the other way. They have the sign of what the loss does when a parameter grows.',
    hint: 'Move one weight a little up: does the loss grow or fall, and what does your gradient say?',
    formula,
  }),
  missingTwo: (formula: string): Told => ({
    id: 'missing-factor-two',
    explanation:
      'The gradients are half of what they are: the derivative of a square has a factor 2.',
    hint: 'What is the derivative of (y - t)^2 with respect to y?',
    formula,
  }),
}

/** What is told of a loss that is a sum. */
export const lossSum = (formula: string): Told => ({
  id: 'loss-sum-not-mean',
  explanation: 'The loss is a sum over the batch. What is asked for is the mean.',
  hint: 'What becomes of your loss when every sample is in the batch twice?',
  formula,
})
