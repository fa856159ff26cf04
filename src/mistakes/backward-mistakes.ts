import type { BackwardSettings } from './backward-model.ts'
import type { Mistake, ParameterName, Variant } from './mistake.ts'

const wx = '∂loss/∂wx = mean over the batch of Σ_k G_k X_k'
const wRec = '∂loss/∂wRec = mean over the batch of Σ_k G_k S_{k−1}'
const both = `${wx} and ${wRec}, with k = 1 … T`
const chain = 'G_{k−1} = G_k wRec, from G_T = grad_out down to G_0'
const layout = 'column k of the n × (T+1) matrix is G_k, with G_T = grad_out and G_{k−1} = G_k wRec'

function mistake<const Id extends string>(
  id: Id,
  explanation: string,
  hint: string,
  variants: readonly Variant<BackwardSettings>[],
  parameter?: ParameterName,
): Mistake<Id> {
  const shared = { id, functions: ['backward_gradient'], explanation, hint } as const
  const named = parameter === undefined ? {} : { parameter }
  return { ...shared, ...named, variants: { backward_gradient: variants } }
}

/** The mistakes of backward_gradient, in the order in which equally good explanations are preferred. */
export const backwardMistakes = [
  mistake(
    'sum-not-mean',
    `The contributions of the samples are added up. The mathematics asks for their mean: ${both}.`,
    'Give every sample twice: should the gradients change?',
    [() => ({ divisor: 'one' })],
  ),
  mistake(
    'divided-by-n-twice',
    `The mean over the batch is divided by the number of samples once more. The mathematics divides by n once: ${both}.`,
    'Give every sample twice: should the gradients change?',
    [() => ({ divisor: 'n-squared' })],
  ),
  mistake(
    'divided-by-steps',
    `The contributions of the steps are averaged over time. The mathematics adds them up: ${both}.`,
    'The same weight is used at every step: do its influences on the loss add up or average out?',
    [() => ({ dividesBySteps: true })],
  ),
  mistake(
    'constant-divisor',
    `The sums over the batch are divided by a fixed number c. The mathematics divides by the number of samples that came in: ${both}.`,
    'Try a batch of another size. Where does your code take the number of samples from?',
    [(divisor) => ({ divisor })],
    'divisor',
  ),
  mistake(
    'sign-flipped',
    `Both gradients come with the opposite sign. The mathematics asks for ${both}.`,
    'Take a small step along your gradient: should the loss rise or fall?',
    [() => ({ sign: -1 }), () => ({ gradOutSign: -1 })],
  ),
  mistake(
    'missing-factor-two',
    `Both gradients are half as large as they should be. The mathematics asks for ${both}, and the 2 of the square already stands in grad_out.`,
    'Follow the factor 2 of the squared error through your code: where is it, and how often?',
    [() => ({ scale: 0.5 }), () => ({ gradOutScale: 0.5 })],
  ),
  mistake(
    'extra-factor-two',
    `Both gradients are twice as large as they should be. The mathematics asks for ${both}, and the 2 of the square already stands in grad_out.`,
    'Follow the factor 2 of the squared error through your code: where is it, and how often?',
    [() => ({ scale: 2 }), () => ({ gradOutScale: 2 })],
  ),
  mistake(
    'swapped-gradients',
    `The gradients are returned as (wRec, wx). The interface asks for [[wxGrad, wRecGrad], gradOverTime], where ${both}.`,
    'Which of the two numbers does the caller read first?',
    [() => ({ returned: 'swapped' })],
  ),
  mistake(
    'state-index-ahead',
    `wRec's gradient reads the state after the step, S_k. The mathematics asks for the state that wRec was multiplied with: ${wRec}.`,
    'In the forward pass, which state is multiplied by wRec to make S_k?',
    [() => ({ stateOffset: 1 })],
  ),
  mistake(
    'state-index-behind',
    `wRec's gradient reads the state two steps back, S_{k−2}. The mathematics asks for the state that wRec was multiplied with: ${wRec}.`,
    'In the forward pass, which state is multiplied by wRec to make S_k?',
    [() => ({ stateOffset: -1 }), () => ({ stateOffset: -1, stateWraps: true })],
  ),
  mistake(
    'input-index-ahead',
    `wx's gradient reads the input of the next step, X_{k+1}. The mathematics asks for the input that wx was multiplied with: ${wx}.`,
    'X_k is the k-th input: which column of X holds it when columns are counted from 0?',
    [() => ({ inputOffset: 1 })],
  ),
  mistake(
    'input-index-behind',
    `wx's gradient reads the input of the step before, X_{k−1}. The mathematics asks for the input that wx was multiplied with: ${wx}.`,
    'X_k is the k-th input: which column of X holds it when columns are counted from 0?',
    [() => ({ inputOffset: -1 }), () => ({ inputOffset: -1, inputWraps: true })],
  ),
  mistake(
    'states-for-inputs',
    `wx's gradient is formed with the states. The mathematics asks for the inputs: ${wx}.`,
    'What is wx multiplied with in the forward pass?',
    [() => ({ wxOperand: 'states' }), () => ({ wxOperand: 'own-states' })],
  ),
  mistake(
    'inputs-for-states',
    `wRec's gradient is formed with the inputs. The mathematics asks for the states: ${wRec}.`,
    'What is wRec multiplied with in the forward pass?',
    [() => ({ wRecOperand: 'inputs' })],
  ),
  mistake(
    'returns-one-twice',
    `The same gradient is returned in both places. The mathematics asks for two: ${both}.`,
    'Print the two gradients that you return. Should they be equal?',
    [() => ({ returned: 'wx-twice' }), () => ({ returned: 'wRec-twice' })],
  ),
  mistake(
    'last-sample-only',
    `The gradients come from the last sample alone. The mathematics asks for the mean over all: ${both}.`,
    'Change the first sample: do your gradients change?',
    [() => ({ samples: 'last' }), () => ({ samples: 'last', divisor: 'n-squared' })],
  ),
  mistake(
    'extra-propagation-factor',
    `The gradient is multiplied by wRec before it is used at a step. The mathematics uses G_k first and multiplies afterwards: ${both}, with ${chain}.`,
    'Take T = 1: how often should wRec appear in the gradient of wx?',
    [() => ({ extraFactor: true })],
  ),
  mistake(
    'gradient-over-time-unfilled',
    `Only the last column of the gradient over time is filled. The mathematics asks for all of them: ${layout}.`,
    'Print the gradient over time. Which columns should be zero?',
    [() => ({ filled: false })],
  ),
  mistake(
    'overwrites-wx',
    `wx's gradient is assigned at each step, so that only the last pass of the loop remains. The mathematics adds up all steps: ${wx}.`,
    "Print wx's gradient inside the loop: what happens to the contribution of the pass before?",
    [() => ({ wxAccumulates: false })],
  ),
  mistake(
    'overwrites-wrec',
    `wRec's gradient is assigned at each step, so that only the last pass of the loop remains. The mathematics adds up all steps: ${wRec}.`,
    "Print wRec's gradient inside the loop: what happens to the contribution of the pass before?",
    [() => ({ wRecAccumulates: false })],
  ),
  mistake(
    'truncated',
    `Only the last K steps are added up. The mathematics goes back to the first: ${both}.`,
    'Change only the first input of a long sequence: do your gradients change?',
    [(steps) => ({ steps }), (steps) => ({ summed: steps })],
    'steps',
  ),
  mistake(
    'skips-first-step',
    `The pass for k = 1 is left out. The mathematics asks for every step: ${both}.`,
    'Write down the values that k takes for T = 3.',
    [() => ({ skipsFirst: true }), () => ({ omitsFirst: true })],
  ),
  mistake(
    'skips-last-step',
    `The pass for k = T is left out. The mathematics asks for every step: ${both}.`,
    'Write down the values that k takes for T = 3.',
    [
      () => ({ omitsLast: true }),
      () => ({ skipsLast: true }),
      () => ({ skipsLast: true, carries: 'variable' }),
    ],
  ),
  mistake(
    'no-propagation-factor',
    `The gradient is handed to the step before unchanged. The mathematics asks for the chain rule: ${chain}.`,
    'If S_{k−1} grows by 1, by how much does S_k grow?',
    [() => ({ propagation: 'one' })],
  ),
  mistake(
    'propagates-with-wrec-squared',
    `The gradient is multiplied by wRec twice on its way to the step before. The mathematics asks for one factor: ${chain}.`,
    'If S_{k−1} grows by 1, by how much does S_k grow?',
    [() => ({ propagation: 'squared' })],
  ),
  mistake(
    'propagates-divided',
    `The gradient is divided by wRec on its way to the step before. The mathematics multiplies: ${chain}.`,
    'If S_{k−1} grows by 1, by how much does S_k grow?',
    [() => ({ propagation: 'divided' })],
  ),
  mistake(
    'gradient-every-step',
    `grad_out is added at every step. The mathematics has one output, after the last step: ${chain}.`,
    'At which steps does the loss look at the state?',
    [() => ({ addsGradOut: true })],
  ),
  mistake(
    'loops-forward',
    `The loop runs from the first step to the last. The mathematics needs G_k before G_{k−1}: ${chain}.`,
    'Which column of the gradient over time is known before the loop starts?',
    [() => ({ order: 'forward' }), () => ({ order: 'forward', carries: 'variable' })],
  ),
  mistake(
    'product-of-means',
    `The means over the batch are taken before the product. The mathematics multiplies each sample's own numbers first: ${both}.`,
    'Take two samples whose gradients are 1 and −1: does it matter which inputs they saw?',
    [() => ({ samples: 'means' })],
  ),
  mistake(
    'first-sample-only',
    `The gradients come from the first sample alone. The mathematics asks for the mean over all: ${both}.`,
    'Change the last sample: do your gradients change?',
    [() => ({ samples: 'first' }), () => ({ samples: 'first', divisor: 'n-squared' })],
  ),
  mistake(
    'clipped',
    `Each gradient is clipped to [−1, 1]. The mathematics asks for the gradient itself: ${both}.`,
    'Multiply grad_out by 1000: should the gradients grow as well?',
    [() => ({ limit: 'clip' })],
  ),
  mistake(
    'normalised',
    `The two gradients are scaled to norm 1. The mathematics asks for the gradient itself: ${both}.`,
    'Multiply grad_out by 1000: should the gradients grow as well?',
    [() => ({ limit: 'normalise' })],
  ),
  mistake(
    'gradient-over-time-transposed',
    `The gradient over time is returned with rows and columns exchanged. The interface asks for a row per sample: ${layout}.`,
    'Print the shape of the gradient over time for 2 samples and 5 steps.',
    [() => ({ transposed: true })],
  ),
  mistake(
    'gradient-over-time-reversed',
    `The columns of the gradient over time are in the opposite order. The interface asks for the order of time: ${layout}.`,
    'Which column of the gradient over time should equal grad_out?',
    [() => ({ reversed: true })],
  ),
]
