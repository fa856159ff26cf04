import type { LinearProblem } from '../../properties/linear-problem.ts'
import { column } from '../../properties/linear-rnn.ts'
import { lossRoundingError } from '../../properties/rounding.ts'
import * as reference from '../rnn/linear.ts'

/** From where x + h is x to where x is small beside h, two to a decade. */
const stepSizes = Array.from({ length: 33 }, (_, i) => 10 ** (-16 + i / 2))

const lossOf = ({ X, t, wx, wRec }: LinearProblem): number =>
  reference.loss(column(reference.forwardStates(X, wx, wRec), X.columns), t)

const moved = (problem: LinearProblem, parameter: 'wx' | 'wRec', by: number): LinearProblem => ({
  ...problem,
  [parameter]: problem[parameter] + by,
})

/**
 * Bounds on the first and the third derivative of the loss with respect to one weight, anywhere within h of the
 * problem. The loss is a polynomial: the one with the absolute values of its coefficients exceeds it, and so do its
 * derivatives, which grow with the weight. The derivatives of an output are unrolled with it, by Leibniz' rule.
 */
function derivativeBounds({ X, t, wx, wRec }: LinearProblem, parameter: 'wx' | 'wRec', h: number) {
  const ofInput = parameter === 'wx' ? 1 : 0
  const [a, b] = [Math.abs(wx) + ofInput * h, Math.abs(wRec) + (1 - ofInput) * h]
  let [slope, bend] = [0, 0]
  for (let row = 0; row < X.rows; row++) {
    let [y, first, second, third] = [0, 0, 0, 0]
    for (let k = row * X.columns; k < (row + 1) * X.columns; k++) {
      const x = Math.abs(X.data[k])
      third = b * third + (1 - ofInput) * 3 * second
      second = b * second + (1 - ofInput) * 2 * first
      first = b * first + (ofInput === 1 ? x : y)
      y = b * y + a * x
    }
    const residual = y + Math.abs(t[row])
    slope += 2 * residual * first
    bend += 2 * (residual * third + 3 * first * second)
  }
  return { first: slope / X.rows, third: bend / X.rows }
}

/** Half of the distance of neighbouring numbers: how far x + h is rounded. */
const blur = (value: number): number => Math.abs(value) * 2 ** -53

const noise = ({ X, t, wx, wRec }: LinearProblem): number => lossRoundingError(X, t, wx, wRec)

/**
 * Central differences of the loss at many steps: how far each is from the derivative, and how far truncation (h^2 / 6
 * times the third derivative) and the rounding of the loss (its error over h) can carry it together.
 */
export function centralDifferences(
  problem: LinearProblem,
  parameter: 'wx' | 'wRec',
  derivative: number,
): { steps: number[]; errors: number[]; bounds: number[] } {
  const measured = stepSizes.map((h) => {
    const [up, down] = [moved(problem, parameter, h), moved(problem, parameter, -h)]
    const error = Math.abs((lossOf(up) - lossOf(down)) / (2 * h) - derivative)
    const { first, third } = derivativeBounds(problem, parameter, h)
    const misplaced = first * (blur(up[parameter]) + blur(down[parameter]))
    const rounding = (noise(up) + noise(down) + misplaced) / (2 * h)
    return { h, error, bound: (h * h * third) / 6 + rounding }
  })
  return {
    steps: measured.map(({ h }) => h),
    errors: measured.map(({ error }) => error),
    bounds: measured.map(({ bound }) => bound),
  }
}
