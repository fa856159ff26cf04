import { rightArguments } from './assigned.ts'
import { calledOn, claimed, judged, type Recipe } from './defined-call.ts'
import { countOf, range, samplesOf } from './samples.ts'

/** Samples in another order give the same result: what has a row for each sample has its rows in that order. */
export const batchPermutation = <const Name extends string>(
  name: Name,
  { samples = 'n' }: { readonly samples?: string } = {},
): Recipe<Name> => ({
  function: name,
  name: 'batch-permutation',
  law: (assigned) => ({
    name: 'batch-permutation',
    statement: `Samples in another order give ${name} in that order: what is no sample's own stays as it is.`,
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const given = await rightArguments(assigned, implementation, name, problem)
      // In reverse: enough to move every sample but the middle one, and easy to follow by hand.
      const order = range(0, countOf(assigned, given, samples)).toReversed()
      const { received } = await calledOn(assigned, implementation, name, given)
      const moved = samplesOf(assigned, given, samples, order)
      const call = await calledOn(assigned, implementation, name, moved)
      const claim = samplesOf(assigned, received, samples, order)
      return judged(call, await claimed(assigned, implementation, call, claim))
    },
  }),
})
