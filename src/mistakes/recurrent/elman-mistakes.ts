import type { ElmanAdjoint, ElmanUpdate } from './elman-model.ts'
import { loopMistakes } from './loop-mistakes.ts'
import { type RecurrentMistake, way } from './recurrent-mistake.ts'

const formula = 'S_k = f(X_k W_x + S_{k−1} W_rec + b)'
const slope =
  "∂loss/∂A_k = ∂loss/∂S_k · f'(A_k) entry by entry, with A_k = X_k W_x + S_{k−1} W_rec + b"

const propagated = '∂loss/∂S_{k−1} = ∂loss/∂A_k W_recᵀ'

export const elmanUpdateMistakes: readonly RecurrentMistake<ElmanUpdate>[] = [
  {
    id: 'forward-no-activation',
    explanation: `The activation is left out. The mathematics asks for ${formula}.`,
    hint: 'Can a state after tanh be larger than 1?',
    ways: [way({ activates: false })],
  },
  {
    id: 'forward-missing-bias',
    explanation: `The bias is left out. The mathematics asks for ${formula}.`,
    hint: 'What is the state where input and state before are zero?',
    ways: [way({ bias: false })],
  },
  {
    id: 'forward-no-recurrence',
    explanation: `The state before has no influence. The mathematics asks for ${formula}.`,
    hint: 'Change the state before: does the next one notice?',
    ways: [way({ recurs: false })],
  },
  {
    id: 'forward-weight-transposed',
    explanation: `The state is multiplied by the transpose of W_rec. The mathematics asks for ${formula}.`,
    hint: 'Row i of W_rec holds what unit i passes on: which product gives unit j the sum over i?',
    ways: [way({ recurrent: 'transposed' })],
  },
]

export const elmanBackwardMistakes: readonly RecurrentMistake<ElmanAdjoint>[] = [
  {
    id: 'activation-slope-missing',
    explanation: `The slope of the activation is left out. The mathematics asks for ${slope}.`,
    hint: 'What should become of the gradient where tanh is saturated?',
    ways: [way({ slopeAt: 'missing' })],
  },
  {
    id: 'activation-slope-at-output',
    explanation: `The slope of the activation is taken at the state, f'(S_k), where the argument of f belongs. The mathematics asks for ${slope}; in terms of the state, tanh has 1 − S_k² and sigmoid S_k (1 − S_k).`,
    hint: 'What is the argument of f in the forward pass, and what is its value?',
    ways: [way({ slopeAt: 'output' })],
  },
  {
    id: 'activation-slope-at-input',
    explanation: `The formula of the slope in terms of the state is applied to the argument of f, as 1 − A_k². The mathematics asks for ${slope}; in terms of the state, tanh has 1 − S_k² and sigmoid S_k (1 − S_k).`,
    hint: 'Can the slope of tanh be negative?',
    ways: [way({ slopeAt: 'input' })],
  },
  {
    id: 'weight-transposed',
    explanation: `On its way back the gradient is multiplied by W_rec the way the state was on its way forward. The mathematics multiplies by the transpose: ${propagated}.`,
    hint: 'Entry (i, j) of W_rec carries unit i to unit j: which product carries the gradient of unit j back to unit i?',
    ways: [way({ propagation: 'plain' })],
  },
  {
    id: 'no-propagation-factor',
    explanation: `On its way back the gradient is not multiplied by W_rec. The mathematics asks: ${propagated}.`,
    hint: 'By what does A_k change when one entry of S_{k−1} changes by 1?',
    ways: [way({ propagation: 'past' })],
  },
  ...loopMistakes<ElmanAdjoint>({
    input: 'W_x',
    recurrent: 'W_rec',
    bias: 'b',
    state: 'S',
    preActivation: 'A',
    propagated,
  }),
]
