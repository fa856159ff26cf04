import { rightArguments } from './assigned.ts'
import { calledOn, claimed, judged, type Recipe } from './defined-call.ts'
import type { Quantities } from './property.ts'
import { entriesOf, mapQuantities, withEntries } from './quantity.ts'

/** Powers of the factor by name: { X: 1, t: 1 }; what is not named stays as it is. */
export type Powers = Readonly<Record<string, number>>

/** A power of two scales without rounding. */
const factor = 4

const times = (given: Quantities, powers: Powers): Quantities =>
  mapQuantities(given, (quantity, name) =>
    withEntries(
      quantity,
      entriesOf(quantity).map((entry) => entry * factor ** (powers[name] ?? 0)),
    ),
  )

const worded = (powers: Powers): string =>
  Object.entries(powers)
    .map(([name, power]) => `${name} times c${power === 1 ? '' : `^${power}`}`)
    .join(', ')

/** Arguments times powers of a factor give results times powers of it. */
export const scaling = <const Name extends string>(
  name: Name,
  { given: before, returned: after }: { readonly given: Powers; readonly returned: Powers },
): Recipe<Name> => ({
  function: name,
  name: 'scaling',
  quantities: [...Object.keys(before), ...Object.keys(after)],
  law: (assigned) => ({
    name: 'scaling',
    statement: `${worded(before)} give ${worded(after)}.`,
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const given = await rightArguments(assigned, implementation, name, problem)
      const { received } = await calledOn(assigned, implementation, name, given)
      const call = await calledOn(assigned, implementation, name, times(given, before))
      return judged(call, await claimed(assigned, implementation, call, times(received, after)))
    },
  }),
})
