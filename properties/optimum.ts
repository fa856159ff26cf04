import { called, claimed, judged, type Recipe } from './defined-call.ts'
import type { Quantities } from './property.ts'
import { entriesOf, mapQuantities, withEntries } from './quantity.ts'

/** The gradient is zero at an optimum, which `optimum` makes out of any problem. */
export const zeroGradientAtOptimum = <const Name extends string>(
  name: Name,
  optimum: (problem: Quantities) => Quantities,
): Recipe<Name> => ({
  function: name,
  name: 'zero-gradient-at-optimum',
  law: (assigned) => ({
    name: 'zero-gradient-at-optimum',
    statement: 'Where the loss is smallest every gradient is zero.',
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const call = await called(assigned, implementation, name, optimum(problem))
      const zeros = mapQuantities(call.received, (quantity) =>
        withEntries(quantity, new Float64Array(entriesOf(quantity).length)),
      )
      return judged(call, await claimed(assigned, implementation, call, zeros))
    },
  }),
})
