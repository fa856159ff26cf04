import { functionOf, onCopies, rightArguments, shapeIn, sizesIn } from './assigned.ts'
import type { Recipe } from './defined-call.ts'
import { copyAll } from './quantity.ts'
import { behaves, behaviour } from './well-behaved.ts'

/** Shapes, finiteness, purity and determinism of one function. */
export const wellBehaved = <const Name extends string>(name: Name): Recipe<Name> => ({
  function: name,
  name: 'well-behaved',
  law: (assigned) => ({
    name: 'well-behaved',
    statement: behaves(name),
    problems: assigned.problems,
    arguments: 'shared',
    check: (implementation, problem) =>
      behaviour(async () => {
        const given = await rightArguments(assigned, onCopies(implementation), name, problem)
        const input = copyAll(given)
        const sizes = sizesIn(assigned.functions[name], input)
        const shapes = Object.entries(assigned.functions[name].returns).map(
          ([part, declared]) => [part, shapeIn(declared, sizes)] as const,
        )
        const returned = () => functionOf(assigned, implementation, name)(input)
        return { input, shapes: Object.fromEntries(shapes), returned }
      }),
  }),
})
