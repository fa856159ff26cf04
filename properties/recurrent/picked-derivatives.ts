import { comparisonsOf, evidenceFor, fromReference, type Recipe } from '../defined-call.ts'
import { numericalOutcome } from '../numerical-outcome.ts'
import { along, derivativeOf, ownLoss } from '../own-loss.ts'
import { pickedEntries } from '../picked-entries.ts'
import type { Quantities } from '../property.ts'
import { entriesOf } from '../quantity.ts'
import { backward, backwardCall, type RecurrentNetwork } from './recurrent-network.ts'

/** As good as chance, and the same for the same problem: its own numbers decide. */
function hashOf(problem: Quantities): number {
  let hash = 0
  for (const entry of entriesOf(problem.X))
    hash = Math.imul(hash ^ Math.round(entry * 100), 0x9e3779b1)
  return (hash ^ (hash >>> 15)) >>> 0
}

/** Two of the quantities that have a gradient, neighbours in their list. */
const pair = (names: readonly string[], hash: number): string[] =>
  [0, 1].map((next) => names[(hash + next) % names.length])

/**
 * The gradients are the numerical derivatives of the submission's own loss. A network has too many parameters to move
 * them all on every problem: an entry of two of them is moved, and over many problems all get their turn.
 */
export const finiteDifferenceAgreement = ({
  gradients,
}: RecurrentNetwork): Recipe<typeof backward> => ({
  function: backward,
  name: 'finite-difference-agreement',
  quantities: [...Object.keys(gradients), ...Object.values(gradients)],
  law: (assigned) => ({
    name: 'finite-difference-agreement',
    statement:
      'The gradients with respect to the parameters and X are the numerical derivatives of the loss, within their error bound.',
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const hash = hashOf(problem)
      const names = pair(Object.keys(gradients), hash)
      const call = await backwardCall(assigned, implementation, problem)
      const expected = await fromReference(assigned, call)
      if (expected === undefined) throw new RangeError(`there is no reference for ${backward}`)
      const parts = names.map((name) => gradients[name])
      const received = Object.fromEntries(parts.map((part) => [part, call.received[part]]))
      const comparisons = comparisonsOf({ ...call, received }, expected)
      const at = comparisons.map(({ received: { length } }) => (hash >>> 3) % length)
      const { f, at: start } = ownLoss(assigned, implementation, 'loss', problem, names)
      let first = 0
      const places = names.map((name, i) => {
        const place = first + at[i]
        first += entriesOf(problem[name]).length
        return place
      })
      const picked = Float64Array.from(places, (place) => start[place])
      const derivative = await derivativeOf(along(f, start, places), picked)
      const entries = pickedEntries(
        comparisons,
        at.map((index, part) => [part, index]),
      )
      return numericalOutcome(entries, derivative, () => evidenceFor(call, expected))
    },
  }),
})
