import { type Assigned, rightArguments } from '../assigned.ts'
import { calledOn, claimed, judged, type Recipe } from '../defined-call.ts'
import type { Quantities, Quantity } from '../property.ts'
import { entriesOf, mapQuantities, shapeOf, withEntries } from '../quantity.ts'
import { hasAxis } from '../samples.ts'
import { backward, type RecurrentNetwork, tensorOf, zeroed } from './recurrent-network.ts'

/** Zero inputs before the first one. */
const zeros = 2

function padded(X: Quantity): Quantity {
  const [n, T, d] = shapeOf(X)
  const data = new Float64Array(n * (T + zeros) * d)
  for (let i = 0; i < n; i++)
    data.set(entriesOf(X).subarray(i * T * d, (i + 1) * T * d), (i * (T + zeros) + zeros) * d)
  return tensorOf([n, T + zeros, d], data)
}

/** The shorter sequence's steps after what came of the first ones, which the law leaves open. */
function prolonged(shorter: Quantity, longer: Quantity): Quantity {
  const [n, steps, width] = shapeOf(longer)
  const own = (steps - zeros) * width
  const data = entriesOf(longer).slice()
  for (let i = 0; i < n; i++)
    data.set(entriesOf(shorter).subarray(i * own, (i + 1) * own), (i * steps + zeros) * width)
  return withEntries(longer, data)
}

/** A bias is added at the first steps as well, so that the law leaves its gradient open. */
const claimOf = (
  assigned: Assigned,
  shorter: Quantities,
  longer: Quantities,
  open: readonly string[],
): Quantities =>
  mapQuantities(longer, (like, part) => {
    if (open.includes(part)) return like
    return hasAxis(assigned, part, 'T') ? prolonged(shorter[part], like) : shorter[part]
  })

/**
 * Without biases a network that has seen nothing but zeros is where it started, so that they change nothing that comes
 * later. It holds where f(0) = 0: not for a sigmoid, which `holds` says.
 */
export const leadingZeros = (
  { biases, gradients }: RecurrentNetwork,
  holds: (problem: Quantities) => boolean = () => true,
): Recipe<typeof backward> => ({
  function: backward,
  name: 'leading-zeros',
  law: (assigned) => ({
    name: 'leading-zeros',
    statement:
      'Without biases, zeros before the first input change neither the weights’ gradients nor those of the later steps.',
    problems: assigned.problems.filter(holds),
    arguments: 'copied',
    async check(implementation, problem) {
      const plain = zeroed(problem, biases)
      const given = await rightArguments(assigned, implementation, backward, plain)
      const { received } = await calledOn(assigned, implementation, backward, given)
      const later = { ...plain, X: padded(plain.X) }
      const longer = await rightArguments(assigned, implementation, backward, later)
      const call = await calledOn(assigned, implementation, backward, longer)
      const open = biases.map((name) => gradients[name])
      const claim = claimOf(assigned, received, call.received, open)
      return judged(call, await claimed(assigned, implementation, call, claim))
    },
  }),
})
