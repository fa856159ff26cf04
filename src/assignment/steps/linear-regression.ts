import { agreement } from '../../../properties/agreement.ts'
import { wellBehaved } from '../../../properties/behaviour.ts'
import { descent } from '../../../properties/descends.ts'
import { golden } from '../../../properties/known-problem.ts'
import { finiteDifferenceAgreement } from '../../../properties/loss-derivative.ts'
import { batchMean } from '../../../properties/mean-of-samples.ts'
import { real, weight } from '../../../properties/number-kinds.ts'
import { zeroGradientAtOptimum } from '../../../properties/optimum.ts'
import { batchPermutation } from '../../../properties/permuted-samples.ts'
import { scaling } from '../../../properties/scaled.ts'
import * as reference from '../../feedforward/linear-regression.ts'
import type { Matrix } from '../../numpy/index.ts'
import { defineAssignment } from '../define-assignment.ts'
import { drawnByNumpy } from '../drawn-by-numpy.ts'
import {
  linearRegressionFunctions as functions,
  linearRegressionOutline as outline,
} from './linear-regression-functions.ts'
import { scaled } from './scaled-mistakes.ts'
import { gradientScales, lossSum, oneBias } from './told.ts'

const gradient = { of: 'loss', parameters: { w_grad: 'w', b_grad: 'b' } }
const formulas = {
  predict: 'y = X w + b',
  loss: 'mean((y - t)^2)',
  gradients: 'w_grad = mean of 2 (y - t) X over the batch, b_grad = mean of 2 (y - t)',
}

export const linearRegression = defineAssignment({
  ...outline,
  functions,
  problem: {
    dimensions: { n: [1, 8], d: [1, 4] },
    numbers: { X: real(), w: weight, b: weight, t: real({ from: -4, to: 4, parts: 2 }) },
  },
  golden: drawnByNumpy(functions, { n: 11, d: 6 }, ['X', 'w', 'b', 't']),
  reference,
  properties: [
    agreement('predict'),
    batchPermutation('predict'),
    golden('predict'),
    wellBehaved('predict'),
    agreement('loss'),
    batchMean('loss'),
    golden('loss'),
    wellBehaved('loss'),
    finiteDifferenceAgreement('gradients', gradient),
    agreement('gradients'),
    batchMean('gradients'),
    batchPermutation('gradients'),
    scaling('gradients', { given: { X: 1, y: 1, t: 1 }, returned: { w_grad: 2, b_grad: 1 } }),
    zeroGradientAtOptimum('gradients', (problem) => {
      const [X, w, b] = [problem.X as Matrix, problem.w as Float64Array, problem.b as number]
      return { ...problem, t: reference.predict({ X, w, b }) }
    }),
    descent('gradients', gradient),
    golden('gradients'),
    wellBehaved('gradients'),
  ],
  points: { predict: 2, loss: 2, gradients: 6 },
  mistakes: [
    {
      ...oneBias.missing(formulas.predict),
      function: 'predict',
      wrong: (given, right) => right({ ...given, b: 0 }),
    },
    scaled(functions, 'loss', lossSum(formulas.loss), ({ y }) => y.length),
    {
      id: 'loss-half',
      function: 'loss',
      explanation: 'The loss has a factor 1/2. What is asked for has none.',
      hint: 'What is the loss of a single sample that is wrong by 1?',
      formula: formulas.loss,
      wrong: (given, right) => right(given) / 2,
    },
    {
      id: 'loss-absolute',
      function: 'loss',
      explanation:
        'The loss takes the absolute value of each error. What is asked for is its square.',
      hint: 'What is the loss of a single sample that is wrong by 2?',
      formula: formulas.loss,
      wrong: ({ y, t }, right) => {
        const roots = y.map((each, i) => Math.sqrt(Math.abs(each - t[i])))
        return right({ y: roots, t: new Float64Array(t.length) })
      },
    },
    {
      id: 'loss-root',
      function: 'loss',
      explanation: 'The loss is the root of the mean squared error. What is asked for has no root.',
      hint: 'What is the loss of a single sample that is wrong by 2?',
      formula: formulas.loss,
      wrong: (given, right) => Math.sqrt(right(given)),
    },
    scaled(
      functions,
      'gradients',
      gradientScales.sumNotMean(formulas.gradients),
      ({ y }) => y.length,
    ),
    scaled(
      functions,
      'gradients',
      gradientScales.dividedTwice(formulas.gradients),
      ({ y }) => 1 / y.length,
    ),
    scaled(functions, 'gradients', gradientScales.signFlipped(formulas.gradients), () => -1),
    scaled(functions, 'gradients', gradientScales.missingTwo(formulas.gradients), () => 0.5),
    {
      ...oneBias.gradientNotAveraged(formulas.gradients),
      function: 'gradients',
      wrong(given, right) {
        const { w_grad, b_grad } = right(given)
        return { w_grad, b_grad: b_grad * given.y.length }
      },
    },
    {
      ...oneBias.gradientNotSummed(formulas.gradients),
      function: 'gradients',
      wrong: [
        ({ X, y, t }, right) => ({
          w_grad: right({ X, y, t }).w_grad,
          b_grad: y.map((each, i) => (2 * (each - t[i])) / y.length),
        }),
        ({ X, y, t }, right) => ({
          w_grad: right({ X, y, t }).w_grad,
          b_grad: y.map((each, i) => 2 * (each - t[i])),
        }),
      ],
    },
  ],
})
