import type { Matrix } from '../src/numpy/index.ts'
import { backwardPass, claim, judge } from './backward-pass.ts'
import type { LinearGradient, LinearRnn } from './linear-rnn.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property } from './property.ts'

const sampleOf = ({ X, t, ...weights }: LinearProblem, row: number): LinearProblem => ({
  X: { rows: 1, columns: X.columns, data: X.data.slice(row * X.columns, (row + 1) * X.columns) },
  t: t.slice(row, row + 1),
  ...weights,
})

const average = (gradients: readonly LinearGradient[], weight: 0 | 1): number =>
  gradients.reduce((sum, [weights]) => sum + weights[weight], 0) / gradients.length

function stack(parts: readonly Matrix[]): Matrix {
  const { columns } = parts[0]
  const data = Float64Array.from(parts.flatMap((part) => [...part.data]))
  return { rows: parts.length, columns, data }
}

export const batchMean: Property<LinearRnn, LinearProblem> = {
  name: 'batch-mean',
  statement:
    "A batch's weight gradients are the means of its samples', its gradient over time their rows.",
  problems: linearProblems({ samples: 6, steps: 12 }),
  arguments: 'copied',
  async check(implementation, problem) {
    const rows = Array.from({ length: problem.X.rows }, (_, row) => sampleOf(problem, row))
    const samples = await Promise.all(rows.map((sample) => backwardPass(implementation, sample)))
    const gradients = samples.map(({ received }) => received)
    const pass = await backwardPass(implementation, problem)
    const overTime = stack(gradients.map(([, each]) => each))
    return judge(claim(pass, [[average(gradients, 0), average(gradients, 1)], overTime]))
  },
}
