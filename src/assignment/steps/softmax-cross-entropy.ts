import { agreement } from '../../../properties/agreement.ts'
import { wellBehaved } from '../../../properties/behaviour.ts'
import { descent } from '../../../properties/descends.ts'
import { golden } from '../../../properties/known-problem.ts'
import { finiteDifferenceAgreement } from '../../../properties/loss-derivative.ts'
import { batchMean } from '../../../properties/mean-of-samples.ts'
import { oneHot } from '../../../properties/number-kinds.ts'
import { batchPermutation } from '../../../properties/permuted-samples.ts'
import { at, mapMatrix, matrixOf, row, sum } from '../../feedforward/rows.ts'
import { entriesOf } from '../../../properties/quantity.ts'
import * as reference from '../../feedforward/softmax-cross-entropy.ts'
import type { Matrix } from '../../numpy/index.ts'
import { defineAssignment } from '../define-assignment.ts'
import { drawnByNumpy } from '../drawn-by-numpy.ts'
import { logits } from './logits.ts'
import { scaled } from './scaled-mistakes.ts'
import { gradientScales, lossSign, lossSum } from './told.ts'
import {
  softmaxCrossEntropyFunctions as functions,
  softmaxCrossEntropyOutline as outline,
} from './softmax-cross-entropy-functions.ts'

const zGradient = { of: 'loss', parameters: { Z_grad: 'Z' } }
const formulas = {
  softmax:
    'P[i, k] = exp(Z[i, k] - m[i]) / sum over j of exp(Z[i, j] - m[i]), m[i] the largest of row i',
  loss: '-mean over the batch of the sum over the classes of T log(P)',
  gradient: '(P - T) / n',
}

const flipped = ({ rows, columns, data }: Matrix): Matrix =>
  matrixOf(columns, rows, (i, j) => data[j * columns + i])

const exponentials = (Z: Matrix): Matrix => mapMatrix(Z, Math.exp)

export const softmaxCrossEntropy = defineAssignment({
  ...outline,
  functions,
  problem: {
    dimensions: { n: [1, 6], K: [2, 5] },
    numbers: { Z: logits, T: oneHot },
  },
  golden: {
    ...drawnByNumpy(functions, { n: 8, K: 7 }, ['Z']),
    T: matrixOf(8, 7, (i, k) => (k === [1, 0, 2, 2, 6, 4, 3, 5][i] ? 1 : 0)),
  },
  reference,
  detours: {
    softmax: {
      by: ({ Z }) => ({
        logSums: Float64Array.from({ length: Z.rows }, (_, i) => reference.logSumExp(row(Z, i))),
      }),
      result: ({ Z, logSums }) =>
        matrixOf(Z.rows, Z.columns, (i, k) => Math.exp(at(Z, i, k) - entriesOf(logSums)[i])),
    },
  },
  properties: [
    agreement('softmax'),
    batchPermutation('softmax'),
    golden('softmax'),
    wellBehaved('softmax'),
    agreement('loss'),
    batchMean('loss'),
    golden('loss'),
    wellBehaved('loss'),
    finiteDifferenceAgreement('gradient', zGradient),
    agreement('gradient'),
    batchMean('gradient', { rows: 'divided' }),
    batchPermutation('gradient'),
    descent('gradient', zGradient),
    golden('gradient'),
    wellBehaved('gradient'),
  ],
  points: { softmax: 3, loss: 3, gradient: 4 },
  mistakes: [
    {
      id: 'softmax-without-max',
      function: 'softmax',
      explanation:
        'exp is taken of the logits as they are, which overflows above 709 and is 0 below -745. Subtracting the largest logit of a row first changes nothing else.',
      hint: 'What does your function return for the logits 1000 and 1001?',
      formula: formulas.softmax,
      wrong({ Z }) {
        const e = exponentials(Z)
        return matrixOf(
          Z.rows,
          Z.columns,
          (i, j) => at(e, i, j) / sum(e.data.subarray(i * Z.columns, (i + 1) * Z.columns)),
        )
      },
    },
    {
      id: 'softmax-over-batch',
      function: 'softmax',
      explanation:
        'The probabilities of each class add up to 1 over the batch. Those of each sample do, over the classes.',
      hint: 'What is the sum of a row of P, and what is the sum of a column?',
      formula: formulas.softmax,
      wrong: ({ Z }, right) => flipped(right({ Z: flipped(Z) })),
    },
    {
      id: 'softmax-over-everything',
      function: 'softmax',
      explanation: 'All probabilities of the batch add up to 1. Those of each sample do.',
      hint: 'What is the sum of a row of P for a batch of two?',
      formula: formulas.softmax,
      wrong: ({ Z }, right) => ({
        ...Z,
        data: right({ Z: { rows: 1, columns: Z.data.length, data: Z.data } }).data,
      }),
    },
    {
      id: 'softmax-not-normalised',
      function: 'softmax',
      explanation: 'exp(Z) is not divided by its sum over the classes. Probabilities add up to 1.',
      hint: 'What is the sum of a row of P?',
      formula: formulas.softmax,
      wrong: [
        ({ Z }) =>
          mapMatrix(Z, (z, index) => {
            const start = index - (index % Z.columns)
            return Math.exp(z - Math.max(...Z.data.subarray(start, start + Z.columns)))
          }),
        ({ Z }) => exponentials(Z),
        ({ Z }) => mapMatrix(Z, (z) => Math.exp(z - Math.max(...Z.data))),
      ],
    },
    scaled(functions, 'loss', lossSum(formulas.loss), ({ P }) => P.rows),
    scaled(
      functions,
      'loss',
      {
        id: 'loss-mean-over-classes',
        explanation:
          'The loss is divided by the number of classes as well. It is a mean over the batch of sums over the classes.',
        hint: 'By how many numbers does your mean divide for one sample of three classes?',
        formula: formulas.loss,
      },
      ({ P }) => 1 / P.columns,
    ),
    {
      ...lossSign(formulas.loss),
      function: 'loss',
      wrong: (given, right) => -right(given),
    },
    {
      id: 'log-of-the-wrong-probability',
      function: 'loss',
      explanation: 'The logarithm is taken of 1 - P of the target class. It belongs to P itself.',
      hint: 'What is your loss where P is close to 1 for the right class?',
      formula: formulas.loss,
      wrong: ({ P, T }, right) => right({ P: mapMatrix(P, (p) => 1 - p), T }),
    },
    scaled(functions, 'gradient', gradientScales.sumNotMean(formulas.gradient), ({ P }) => P.rows),
    scaled(
      functions,
      'gradient',
      gradientScales.dividedTwice(formulas.gradient),
      ({ P }) => 1 / P.rows,
    ),
    scaled(functions, 'gradient', gradientScales.signFlipped(formulas.gradient), () => -1),
    scaled(
      functions,
      'gradient',
      {
        id: 'divided-by-classes',
        explanation:
          'The gradient is divided by the number of classes as well. The loss is a mean over the batch alone.',
        hint: 'By how many numbers does your code divide for one sample of three classes?',
        formula: formulas.gradient,
      },
      ({ P }) => 1 / P.columns,
    ),
    {
      id: 'gradient-without-targets',
      function: 'gradient',
      explanation: 'The targets are not subtracted. The gradient of a sample is P - T.',
      hint: 'What is the gradient where P and T are the same?',
      formula: formulas.gradient,
      wrong: ({ P, T }, right) => right({ P, T: mapMatrix(T, () => 0) }),
    },
  ],
})
