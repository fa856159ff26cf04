import type { Recipe } from '../defined-call.ts'
import type { Quantities } from '../property.ts'
import { entriesOf, shapeOf } from '../quantity.ts'
import { claimedPart, sizeOfGradOut, verdictOn } from './claimed-part.ts'
import { backward, backwardCall, filled } from './recurrent-network.ts'

/** Above all else that is added: tanh and sigmoid are 1 to the last digit there, relu at its negative is dead. */
const bias = 60

/** By the place of the activation: the bias at which its slope is 0; the identity has none. */
const biases = [undefined, -bias, bias, bias]

const dead = (problem: Quantities): Quantities => ({
  ...problem,
  b: filled(problem.b, biases[problem.activation as number] ?? 0),
})

/** Saturated units, and dead ones, pass nothing on to what was before them. */
export const saturation: Recipe<typeof backward> = {
  function: backward,
  name: 'saturation',
  law: (assigned) => ({
    name: 'saturation',
    statement:
      'Where tanh and sigmoid are saturated and relu is dead, the gradients of W_x, W_rec, b and of every state but the last are zero.',
    problems: assigned.problems.filter(
      ({ activation }) => biases[activation as number] !== undefined,
    ),
    arguments: 'copied',
    async check(implementation, problem) {
      const call = await backwardCall(assigned, implementation, dead(problem))
      const { grad_over_time: overTime } = call.received
      const [, steps, h] = shapeOf(overTime)
      const isLast = (index: number): boolean => Math.floor(index / h) % steps === steps - 1
      const size = sizeOfGradOut(call)
      const zero = (part: string) =>
        claimedPart(call, part, new Float64Array(entriesOf(call.received[part]).length), size)
      const states = entriesOf(overTime).map((entry, i) => (isLast(i) ? entry : 0))
      return verdictOn(call, [
        ...['W_x_grad', 'W_rec_grad', 'b_grad', 'X_grad'].map(zero),
        claimedPart(call, 'grad_over_time', states, size),
      ])
    },
  }),
}
