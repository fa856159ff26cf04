import * as fc from 'fast-check'
import { agreement } from './agreement.ts'
import type { Recipe } from './defined-call.ts'

/**
 * A function returns what the reference returns on the assignment's golden problem, whose numbers anyone can look up.
 * Beside the generated problems it catches nothing of its own: whoever is right on it alone has written down its result.
 */
export const golden = <const Name extends string>(name: Name): Recipe<Name> => ({
  function: name,
  name: 'golden',
  needsReference: true,
  needsGolden: true,
  law(assigned) {
    if (assigned.golden === undefined) throw new RangeError('there is no golden problem')
    const agrees = agreement(name).law(assigned)
    return {
      name: 'golden',
      statement: `${name} returns what its formula gives on the golden problem, which is always the same.`,
      problems: fc.constant(assigned.golden),
      arguments: 'copied',
      runs: 1,
      check: (implementation, problem) => agrees.check(implementation, problem),
    }
  },
})
