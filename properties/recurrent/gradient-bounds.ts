import type { Recipe } from '../defined-call.ts'
import { entriesOf, shapeOf } from '../quantity.ts'
import { show } from '../verdict.ts'
import { backward, backwardCall, rowOf, stepAt } from './recurrent-network.ts'
import { singularValues } from './singular-values.ts'

/** Room for the rounding of float32 over the few terms of a step. */
const room = 2 ** -18

/** f'(a) as a function of f(a), in the order in which a problem names its activation. */
const slopes = [
  () => 1,
  (s: number) => (s > 0 ? 1 : 0),
  (s: number) => 1 - s * s,
  (s: number) => s * (1 - s),
]

/**
 * How far rounding moves the slope of tanh and of sigmoid: f(a) in float32, a few units in the last place from where it should be, is
 * all that is left of 1 - f(a) near 1.
 */
const slopeRoom = [0, 0, 2 ** -21, 2 ** -21]

/** A step back multiplies the gradient by a Jacobian, whose norm lies between the slopes times the singular values. */
export const gradientBounds: Recipe<typeof backward> = {
  function: backward,
  name: 'gradient-bounds',
  law: (assigned) => ({
    name: 'gradient-bounds',
    statement:
      'Each step back changes the norm of the gradient over time by no more than the slopes of f times the singular values of W_rec allow.',
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const call = await backwardCall(assigned, implementation, problem)
      const { given, received, right } = call
      const [n, steps, h] = shapeOf(given.S)
      const values = singularValues(given.W_rec)
      const slope = slopes[problem.activation as number]
      const apart = slopeRoom[problem.activation as number]
      const norm = (row: number, k: number): number =>
        Math.hypot(...stepAt(received.grad_over_time, k).slice(row * h, (row + 1) * h))
      for (let row = 0; row < n; row++)
        for (let k = steps - 1; k > 0; k--) {
          const own = Array.from(entriesOf(rowOf(given.S, row)).slice(k * h, (k + 1) * h), slope)
          const [before, after] = [norm(row, k - 1), norm(row, k)]
          const least = after * (Math.min(...own) - apart) * values[values.length - 1]
          const most = after * (Math.max(...own) + apart) * values[0]
          if (before >= least - room * most && before <= most * (1 + room) + Number.MIN_VALUE)
            continue
          const message = `the norm of grad_over_time[${row}][${k - 1}] is ${show(before)}, expected between ${show(least)} and ${show(most)}`
          return {
            status: 'failed',
            message,
            evidence: { input: given, expected: right, received },
          }
        }
      return { status: 'passed', precision: 'double' }
    },
  }),
}
