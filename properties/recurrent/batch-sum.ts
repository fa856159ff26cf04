import { rightArguments } from '../assigned.ts'
import { calledOn, claimed, judged, type Recipe } from '../defined-call.ts'
import type { Quantities } from '../property.ts'
import { entriesOf, mapQuantities, withEntries } from '../quantity.ts'
import { countOf, hasAxis, range, samplesOf } from '../samples.ts'
import { backward } from './recurrent-network.ts'

const added = (all: readonly Float64Array[]): Float64Array =>
  all[0].map((_, i) => all.reduce((sum, each) => sum + each[i], 0))

const joined = (all: readonly Float64Array[]): Float64Array =>
  Float64Array.from(all.flatMap((each) => Array.from(each)))

/** A batch's parameter gradients are the sums of its samples', and what has a row for each sample is their rows. */
export const batchSum: Recipe<typeof backward> = {
  function: backward,
  name: 'batch-sum',
  law: (assigned) => ({
    name: 'batch-sum',
    statement:
      "A batch's parameter gradients are the sums of its samples', its gradients of X and over time their rows.",
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const given = await rightArguments(assigned, implementation, backward, problem)
      const samples = await Promise.all(
        range(0, countOf(assigned, given, 'n')).map((row) =>
          calledOn(assigned, implementation, backward, samplesOf(assigned, given, 'n', [row])),
        ),
      )
      const call = await calledOn(assigned, implementation, backward, given)
      const claim: Quantities = mapQuantities(call.received, (like, part) => {
        const parts = samples.map(({ received }) => entriesOf(received[part]))
        return withEntries(like, hasAxis(assigned, part, 'n') ? joined(parts) : added(parts))
      })
      return judged(call, await claimed(assigned, implementation, call, claim))
    },
  }),
}
