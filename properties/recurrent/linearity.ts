import { rightArguments } from '../assigned.ts'
import { calledOn, claimed, judged, type Recipe } from '../defined-call.ts'
import { entriesOf, mapQuantities, withEntries } from '../quantity.ts'
import { backward } from './recurrent-network.ts'

/** The targets, which have the shape of grad_out, serve as another gradient of the output. */
export const linearityInGradOut: Recipe<typeof backward> = {
  function: backward,
  name: 'linearity',
  law: (assigned) => ({
    name: 'linearity',
    statement:
      'The gradients are linear in grad_out: 2 g - 3 h gives twice what g gives less three times what h gives.',
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const given = await rightArguments(assigned, implementation, backward, problem)
      const [g, h] = [entriesOf(given.grad_out), entriesOf(problem.t)]
      const on = (data: Float64Array) =>
        calledOn(assigned, implementation, backward, {
          ...given,
          grad_out: withEntries(given.grad_out, data),
        })
      const [first, second, call] = await Promise.all([
        on(g),
        on(h),
        on(g.map((entry, i) => 2 * entry - 3 * h[i])),
      ])
      const claim = mapQuantities(call.received, (like, part) => {
        const [a, b] = [entriesOf(first.received[part]), entriesOf(second.received[part])]
        return withEntries(
          like,
          a.map((entry, i) => 2 * entry - 3 * b[i]),
        )
      })
      // Where 2 g and 3 h cancel, what they give is rounded as if they did not.
      const terms = g.map((entry, i) => Math.abs(2 * entry) + Math.abs(3 * h[i]))
      const uncancelled = { ...call.given, grad_out: withEntries(given.grad_out, terms) }
      const bounds = { ...call, given: uncancelled }
      return judged(call, await claimed(assigned, implementation, bounds, claim))
    },
  }),
}
