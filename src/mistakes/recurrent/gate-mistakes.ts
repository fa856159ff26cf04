import { otherOrders } from './gates.ts'
import { type RecurrentMistake, way } from './recurrent-mistake.ts'

/** The settings in which the gates' order, biases and recurrence stand. */
interface GatedUpdate {
  readonly gateOrder: string
  readonly bias: boolean
  readonly recurs: boolean
}

const letters = (order: string): string => Array.from(order).join(', ')

/** The mistakes of one step forward that gated cells share. */
export function gatedUpdateMistakes<Settings extends GatedUpdate>(
  order: string,
  formula: string,
): RecurrentMistake<Settings>[] {
  const own = (settings: Partial<GatedUpdate>, detail?: string) =>
    way<Settings>(settings as Partial<Settings>, detail)
  return [
    {
      id: 'gates-in-wrong-order',
      explanation: `The gates are read in another order. Their rows stand in the order ${letters(order)}.`,
      hint: 'Which rows of the weights belong to which gate? Look at the order in the assignment.',
      ways: otherOrders(order).map((other) => own({ gateOrder: other }, `as ${letters(other)}`)),
    },
    {
      id: 'forward-missing-bias',
      explanation: `The biases are left out. The mathematics asks for ${formula}.`,
      hint: 'What are the gates where input and state are zero?',
      ways: [own({ bias: false })],
    },
    {
      id: 'forward-no-recurrence',
      explanation: `The state before has no influence on the gates. The mathematics asks for ${formula}.`,
      hint: 'Change the state before: do the gates notice?',
      ways: [own({ recurs: false })],
    },
  ]
}

interface GatedAdjoint {
  readonly gateOrder: string
  readonly gradientOrder: string
}

/** Gates that are read, or whose gradients are written, in another order. */
export function gateOrderMistakes<Settings extends GatedAdjoint>(
  order: string,
): RecurrentMistake<Settings>[] {
  const own = (settings: Partial<GatedAdjoint>, detail: string) =>
    way<Settings>(settings as Partial<Settings>, detail)
  return [
    {
      id: 'gates-in-wrong-order',
      explanation: `The gates, or their gradients, stand in another order. Their rows are in the order ${letters(order)}, in the weights as in the gradients.`,
      hint: 'Which rows of the weights belong to which gate? Look at the order in the assignment.',
      ways: otherOrders(order).flatMap((other) => [
        own({ gateOrder: other, gradientOrder: other }, `as ${letters(other)}`),
        own({ gradientOrder: other }, `the gradients as ${letters(other)}`),
      ]),
    },
  ]
}
