import type { Mistake } from './mistake.ts'

const update = 'S_k = S_{k−1} wRec + X_k wx'
const recurrence = `${update} for k = 1 … T with S_0 = 0`

/** The mistakes of update_state and forward_states. */
export const forwardMistakes = [
  {
    id: 'forward-swapped-weights',
    functions: ['update_state', 'forward_states'],
    explanation: `The input is multiplied by wRec and the state by wx. The mathematics asks for ${update}.`,
    hint: 'Set one of the two weights to 0: which part of the new state should vanish?',
    variants: {
      update_state: [() => ({ weights: 'swapped' })],
      forward_states: [() => ({ weights: 'swapped' })],
    },
  },
  {
    id: 'forward-initial-state-ones',
    functions: ['forward_states'],
    explanation: `The states start at 1. The mathematics asks for ${recurrence}.`,
    hint: 'Which states should come out if every input is 0?',
    variants: {
      forward_states: [() => ({ initialState: 1 }), () => ({ initialState: 1, blank: 1 })],
    },
  },
  {
    id: 'forward-no-recurrence',
    functions: ['update_state', 'forward_states'],
    explanation: `A new state is made of the input alone and forgets the state before it. The mathematics asks for ${update}.`,
    hint: 'Give one input of 1 and then zeros: what should the network remember?',
    variants: {
      update_state: [() => ({ recurs: false })],
      forward_states: [() => ({ recurs: false })],
    },
  },
  {
    id: 'forward-stops-early',
    functions: ['forward_states'],
    explanation: `The last step is never computed, so S_T keeps the value the matrix was made with. The mathematics asks for ${recurrence}.`,
    hint: 'How many columns does S have, and which is the last one that the loop writes?',
    variants: { forward_states: [() => ({ stopsEarly: true })] },
  },
  {
    id: 'forward-squashes',
    functions: ['update_state', 'forward_states'],
    explanation: `A tanh is taken around the update. The mathematics asks for a linear network: ${update}.`,
    hint: 'Give inputs of 100 and then of 200: should the states double?',
    variants: {
      update_state: [() => ({ squashes: true })],
      forward_states: [() => ({ squashes: true })],
    },
  },
  {
    id: 'forward-skips-first-input',
    functions: ['forward_states'],
    explanation: `The recurrence starts at the second input. The mathematics asks for ${recurrence}.`,
    hint: 'Change only the first input of a sequence: does any state change?',
    variants: {
      forward_states: [
        () => ({ skipsFirst: 'leaves-blank' as const }),
        () => ({ skipsFirst: 'shifts' as const }),
      ],
    },
  },
  {
    id: 'forward-product',
    functions: ['update_state', 'forward_states'],
    explanation: `The input's part and the state's part are multiplied. The mathematics adds them: ${update}.`,
    hint: 'Which state should follow a state of 0 when the input is 1?',
    variants: {
      update_state: [() => ({ combination: 'product' })],
      forward_states: [() => ({ combination: 'product' })],
    },
  },
] as const satisfies readonly Mistake[]
