import { agreement } from '../../../properties/agreement.ts'
import { wellBehaved } from '../../../properties/behaviour.ts'
import { descent } from '../../../properties/descends.ts'
import { golden } from '../../../properties/known-problem.ts'
import { finiteDifferenceAgreement } from '../../../properties/loss-derivative.ts'
import { batchMean } from '../../../properties/mean-of-samples.ts'
import { real } from '../../../properties/number-kinds.ts'
import { batchPermutation } from '../../../properties/permuted-samples.ts'
import { affineRows, mapMatrix, matrixOf, overColumns } from '../../feedforward/rows.ts'
import { sigmoid } from '../../feedforward/logistic-regression.ts'
import * as reference from '../../feedforward/two-layer-network.ts'
import type { Matrix } from '../../numpy/index.ts'
import { defineAssignment } from '../define-assignment.ts'
import { drawnByNumpy } from '../drawn-by-numpy.ts'
import { scaled } from './scaled-mistakes.ts'
import { gradientScales, lossSum } from './told.ts'
import {
  twoLayerNetworkFunctions as functions,
  twoLayerNetworkOutline as outline,
} from './two-layer-network-functions.ts'

const gradient = {
  of: 'loss',
  parameters: { W1_grad: 'W1', b1_grad: 'b1', W2_grad: 'W2', b2_grad: 'b2' },
}
const formulas = {
  hidden: 'H = tanh(X W1 + b1)',
  output: 'y = H W2 + b2',
  loss: 'mean over all entries of (y - t)^2',
  gradients:
    'D = 2 (y - t) / (n k), W2_grad = H^T D, b2_grad = sums of D over the batch; E = (D W2^T) (1 - H^2), W1_grad = X^T E, b1_grad = sums of E',
}

const transposed = ({ rows, columns, data }: Matrix): Matrix =>
  matrixOf(columns, rows, (i, j) => data[j * columns + i])

/** What the first layer's gradients become where its activation's derivative is taken of other values than H. */
const withHidden = (
  given: Parameters<typeof reference.gradients>[0],
  right: typeof reference.gradients,
  change: (h: number) => number,
) => {
  const { W1_grad, b1_grad } = right({ ...given, H: mapMatrix(given.H, change) })
  return { ...right(given), W1_grad, b1_grad }
}

export const twoLayerNetwork = defineAssignment({
  ...outline,
  functions,
  problem: {
    dimensions: { n: [1, 4], d: [1, 3], h: [1, 3], k: [1, 2] },
    numbers: {
      X: real({ from: -1, to: 1 }),
      W1: real({ from: -1, to: 1, parts: 100 }),
      b1: real({ from: -1, to: 1 }),
      W2: real({ from: -1, to: 1, parts: 100 }),
      b2: real({ from: -1, to: 1 }),
      t: real(),
    },
  },
  golden: drawnByNumpy(functions, { n: 7, d: 4, h: 6, k: 3 }, ['X', 'W1', 'b1', 'W2', 'b2', 't']),
  reference,
  properties: [
    agreement('hidden'),
    batchPermutation('hidden'),
    golden('hidden'),
    wellBehaved('hidden'),
    agreement('output'),
    batchPermutation('output'),
    golden('output'),
    wellBehaved('output'),
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
  points: { hidden: 1.5, output: 1, loss: 1.5, gradients: 6 },
  mistakes: [
    {
      id: 'hidden-missing-bias',
      function: 'hidden',
      explanation: 'The bias b1 is not added. It shifts every hidden unit.',
      hint: 'What is H where all inputs are 0?',
      formula: formulas.hidden,
      wrong: (given, right) => right({ ...given, b1: new Float64Array(given.b1.length) }),
    },
    {
      id: 'activation-missing',
      function: 'hidden',
      explanation: 'X W1 + b1 comes out as it is. The hidden layer is the tanh of it.',
      hint: 'Between which numbers does tanh lie, and between which does your H?',
      formula: formulas.hidden,
      wrong: ({ X, W1, b1 }) => affineRows(X, W1, b1),
    },
    {
      id: 'activation-sigmoid',
      function: 'hidden',
      explanation: 'The activation is the sigmoid. What is asked for is tanh.',
      hint: 'What is your H where X W1 + b1 is 0?',
      formula: formulas.hidden,
      wrong: ({ X, W1, b1 }) => mapMatrix(affineRows(X, W1, b1), sigmoid),
    },
    {
      id: 'output-missing-bias',
      function: 'output',
      explanation: 'The bias b2 is not added. It shifts every output.',
      hint: 'What is y where H is 0?',
      formula: formulas.output,
      wrong: (given, right) => right({ ...given, b2: new Float64Array(given.b2.length) }),
    },
    {
      id: 'activation-of-the-wrong-layer',
      function: 'output',
      explanation:
        'tanh is applied to the outputs. It belongs to the hidden layer alone, so that outputs can be any numbers.',
      hint: 'Could your network output 5?',
      formula: formulas.output,
      wrong: (given, right) => mapMatrix(right(given), Math.tanh),
    },
    scaled(functions, 'loss', lossSum(formulas.loss), ({ y }) => y.data.length),
    scaled(
      functions,
      'loss',
      {
        id: 'loss-sum-over-outputs',
        explanation:
          'The loss is a sum over the outputs, a mean over the batch alone. What is asked for is the mean over both.',
        hint: 'What is your loss for one sample with three outputs that are all wrong by 1?',
        formula: formulas.loss,
      },
      ({ y }) => y.columns,
    ),
    {
      id: 'loss-half',
      function: 'loss',
      explanation: 'The loss has a factor 1/2. What is asked for has none.',
      hint: 'What is the loss of a single output that is wrong by 1?',
      formula: formulas.loss,
      wrong: (given, right) => right(given) / 2,
    },
    scaled(
      functions,
      'gradients',
      gradientScales.sumNotMean(formulas.gradients),
      ({ y }) => y.rows,
    ),
    scaled(
      functions,
      'gradients',
      gradientScales.dividedTwice(formulas.gradients),
      ({ y }) => 1 / y.rows,
    ),
    scaled(functions, 'gradients', gradientScales.signFlipped(formulas.gradients), () => -1),
    scaled(functions, 'gradients', gradientScales.missingTwo(formulas.gradients), () => 0.5),
    scaled(
      functions,
      'gradients',
      {
        id: 'not-divided-by-outputs',
        explanation:
          'The gradients are divided by the number of samples alone. The loss is a mean over the outputs as well.',
        hint: 'How do your gradients change when there are twice as many outputs with the same errors? How does the loss?',
        formula: formulas.gradients,
      },
      ({ y }) => y.columns,
    ),
    {
      id: 'missing-activation-derivative',
      function: 'gradients',
      explanation:
        'What comes back to the hidden layer is not multiplied by the derivative of tanh, 1 - H^2.',
      hint: 'A hidden unit close to 1 hardly moves when its weights do. Does your gradient know?',
      formula: formulas.gradients,
      wrong: (given, right) => withHidden(given, right, () => 0),
    },
    {
      id: 'derivative-at-output',
      function: 'gradients',
      explanation:
        'The derivative is 1 - tanh(H)^2, taken at the output of the activation. H is the tanh already: it is 1 - H^2.',
      hint: 'Is the argument of your derivative what went into tanh, or what came out of it?',
      formula: formulas.gradients,
      wrong: (given, right) => withHidden(given, right, Math.tanh),
    },
    {
      id: 'derivative-of-sigmoid',
      function: 'gradients',
      explanation:
        'The derivative is that of the sigmoid, H (1 - H). The hidden layer is a tanh, whose derivative is 1 - H^2.',
      hint: 'What is the derivative of your activation at 0?',
      formula: formulas.gradients,
      wrong: (given, right) => withHidden(given, right, (h) => Math.sqrt(1 - h * (1 - h))),
    },
    {
      id: 'weight-gradient-transposed',
      function: 'gradients',
      explanation:
        'The gradients of the weights are transposed. Each has the shape of its weights.',
      hint: 'Which shape has W1, and which has W1_grad?',
      formula: formulas.gradients,
      wrong(given, right) {
        const all = right(given)
        return { ...all, W1_grad: transposed(all.W1_grad), W2_grad: transposed(all.W2_grad) }
      },
    },
    {
      id: 'bias-gradient-not-summed',
      function: 'gradients',
      explanation:
        'The gradients of the biases have a row for each sample. All samples share a bias, so their rows are summed.',
      hint: 'Which shape has b1, and which has b1_grad?',
      formula: formulas.gradients,
      wrong(given, right) {
        const { y, t, H, W2 } = given
        const D = mapMatrix(y, (each, i) => (2 * (each - t.data[i])) / y.data.length)
        const E = mapMatrix(overColumns(D, W2), (each, i) => each * (1 - H.data[i] ** 2))
        return { ...right(given), b1_grad: E, b2_grad: D }
      },
    },
  ],
})
