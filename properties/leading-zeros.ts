import * as fc from 'fast-check'
import type { Matrix } from '../src/numpy/index.ts'
import { backwardPass, claim, judge } from './backward-pass.ts'
import type { LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'

const entries = (rows: number, columns: number, entry: (row: number, column: number) => number) =>
  Float64Array.from({ length: rows * columns }, (_, index) =>
    entry(Math.floor(index / columns), index % columns),
  )

function padded({ rows, columns, data }: Matrix, zeros: number): Matrix {
  const entry = (row: number, column: number) =>
    column < zeros ? 0 : data[row * columns + column - zeros]
  return { rows, columns: columns + zeros, data: entries(rows, columns + zeros, entry) }
}

/** The gradient over time of the longer sequence: the shorter one's, and before it what came, which the law leaves open. */
function prolonged(shorter: Matrix, longer: Matrix): Matrix {
  const zeros = longer.columns - shorter.columns
  const entry = (row: number, column: number) =>
    column < zeros
      ? longer.data[row * longer.columns + column]
      : shorter.data[row * shorter.columns + column - zeros]
  return { ...longer, data: entries(longer.rows, longer.columns, entry) }
}

export const leadingZeros: Property<LinearRnn, { problem: LinearProblem; zeros: number }> = {
  name: 'leading-zeros',
  statement:
    'Zeros before the first input change neither the weight gradients nor the gradient over the later steps.',
  problems: fc.record({
    problem: linearProblems({ samples: 10, steps: 12 }),
    zeros: fc.integer({ min: 1, max: 4 }),
  }),
  arguments: 'copied',
  async check(implementation, { problem, zeros }) {
    const { received } = await backwardPass(implementation, problem)
    const later = { ...problem, X: padded(problem.X, zeros) }
    const pass = await backwardPass(implementation, later)
    return judge(claim(pass, [received[0], prolonged(received[1], pass.received[1])]))
  },
}
