import type { OutputGradientSettings, SquaredErrorSettings } from './loss-model.ts'
import type { OutputSettings } from './network-model.ts'
import { type RecurrentMistake, way } from './recurrent-mistake.ts'

const meanSquares = 'The mathematics asks for the mean of (y − t)² over samples and outputs.'
const gradient =
  'The mathematics asks for 2 (y − t) / (n o), the derivative of the mean over n samples and o outputs.'

export const outputMistakes: readonly RecurrentMistake<OutputSettings>[] = [
  {
    id: 'output-missing-bias',
    explanation: 'The output is the product alone. The mathematics adds the bias of the head.',
    hint: 'What is the output where the last state is zero?',
    ways: [way({ bias: false })],
  },
  {
    id: 'output-squashes',
    explanation:
      'The output goes through tanh. The head is linear: the mathematics asks for the product plus the bias.',
    hint: 'Can your output be larger than 1?',
    ways: [way({ squashes: true })],
  },
]

export const squaredErrorMistakes: readonly RecurrentMistake<SquaredErrorSettings>[] = [
  {
    id: 'loss-sum-not-mean',
    explanation: `The squared errors are added up. ${meanSquares}`,
    hint: 'Give every sample twice: should the loss change?',
    ways: [way({ mean: 'none' })],
  },
  {
    id: 'loss-sum-over-outputs',
    explanation: `The squared errors are averaged over the samples and added up over the outputs. ${meanSquares}`,
    hint: 'Give every output twice: should the loss change?',
    ways: [way({ mean: 'samples' })],
  },
  {
    id: 'loss-half',
    explanation: `The loss has a factor 1/2. ${meanSquares}`,
    hint: 'Work out the loss of one sample with an error of 1.',
    ways: [way({ scale: 0.5 })],
  },
  {
    id: 'loss-absolute',
    explanation: `The loss is the mean absolute error. ${meanSquares}`,
    hint: 'What happens to your loss when every error doubles?',
    ways: [way({ power: 'absolute' })],
  },
  {
    id: 'loss-root',
    explanation: `The loss is the root of the mean squared error. ${meanSquares}`,
    hint: 'What happens to your loss when every error doubles?',
    ways: [way({ root: true })],
  },
]

export const outputGradientMistakes: readonly RecurrentMistake<OutputGradientSettings>[] = [
  {
    id: 'output-gradient-missing-two',
    explanation: `The factor 2 of the square is missing. ${gradient}`,
    hint: 'Differentiate one square by hand.',
    ways: [way({ factor: 1 })],
  },
  {
    id: 'output-gradient-sign',
    explanation: `The gradient has the opposite sign. ${gradient}`,
    hint: 'If y is above t, does the loss rise or fall when y rises?',
    ways: [way({ factor: -2 })],
  },
  {
    id: 'output-gradient-not-divided',
    explanation: `The gradient is not divided by the number of errors. ${gradient}`,
    hint: 'The loss is a mean over how many errors? What becomes of that number when one of them is changed?',
    ways: [way({ mean: 'none' })],
  },
  {
    id: 'output-gradient-divided-by-n',
    explanation: `The gradient is divided by the number of samples alone. ${gradient}`,
    hint: 'The loss is a mean over how many errors?',
    ways: [way({ mean: 'samples' })],
  },
]
