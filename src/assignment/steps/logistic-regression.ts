import { agreement } from '../../../properties/agreement.ts'
import { wellBehaved } from '../../../properties/behaviour.ts'
import { descent } from '../../../properties/descends.ts'
import { golden } from '../../../properties/known-problem.ts'
import { finiteDifferenceAgreement } from '../../../properties/loss-derivative.ts'
import { batchMean } from '../../../properties/mean-of-samples.ts'
import { binary, real, weight } from '../../../properties/number-kinds.ts'
import { batchPermutation } from '../../../properties/permuted-samples.ts'
import type { Quantity } from '../../../properties/property.ts'
import { entriesOf, withEntries } from '../../../properties/quantity.ts'
import * as reference from '../../feedforward/logistic-regression.ts'
import { affine, mean } from '../../feedforward/rows.ts'
import { defineAssignment } from '../define-assignment.ts'
import { drawnByNumpy } from '../drawn-by-numpy.ts'
import {
  logisticRegressionFunctions as functions,
  logisticRegressionOutline as outline,
} from './logistic-regression-functions.ts'
import { scaled } from './scaled-mistakes.ts'
import { gradientScales, lossSign, lossSum, oneBias } from './told.ts'

const gradient = { of: 'loss', parameters: { w_grad: 'w', b_grad: 'b' } }
const formulas = {
  predict: 'p = 1 / (1 + exp(-(X w + b)))',
  loss: '-mean(t log(p) + (1 - t) log(1 - p))',
  gradients: 'w_grad = mean of (p - t) X over the batch, b_grad = mean of p - t',
}

/** Inputs drawn by numpy, but for three samples: X w + b is 0, and as large as is allowed to either side. */
function goldenInputs(): Quantity {
  const { X } = drawnByNumpy(functions, { n: 11, d: 5 }, ['X'])
  const edge = [1, -1, 1, -1, 1]
  const entries = entriesOf(X).slice()
  entries.set([...edge.map(() => 0), ...edge, ...edge.map((entry) => -entry)])
  return withEntries(X, entries)
}

export const logisticRegression = defineAssignment({
  ...outline,
  functions,
  // |X w + b| is at most 8: 1 - p then still has the digits of float32.
  problem: {
    dimensions: { n: [1, 8], d: [1, 3] },
    numbers: { X: real({ from: -1, to: 1 }), w: weight, b: weight, t: binary },
  },
  golden: {
    X: goldenInputs(),
    w: Float64Array.of(2, -2, 1.5, -1.5, 1),
    b: 0,
    t: Float64Array.of(1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1),
  },
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
    descent('gradients', gradient),
    golden('gradients'),
    wellBehaved('gradients'),
  ],
  points: { predict: 2, loss: 3, gradients: 5 },
  mistakes: [
    {
      ...oneBias.missing(formulas.predict),
      function: 'predict',
      wrong: (given, right) => right({ ...given, b: 0 }),
    },
    {
      id: 'activation-missing',
      function: 'predict',
      explanation:
        'X w + b comes out as it is. A probability is the sigmoid of it, between 0 and 1.',
      hint: 'Which numbers can a probability be, and which do you return?',
      formula: formulas.predict,
      wrong: ({ X, w, b }) => affine(X, w, b),
    },
    {
      id: 'activation-sign',
      function: 'predict',
      explanation: 'The sigmoid has the wrong sign in its exponent: it falls where it should grow.',
      hint: 'Does your p grow when X w + b grows?',
      formula: formulas.predict,
      wrong: ({ X, w, b }, right) => right({ X, w: w.map((each) => -each), b: -b }),
    },
    {
      id: 'activation-tanh',
      function: 'predict',
      explanation:
        'The activation is tanh, between -1 and 1. A probability is the sigmoid of X w + b.',
      hint: 'What do you return where X w + b is 0, and what should a probability be there?',
      formula: formulas.predict,
      wrong: ({ X, w, b }) => affine(X, w, b).map(Math.tanh),
    },
    scaled(functions, 'loss', lossSum(formulas.loss), ({ p }) => p.length),
    {
      ...lossSign(formulas.loss),
      function: 'loss',
      wrong: (given, right) => -right(given),
    },
    {
      id: 'log-of-the-wrong-probability',
      function: 'loss',
      explanation:
        'The logarithm is taken of the probability of the other class. It belongs to the class that the target names.',
      hint: 'What is your loss for t = 1 and p close to 1?',
      formula: formulas.loss,
      wrong: ({ p, t }, right) => right({ p, t: t.map((each) => 1 - each) }),
    },
    {
      id: 'loss-one-class-only',
      function: 'loss',
      explanation: 'Samples with t = 0 add nothing to the loss. Theirs is -log(1 - p).',
      hint: 'What is your loss for t = 0 and p close to 1?',
      formula: formulas.loss,
      wrong: ({ p, t }, right) => right({ p: p.map((each, i) => (t[i] === 1 ? each : 0)), t }),
    },
    {
      id: 'loss-squared-error',
      function: 'loss',
      explanation: 'The loss is the mean squared error. What is asked for is the cross-entropy.',
      hint: 'How large can your loss become for one sample?',
      formula: formulas.loss,
      wrong: ({ p, t }) => mean(p.map((each, i) => (each - t[i]) ** 2)),
    },
    scaled(
      functions,
      'gradients',
      gradientScales.sumNotMean(formulas.gradients),
      ({ p }) => p.length,
    ),
    scaled(
      functions,
      'gradients',
      gradientScales.dividedTwice(formulas.gradients),
      ({ p }) => 1 / p.length,
    ),
    scaled(functions, 'gradients', gradientScales.signFlipped(formulas.gradients), () => -1),
    {
      id: 'extra-activation-derivative',
      function: 'gradients',
      explanation:
        'p - t is multiplied by the derivative of the sigmoid, p (1 - p). In the cross-entropy it cancels.',
      hint: 'What is the derivative of -log(sigmoid(z)) with respect to z?',
      formula: formulas.gradients,
      wrong: ({ X, p, t }, right) =>
        right({ X, p: p.map((each, i) => t[i] + (each - t[i]) * each * (1 - each)), t }),
    },
    {
      ...oneBias.gradientNotAveraged(formulas.gradients),
      function: 'gradients',
      wrong(given, right) {
        const { w_grad, b_grad } = right(given)
        return { w_grad, b_grad: b_grad * given.p.length }
      },
    },
    {
      ...oneBias.gradientNotSummed(formulas.gradients),
      function: 'gradients',
      wrong: [
        ({ X, p, t }, right) => ({
          w_grad: right({ X, p, t }).w_grad,
          b_grad: p.map((each, i) => (each - t[i]) / p.length),
        }),
        ({ X, p, t }, right) => ({
          w_grad: right({ X, p, t }).w_grad,
          b_grad: p.map((each, i) => each - t[i]),
        }),
      ],
    },
  ],
})
