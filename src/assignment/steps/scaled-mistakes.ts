import type { ArgumentsOf, Functions } from '../../../properties/assigned.ts'
import type { Quantities, Quantity } from '../../../properties/property.ts'
import { entriesOf, mapQuantities, withEntries } from '../../../properties/quantity.ts'
import type { AnyMistake, DefinedMistake } from '../defined-mistake.ts'
import type { Told } from './told.ts'

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
