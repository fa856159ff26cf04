import {
  agreement,
  defineAssignment,
  descent,
  finiteDifferenceAgreement,
} from 'gradproof/assignment'
import { matrix, number, real, vector, weight, wellBehaved } from 'gradproof/assignment'
import type { Matrix } from 'gradproof/assignment'

const inputs = { X: matrix('n', 'd'), t: vector('n'), w: vector('d'), lambda: number() }
const gradientOfLoss = { of: 'loss', parameters: { w_grad: 'w' } }

/** X w - t, one entry a sample. */
const residuals = ({ columns, data }: Matrix, t: Float64Array, w: Float64Array) =>
  t.map((target, i) => w.reduce((sum, weight, j) => sum + data[i * columns + j] * weight, -target))

const meanOf = (values: Float64Array) => values.reduce((sum, each) => sum + each, 0) / values.length

export default defineAssignment({
  name: 'ridge-regression',
  title: 'The loss mean((X w - t)^2) + lambda |w|^2 and its gradient',
  functions: {
    loss: { parameters: inputs, returns: { loss: number() } },
    gradient: { parameters: inputs, returns: { w_grad: vector('d') } },
  },
  problem: {
    dimensions: { n: [1, 8], d: [1, 4] },
    numbers: { X: real(), t: real(), w: weight, lambda: real({ from: 0, to: 1 }) },
  },
  reference: {
    loss: ({ X, t, w, lambda }) =>
      meanOf(residuals(X, t, w).map((r) => r * r)) + lambda * w.reduce((sum, v) => sum + v * v, 0),
    gradient: ({ X, t, w, lambda }) =>
      w.map((v, j) => {
        const terms = residuals(X, t, w).map((r, i) => 2 * r * X.data[i * X.columns + j])
        return meanOf(terms) + 2 * lambda * v
      }),
  },
  properties: [
    agreement('loss'),
    wellBehaved('loss'),
    finiteDifferenceAgreement('gradient', gradientOfLoss),
    descent('gradient', gradientOfLoss),
    wellBehaved('gradient'),
  ],
  points: { loss: 4, gradient: 6 },
  mistakes: [
    {
      id: 'penalty-gradient-missing',
      function: 'gradient',
      explanation:
        'The gradient leaves out the penalty. The loss has it, so its gradient has it too.',
      hint: 'What is the gradient where every prediction equals its target?',
      formula: '2 mean((X w - t) X) + 2 lambda w',
      wrong: (given, right) => right({ ...given, lambda: 0 }),
    },
  ],
})
