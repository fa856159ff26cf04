import type { Recipe } from '../defined-call.ts'
import type { Quantities, Quantity } from '../property.ts'
import { entriesOf, indexPath, shapeOf } from '../quantity.ts'
import { type Expected, expectedGradient } from '../rounding.ts'
import type { Comparison } from '../verdict.ts'
import { verdictOn } from './claimed-part.ts'
import { backward, backwardCall, tensorOf } from './recurrent-network.ts'

/** The first of the last axis. */
const firstOf = (quantity: Quantity): Float64Array => {
  const width = shapeOf(quantity).at(-1) ?? 1
  return entriesOf(quantity).filter((_, i) => i % width === 0)
}

const one = (entry: number): Quantity => ({ rows: 1, columns: 1, data: Float64Array.of(entry) })

/** The network of one unit, one input and no activation that a problem's first entries make. */
function scalar(problem: Quantities): Quantities {
  const [n, T] = shapeOf(problem.X)
  return {
    ...problem,
    activation: 0,
    X: tensorOf([n, T, 1], firstOf(problem.X)),
    t: { rows: n, columns: 1, data: firstOf(problem.t) },
    W_x: one(entriesOf(problem.W_x)[0]),
    W_rec: one(entriesOf(problem.W_rec)[0]),
    b: new Float64Array(1),
    W_out: one(1),
    c: new Float64Array(1),
  }
}

const divided = (expected: Expected, n: number): Expected => ({
  ...expected,
  value: expected.value.map((entry) => entry / n),
  magnitude: expected.magnitude.map((entry) => entry / n),
})

const at = (expected: Expected, index: number): Expected => ({
  ...expected,
  value: expected.value.slice(index, index + 1),
  magnitude: expected.magnitude.slice(index, index + 1),
})

/** Roundings of grad_out times n, and through n again. */
const factors = 2

/** With one unit and no activation it is the scalar network; here grad_out carries the 1/n of the mean. */
export const scalarNetwork: Recipe<typeof backward> = {
  function: backward,
  name: 'scalar-network',
  law: (assigned) => ({
    name: 'scalar-network',
    statement:
      'With one input, one unit and no activation the gradients are those of the scalar network S_k = S_{k-1} wRec + X_k wx.',
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const small = scalar(problem)
      const call = await backwardCall(assigned, implementation, small)
      const [n, T] = shapeOf(small.X)
      const X = { rows: n, columns: T, data: entriesOf(small.X) }
      const S = { rows: n, columns: T + 1, data: entriesOf(call.given.S) }
      const gradOut = entriesOf(call.given.grad_out).map((entry) => n * entry)
      const { weights, overTime } = expectedGradient(X, S, gradOut, entriesOf(small.W_rec)[0])
      const compare = (part: string, expected: Expected): Comparison => ({
        entry: (index) => part + indexPath(shapeOf(call.received[part]), index),
        received: entriesOf(call.received[part]),
        expected: { ...expected, roundings: expected.roundings + factors },
      })
      return verdictOn(call, [
        compare('W_x_grad', at(weights, 0)),
        compare('W_rec_grad', at(weights, 1)),
        compare('grad_over_time', divided(overTime, n)),
      ])
    },
  }),
}
