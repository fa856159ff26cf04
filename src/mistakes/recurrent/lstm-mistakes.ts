import { gatedUpdateMistakes, gateOrderMistakes } from './gate-mistakes.ts'
import { loopMistakes } from './loop-mistakes.ts'
import { type LstmAdjoint, lstmGates, type LstmUpdate } from './lstm-model.ts'
import { type RecurrentMistake, way } from './recurrent-mistake.ts'

const cell = 'c_k = f c_{k−1} + i g'
const hidden = 'h_k = o tanh(c_k)'
const gates = 'i, f, o = sigmoid and g = tanh of weight_ih x + bias_ih + weight_hh h + bias_hh'
const dc = '∂loss/∂c_k = (what comes from c_{k+1}) + ∂loss/∂h_k · o (1 − tanh²(c_k))'

export const lstmUpdateMistakes: readonly RecurrentMistake<LstmUpdate>[] = [
  ...gatedUpdateMistakes<LstmUpdate>(lstmGates, gates),
  {
    id: 'forward-cell-not-squashed',
    explanation: `The cell goes into the hidden state without tanh. The mathematics asks for ${hidden}.`,
    hint: 'Can a hidden state be larger than 1?',
    ways: [way({ squashesCell: false })],
  },
  {
    id: 'forward-cell-not-carried',
    explanation: `The cell before is dropped. The mathematics asks for ${cell}.`,
    hint: 'Open the forget gate wide: what should the cell remember?',
    ways: [way({ cell: 'no-carry' })],
  },
  {
    id: 'forward-forget-gate-missing',
    explanation: `The cell before is carried over whole. The mathematics asks for ${cell}.`,
    hint: 'Close the forget gate: what should the cell remember?',
    ways: [way({ cell: 'no-forget-gate' })],
  },
  {
    id: 'forward-candidate-sigmoid',
    explanation: `The candidate g goes through a sigmoid. The mathematics asks for tanh there: ${gates}.`,
    hint: 'Can the cell go down?',
    ways: [way({ candidate: 'sigmoid' })],
  },
  {
    id: 'forward-parts-swapped',
    explanation:
      'The cell and the hidden state stand in each other’s place. What is asked for is the hidden state first.',
    hint: 'In which order does the assignment name them?',
    ways: [way({ swapsParts: true })],
  },
]

const missingGate = (letter: 'i' | 'f' | 'g' | 'o') =>
  way<LstmAdjoint>({ missingGate: letter }, `that of ${letter}`)

export const lstmBackwardMistakes: readonly RecurrentMistake<LstmAdjoint>[] = [
  {
    id: 'cell-gradient-without-carry',
    explanation: `What comes from the next step's cell is left out. The mathematics asks for ${dc}.`,
    hint: 'On how many ways does c_k reach the loss?',
    ways: [way({ cellGradient: 'from-output' })],
  },
  {
    id: 'cell-gradient-without-output',
    explanation: `What comes from the hidden state is left out. The mathematics asks for ${dc}.`,
    hint: 'On how many ways does c_k reach the loss?',
    ways: [way({ cellGradient: 'from-next' })],
  },
  {
    id: 'cell-path-cut',
    explanation: `The gradient of the cell is not passed on to the cell before. The mathematics asks for ∂loss/∂c_{k−1} = ∂loss/∂c_k · f, since ${cell}.`,
    hint: 'Open the forget gate wide: how far back should the gradient reach?',
    ways: [way({ carry: 'none' })],
  },
  {
    id: 'forget-gate-missing',
    explanation: `The gradient of the cell is passed on whole. The mathematics asks for ∂loss/∂c_{k−1} = ∂loss/∂c_k · f, since ${cell}.`,
    hint: 'Close the forget gate: how far back should the gradient reach?',
    ways: [way({ carry: 'unchanged' })],
  },
  {
    id: 'cell-index-ahead',
    explanation: `The gradient of the forget gate reads the cell after the step, c_k. The mathematics asks for the cell that f was multiplied with, c_{k−1}, since ${cell}.`,
    hint: 'In the forward pass, which cell is multiplied by f to make c_k?',
    ways: [way({ forgets: 'after' })],
  },
  {
    id: 'gate-slope-missing',
    explanation: `The slope of the sigmoid is left out. The gates i, f and o need the factor s (1 − s), with s the value of the gate.`,
    hint: 'What should become of the gradient where a gate is wide open?',
    ways: [way({ gateSlope: 'missing' })],
  },
  {
    id: 'candidate-slope-missing',
    explanation: `The slope of the candidate's tanh is left out. The mathematics asks for the factor 1 − g².`,
    hint: 'What should become of the gradient where the candidate is saturated?',
    ways: [way({ candidateSlope: 'missing' })],
  },
  {
    id: 'cell-slope-missing',
    explanation: `The slope of the tanh around the cell is left out. The mathematics asks for ${dc}.`,
    hint: 'What should become of the gradient where the cell is large?',
    ways: [way({ cellSlope: 'missing' })],
  },
  {
    id: 'activation-slope-at-output',
    explanation: `A slope is taken at the value of an activation where its argument belongs. In terms of the value s, sigmoid has s (1 − s) and tanh 1 − s².`,
    hint: 'What is the argument of each activation in the forward pass, and what is its value?',
    ways: [
      way({ gateSlope: 'output' }, 'of the gates'),
      way({ candidateSlope: 'output' }, 'of the candidate'),
      way({ cellSlope: 'output' }, 'of the cell'),
      way({ gateSlope: 'output', candidateSlope: 'output' }, 'of gates and candidate'),
      way({ gateSlope: 'output', candidateSlope: 'output', cellSlope: 'output' }, 'of all'),
    ],
  },
  {
    id: 'activation-slope-at-input',
    explanation: `The formula of a slope in terms of the value is applied to the argument of an activation, as 1 − c_k². In terms of the value s, sigmoid has s (1 − s) and tanh 1 − s².`,
    hint: 'Can the slope of tanh be negative?',
    ways: [
      way({ cellSlope: 'input' }, 'of the cell'),
      way({ gateSlope: 'input' }, 'of the gates'),
      way({ candidateSlope: 'input' }, 'of the candidate'),
      way({ gateSlope: 'input', candidateSlope: 'input' }, 'of gates and candidate'),
      way({ gateSlope: 'input', candidateSlope: 'input', cellSlope: 'input' }, 'of all'),
    ],
  },
  {
    id: 'gate-gradient-missing',
    explanation: 'The gradient of one gate stays zero. The loss depends on all four.',
    hint: 'Which rows of your gradients are never filled?',
    ways: [missingGate('i'), missingGate('f'), missingGate('g'), missingGate('o')],
  },
  ...loopMistakes<LstmAdjoint>({
    input: 'weight_ih',
    recurrent: 'weight_hh',
    bias: 'the biases',
    state: 'h',
    preActivation: 'A',
    propagated: '∂loss/∂h_{k−1} = ∂loss/∂A_k weight_hh, and ∂loss/∂c_{k−1} = ∂loss/∂c_k · f',
  }),
  ...gateOrderMistakes<LstmAdjoint>(lstmGates),
]
