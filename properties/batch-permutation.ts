import * as fc from 'fast-check'
import type { Matrix } from '../src/numpy/index.ts'
import { backwardPass, claim, judge } from './backward-pass.ts'
import type { LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'

/** The samples in reverse order, then rotated by `shift`: enough to move every sample, and easy to follow by hand. */
const moved = (rows: number, shift: number): number[] =>
  Array.from({ length: rows }, (_, row) => rows - 1 - ((row + shift) % rows))

const permuteRows = (matrix: Matrix, order: readonly number[]): Matrix => ({
  ...matrix,
  data: Float64Array.from(
    matrix.data,
    (_, index) =>
      matrix.data[
        order[Math.floor(index / matrix.columns)] * matrix.columns + (index % matrix.columns)
      ],
  ),
})

export const batchPermutation: Property<LinearRnn, { problem: LinearProblem; shift: number }> = {
  name: 'batch-permutation',
  statement:
    'Samples in another order give the same weight gradients, and the gradient over time in that order.',
  problems: fc.record({
    problem: linearProblems({ samples: 12, steps: 15 }),
    shift: fc.integer({ min: 0, max: 11 }),
  }),
  arguments: 'copied',
  async check(implementation, { problem, shift }) {
    const { X, t } = problem
    const order = moved(X.rows, shift)
    const permuted = {
      ...problem,
      X: permuteRows(X, order),
      t: Float64Array.from(order, (row) => t[row]),
    }
    const { received } = await backwardPass(implementation, problem)
    const pass = await backwardPass(implementation, permuted)
    return judge(claim(pass, [received[0], permuteRows(received[1], order)]))
  },
}
