import type { LoopSettings } from './loop-settings.ts'
import { longest, type RecurrentMistake, way } from './recurrent-mistake.ts'

/** What the quantities of a network are called. */
export interface LoopNames {
  readonly input: string
  readonly recurrent: string
  readonly bias: string
  /** The state that the recurrent weights multiply. */
  readonly state: string
  /** A_k, of which the weights' gradients are taken. */
  readonly preActivation: string
  /** How the gradient goes from A_k to the state before it. */
  readonly propagated: string
}

const fill = '∂loss/∂'
const lastAlone =
  'the last step alone, which is also what a loop from the first step to the last leaves'

/** The mistakes of backpropagation through time, whatever the cell, in the order in which they are preferred. */
export function loopMistakes<Settings extends LoopSettings>(
  names: LoopNames,
): RecurrentMistake<Settings>[] {
  const { input, recurrent, bias, state, preActivation: A, propagated } = names
  const dA = `${fill}${A}_k`
  const sums = `the sums over all steps k = 1 … T and over the batch of ${dA} times what ${A}_k was made of`
  const own = (settings: Partial<LoopSettings>, detail?: string) =>
    way<Settings>(settings as Partial<Settings>, detail)
  const ratio = (id: string, factor: number, what: string): RecurrentMistake<Settings> => ({
    id,
    explanation: `The gradients are ${what} as they should be. The mathematics asks for ${sums}, and the 2 of the square already stands in grad_out.`,
    hint: 'Follow the factor 2 of the squared error through your code: where is it, and how often?',
    ways: [own({ gradOutFactor: factor }), own({ scale: factor })],
  })
  return [
    {
      id: 'sign-flipped',
      explanation: `The gradients come with the opposite sign. The mathematics asks for ${sums}.`,
      hint: 'Take a small step along your gradient: should the loss rise or fall?',
      ways: [own({ gradOutFactor: -1 }), own({ scale: -1 })],
    },
    ratio('missing-factor-two', 0.5, 'half as large'),
    ratio('extra-factor-two', 2, 'twice as large'),
    {
      id: 'divided-by-n-twice',
      explanation: `The gradients are divided by the number of samples once more. The mean over the batch already stands in grad_out, so the mathematics asks for ${sums}.`,
      hint: 'Where does the 1/n of the mean already stand, before the backward pass begins?',
      ways: [own({ divisor: 'n' }), own({ gradOutDivisor: 'n' })],
    },
    {
      id: 'divided-by-steps',
      explanation: `The contributions of the steps are averaged over time. The mathematics adds them up: it asks for ${sums}.`,
      hint: 'The same weight is used at every step: do its influences on the loss add up or average out?',
      ways: [own({ dividesBySteps: true })],
    },
    {
      id: 'truncated',
      explanation: `Only the last steps are gone through. The mathematics asks for ${sums}.`,
      hint: 'How often does your loop run for a sequence of T steps?',
      ways: Array.from({ length: longest - 1 }, (_, i) =>
        own({ steps: i + 1 }, i === 0 ? lastAlone : `the last ${i + 1} steps alone`),
      ),
    },
    {
      id: 'detached-state',
      explanation: `The gradient stops at the state before each step, as if that state were a constant. The mathematics passes it on: ${propagated}.`,
      hint: 'Does the first input of a long sequence have any influence on your gradients?',
      ways: [own({ detached: 'all' }), own({ detached: 'first' })],
    },
    {
      id: 'skips-first-step',
      explanation: `The pass for k = 1 is left out. The mathematics asks for ${sums}.`,
      hint: 'At which index does your loop stop, and does it still include it?',
      ways: [own({ skipsFirst: true })],
    },
    {
      id: 'skips-last-step',
      explanation: `The pass for k = T is left out. The mathematics asks for ${sums}.`,
      hint: 'At which index does your loop begin?',
      ways: [own({ skipsLast: true })],
    },
    {
      id: 'gradient-every-step',
      explanation: `What comes from the output is added at every step. Only the last state enters the output, so the mathematics adds it at k = T alone; before, ${propagated}.`,
      hint: 'Which of the states does the loss depend on directly?',
      ways: [own({ addsGradOut: true })],
    },
    {
      id: 'state-index-ahead',
      explanation: `The gradient of ${recurrent} reads the state after the step, ${state}_k. The mathematics asks for the state that ${recurrent} was multiplied with, ${state}_{k−1}.`,
      hint: `In the forward pass, which state is multiplied by ${recurrent} at step k?`,
      ways: [own({ stateOffset: 1 })],
    },
    {
      id: 'state-index-behind',
      explanation: `The gradient of ${recurrent} reads the state two steps back, ${state}_{k−2}. The mathematics asks for the state that ${recurrent} was multiplied with, ${state}_{k−1}.`,
      hint: `In the forward pass, which state is multiplied by ${recurrent} at step k?`,
      ways: [own({ stateOffset: -1 })],
    },
    {
      id: 'input-index-ahead',
      explanation: `The gradient of ${input} reads the input of the next step, X_{k+1}. The mathematics asks for the input that ${input} was multiplied with, X_k.`,
      hint: 'X_k is the k-th input: which index of X holds it when steps are counted from 0?',
      ways: [own({ inputOffset: 1 })],
    },
    {
      id: 'input-index-behind',
      explanation: `The gradient of ${input} reads the input of the step before, X_{k−1}. The mathematics asks for the input that ${input} was multiplied with, X_k.`,
      hint: 'X_k is the k-th input: which index of X holds it when steps are counted from 0?',
      ways: [own({ inputOffset: -1 })],
    },
    {
      id: 'overwrites-wx',
      explanation: `The gradient of ${input} is set at every step, so only the last pass of the loop counts. The mathematics adds the steps up.`,
      hint: 'After two passes of the loop, what is left of the first?',
      ways: [own({ inputAccumulates: false })],
    },
    {
      id: 'overwrites-wrec',
      explanation: `The gradient of ${recurrent} is set at every step, so only the last pass of the loop counts. The mathematics adds the steps up.`,
      hint: 'After two passes of the loop, what is left of the first?',
      ways: [own({ recurrentAccumulates: false })],
    },
    {
      id: 'overwrites-bias',
      explanation: `The gradient of ${bias} is set at every step, so only the last pass of the loop counts. The mathematics adds the steps up.`,
      hint: 'After two passes of the loop, what is left of the first?',
      ways: [own({ biasAccumulates: false })],
    },
    {
      id: 'bias-last-step-only',
      explanation: `The gradient of ${bias} is that of the last step. The bias is added at every step, so the mathematics sums ${dA} over all of them.`,
      hint: `At how many steps is ${bias} added in the forward pass?`,
      ways: [own({ biasSteps: 'last' })],
    },
    {
      id: 'bias-mean-over-time',
      explanation: `The gradient of ${bias} is averaged over the steps. The bias is added at every step, so the mathematics sums ${dA} over all of them.`,
      hint: 'Give a sequence of twice the length: should the influence of the bias add up or average out?',
      ways: [own({ biasDividedBySteps: true })],
    },
    {
      id: 'bias-mean-over-batch',
      explanation: `The gradient of ${bias} is the mean over the batch. The mean already stands in grad_out, so the mathematics sums ${dA} over the samples.`,
      hint: 'Compare with how the gradient of a weight treats the samples.',
      ways: [own({ biasSamples: 'mean' })],
    },
    {
      id: 'bias-not-summed-over-batch',
      explanation: `The gradient of ${bias} has a row for every sample, or that of one sample alone. The same bias is added to all samples, so the mathematics sums ${dA} over them.`,
      hint: `How many numbers does ${bias} have, and how many its gradient?`,
      ways: [own({ biasSamples: 'each' }), own({ biasSamples: 'first' })],
    },
    {
      id: 'weight-gradient-transposed',
      explanation: `The gradient of ${recurrent} comes transposed. Entry (i, j) of the gradient belongs to entry (i, j) of the weight.`,
      hint: 'Change one entry of the weight a little: which entry of your gradient predicts what the loss does?',
      ways: [own({ recurrentTransposed: true })],
    },
    {
      id: 'swapped-gradients',
      explanation: `The gradients of ${input} and ${recurrent} are returned in each other's place. The order that is asked for is that of the parameters.`,
      hint: 'Which of the arrays does the caller read first?',
      ways: [own({ swapped: true })],
    },
    {
      id: 'last-sample-only',
      explanation: `The gradients are those of the last sample alone. The mathematics asks for ${sums}.`,
      hint: 'Change the first sample of a batch: do your gradients notice?',
      ways: [own({ samples: 'last' })],
    },
    {
      id: 'first-sample-only',
      explanation: `The gradients are those of the first sample alone. The mathematics asks for ${sums}.`,
      hint: 'Change the last sample of a batch: do your gradients notice?',
      ways: [own({ samples: 'first' })],
    },
    {
      id: 'clipped',
      explanation: `Every entry of the gradients is clipped to [−1, 1]. The mathematics does not limit gradients; clipping belongs to training.`,
      hint: 'Multiply grad_out by 1000: what should the gradients do?',
      ways: [own({ limit: 'clip' })],
    },
    {
      id: 'normalised',
      explanation: `The gradients are scaled to norm 1. The mathematics gives them the size that they have; scaling belongs to training.`,
      hint: 'Multiply grad_out by 1000: what should the gradients do?',
      ways: [own({ limit: 'normalise' })],
    },
    {
      id: 'input-gradient-unfilled',
      explanation: `The gradient of X stays zero. The mathematics asks for ${dA} times the transpose of ${input} at every step.`,
      hint: 'Change one input a little: does the loss change?',
      ways: [own({ inputGradient: 'unfilled' })],
    },
    {
      id: 'input-gradient-reversed',
      explanation:
        'The gradient of X has its steps in reverse order. Step k of it belongs to input X_k.',
      hint: 'Which input has the shortest way to the output?',
      ways: [own({ inputGradient: 'reversed' })],
    },
    {
      id: 'gradient-over-time-unfilled',
      explanation: `Only the last step of the gradient over time is filled. The mathematics asks for every step: ${propagated}.`,
      hint: 'What does your loop store of each step?',
      ways: [own({ filled: false })],
    },
    {
      id: 'gradient-over-time-reversed',
      explanation:
        'The gradient over time has its steps in reverse order. Step k of it belongs to S_k, from S_0 to S_T.',
      hint: 'At which end of the array should the gradient of the last state stand?',
      ways: [own({ reversed: true })],
    },
    {
      id: 'gradient-over-time-transposed',
      explanation:
        'The gradient over time has the steps before the samples. What is asked for is n × (T+1) × H, as the states are.',
      hint: 'Compare the shape of your gradient over time with that of the states.',
      ways: [own({ timeMajor: true })],
    },
  ]
}
