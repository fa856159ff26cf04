import { called, fromReference, judged, type Recipe } from './defined-call.ts'

/** A function returns what the reference returns, whatever the order of its sums, to the rounding of float64 or float32. */
export const agreement = <const Name extends string>(name: Name): Recipe<Name> => ({
  function: name,
  name: 'agreement',
  needsReference: true,
  law: (assigned) => ({
    name: 'agreement',
    statement: `${name} returns what its formula gives, up to rounding.`,
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const call = await called(assigned, implementation, name, problem)
      const expected = await fromReference(assigned, call)
      if (expected === undefined) throw new RangeError(`there is no reference for ${name}`)
      return judged(call, expected)
    },
  }),
})
