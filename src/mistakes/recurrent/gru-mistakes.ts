import { gatedUpdateMistakes, gateOrderMistakes } from './gate-mistakes.ts'
import { type GruAdjoint, gruGates, type GruUpdate } from './gru-model.ts'
import { loopMistakes } from './loop-mistakes.ts'
import { type RecurrentMistake, way } from './recurrent-mistake.ts'

const next = 'h_k = (1 − z) n + z h_{k−1}'
const candidate = 'n = tanh(weight_in x + bias_in + r (weight_hn h + bias_hn))'
const gates = `r, z = sigmoid of weight_ih x + bias_ih + weight_hh h + bias_hh, and ${candidate}`

export const gruUpdateMistakes: readonly RecurrentMistake<GruUpdate>[] = [
  ...gatedUpdateMistakes<GruUpdate>(gruGates, gates),
  {
    id: 'update-gate-swapped',
    explanation: `z and 1 − z are exchanged. The mathematics asks for ${next}.`,
    hint: 'Open the update gate wide: should the state stay or be renewed?',
    ways: [way({ update: 'swapped' })],
  },
  {
    id: 'reset-before-product',
    explanation: `The reset gate multiplies h before the product by weight_hn, as in the first paper. The variant that is asked for multiplies after it: ${candidate}.`,
    hint: 'What is multiplied by r in the assignment, and is the bias part of it?',
    ways: [way({ resets: 'before' })],
  },
  {
    id: 'reset-gate-missing',
    explanation: `The reset gate has no influence. The mathematics asks for ${candidate}.`,
    hint: 'Close the reset gate: what should the candidate forget?',
    ways: [way({ resets: 'never' })],
  },
  {
    id: 'forward-state-not-carried',
    explanation: `The state before is dropped. The mathematics asks for ${next}.`,
    hint: 'Open the update gate wide: should the state stay or be renewed?',
    ways: [way({ carries: false })],
  },
]

const missingGate = (letter: 'r' | 'z' | 'n') =>
  way<GruAdjoint>({ missingGate: letter }, `that of ${letter}`)

export const gruBackwardMistakes: readonly RecurrentMistake<GruAdjoint>[] = [
  {
    id: 'carry-path-cut',
    explanation: `The gradient that reaches h_{k−1} directly is left out. The mathematics adds ∂loss/∂h_k · z to what comes through the weights, since ${next}.`,
    hint: 'Open the update gate wide: how far back should the gradient reach?',
    ways: [way({ carry: 'none' })],
  },
  {
    id: 'update-gate-missing',
    explanation: `The gradient reaches h_{k−1} directly without the factor z. The mathematics asks for ∂loss/∂h_k · z there, since ${next}.`,
    hint: 'Close the update gate: how much of the state before is left in the next one?',
    ways: [way({ carry: 'unchanged' })],
  },
  {
    id: 'update-gate-swapped',
    explanation: `z and 1 − z are exchanged. The mathematics differentiates ${next}.`,
    hint: 'Open the update gate wide: should the state stay or be renewed?',
    ways: [way({ update: 'swapped' })],
  },
  {
    id: 'update-gate-sign',
    explanation: `The gradient of the update gate has the opposite sign. The mathematics asks for ∂loss/∂z = ∂loss/∂h_k · (h_{k−1} − n), since ${next}.`,
    hint: 'If n is above h_{k−1}, does h_k rise or fall when z rises?',
    ways: [way({ updateGateSign: -1 })],
  },
  {
    id: 'candidate-without-reset-gate',
    explanation: `What weight_hn and bias_hn get has no factor r. The mathematics differentiates ${candidate}.`,
    hint: 'Close the reset gate: should weight_hn get any gradient?',
    ways: [way({ resets: false })],
  },
  {
    id: 'gate-slope-missing',
    explanation: `The slope of the sigmoid is left out. The gates r and z need the factor s (1 − s), with s the value of the gate.`,
    hint: 'What should become of the gradient where a gate is wide open?',
    ways: [way({ gateSlope: 'missing' })],
  },
  {
    id: 'candidate-slope-missing',
    explanation: `The slope of the candidate's tanh is left out. The mathematics asks for the factor 1 − n².`,
    hint: 'What should become of the gradient where the candidate is saturated?',
    ways: [way({ candidateSlope: 'missing' })],
  },
  {
    id: 'activation-slope-at-output',
    explanation: `A slope is taken at the value of an activation where its argument belongs. In terms of the value s, sigmoid has s (1 − s) and tanh 1 − s².`,
    hint: 'What is the argument of each activation in the forward pass, and what is its value?',
    ways: [
      way({ gateSlope: 'output' }, 'of the gates'),
      way({ candidateSlope: 'output' }, 'of the candidate'),
      way({ gateSlope: 'output', candidateSlope: 'output' }, 'of all'),
    ],
  },
  {
    id: 'activation-slope-at-input',
    explanation: `The formula of a slope in terms of the value is applied to the argument of an activation. In terms of the value s, sigmoid has s (1 − s) and tanh 1 − s².`,
    hint: 'Can the slope of tanh be negative?',
    ways: [
      way({ gateSlope: 'input' }, 'of the gates'),
      way({ candidateSlope: 'input' }, 'of the candidate'),
      way({ gateSlope: 'input', candidateSlope: 'input' }, 'of all'),
    ],
  },
  {
    id: 'gate-gradient-missing',
    explanation: 'The gradient of one gate stays zero. The loss depends on all three.',
    hint: 'Which rows of your gradients are never filled?',
    ways: [missingGate('r'), missingGate('z'), missingGate('n')],
  },
  ...loopMistakes<GruAdjoint>({
    input: 'weight_ih',
    recurrent: 'weight_hh',
    bias: 'the biases',
    state: 'h',
    preActivation: 'A',
    propagated: '∂loss/∂h_{k−1} = ∂loss/∂A_k weight_hh + ∂loss/∂h_k · z',
  }),
  ...gateOrderMistakes<GruAdjoint>(gruGates),
]
