import type { AnyMistake } from '../defined-mistake.ts'

/** What is told of a mistake that several assignments know, in whichever function it is made. */
export type Told = Omit<AnyMistake, 'function' | 'wrong'>

/** What is told of a factor too many or too few in a gradient, whatever the network. */
export const gradientScales = {
  sumNotMean: (formula: string): Told => ({
    id: 'sum-not-mean',
    explanation: 'The gradients are sums over the batch. The loss is a mean, so they are means.',
    hint: 'How do your gradients change when every sample is in the batch twice? How does the loss?',
    formula,
  }),
  dividedTwice: (formula: string): Told => ({
    id: 'divided-by-n-twice',
    explanation:
      'The gradients are divided by the number of samples twice. One division makes a mean of a sum.',
    hint: 'In which places does your code divide by n, or take a mean?',
    formula,
  }),
  signFlipped: (formula: string): Told => ({
    id: 'sign-flipped',
    explanation:
      'The gradients point the other way. They have the sign of what the loss does when a parameter grows.',
    hint: 'Move one weight a little up: does the loss grow or fall, and what does your gradient say?',
    formula,
  }),
  missingTwo: (formula: string): Told => ({
    id: 'missing-factor-two',
    explanation:
      'The gradients are half of what they are: the derivative of a square has a factor 2.',
    hint: 'What is the derivative of (y - t)^2 with respect to y?',
    formula,
  }),
}

/** What is told of a loss that is a sum. */
export const lossSum = (formula: string): Told => ({
  id: 'loss-sum-not-mean',
  explanation: 'The loss is a sum over the batch. What is asked for is the mean.',
  hint: 'What becomes of your loss when every sample is in the batch twice?',
  formula,
})

/** What is told of a loss that is a likelihood. */
export const lossSign = (formula: string): Told => ({
  id: 'loss-sign',
  explanation:
    'The loss is the mean log-likelihood, which is negative. The cross-entropy is minus that.',
  hint: 'Is your loss above or below 0? Which is better, a small loss or a large one?',
  formula,
})

/** What is told of the one bias of an output. */
export const oneBias = {
  missing: (formula: string): Told => ({
    id: 'predict-missing-bias',
    explanation: 'The bias b is not added. Every prediction has it.',
    hint: 'What do you predict where all inputs are 0?',
    formula,
  }),
  gradientNotAveraged: (formula: string): Told => ({
    id: 'bias-gradient-not-averaged',
    explanation: 'b_grad is a sum over the batch while w_grad is a mean. Both are means.',
    hint: 'What becomes of b_grad when every sample is in the batch twice?',
    formula,
  }),
  gradientNotSummed: (formula: string): Told => ({
    id: 'bias-gradient-not-summed',
    explanation:
      'b_grad has an entry for each sample. There is one bias, which all samples share, so it has one gradient.',
    hint: 'Which shape has b, and which has b_grad?',
    formula,
  }),
}
