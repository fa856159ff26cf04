import type { ForwardLoop } from './network-model.ts'
import { type RecurrentMistake, way } from './recurrent-mistake.ts'

const recursion = 'The mathematics asks: S_0 = 0, and S_k from S_{k−1} and X_k for k = 1 … T.'

export function forwardLoopMistakes<Settings extends ForwardLoop>(): RecurrentMistake<Settings>[] {
  const own = (settings: Partial<ForwardLoop>) => way<Settings>(settings as Partial<Settings>)
  return [
    {
      id: 'forward-initial-state-ones',
      explanation: `The states start at 1. ${recursion}`,
      hint: 'What should the network know before it has seen anything?',
      ways: [own({ initialState: 1 })],
    },
    {
      id: 'forward-stops-early',
      explanation: `The last step is not computed, so S_T stays 0. ${recursion}`,
      hint: 'How many states does a sequence of T inputs have, with S_0?',
      ways: [own({ stopsEarly: true })],
    },
    {
      id: 'forward-skips-first-input',
      explanation: `The recurrence starts at the second input. ${recursion}`,
      hint: 'Change the first input: do your states notice?',
      ways: [own({ skipsFirst: true })],
    },
  ]
}
