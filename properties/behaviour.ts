import { functionOf, rightArguments, shapeIn, sizesIn } from './assigned.ts'
import type { Recipe } from './defined-call.ts'
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
        const input = await rightArguments(assigned, implementation, name, problem)
        const sizes = sizesIn(assigned.functions[name], input)
        const shapes = Object.entries(assigned.functions[name].returns).map(
          ([part, declared]) => [part, shapeIn(declared, sizes)] as const,
        )
        const returned = () => functionOf(assigned, implementation, name)(input)
        return { input, shapes: Object.fromEntries(shapes), returned }
      }),
  }),
})
