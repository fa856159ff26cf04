import type { ReferenceOf } from '../../properties/assigned.ts'
import { real } from '../../properties/number-kinds.ts'
import type { Quantities, Quantity } from '../../properties/property.ts'
import { carryingGate } from '../../properties/recurrent/gates.ts'
import { leadingZeros } from '../../properties/recurrent/leading-zeros.ts'
import type { GoingOn, RecurrentNetwork } from '../../properties/recurrent/recurrent-network.ts'
import { gruFunctions } from '../mistakes/recurrent/network-functions.ts'
import type { Matrix } from '../numpy/index.ts'
import { gru as runGru, type GruOptions } from '../rnn/index.ts'
import { transposed } from '../rnn/matrix-product.ts'
import { gruAsked, gruNamed } from './gated-functions.ts'
import {
  type GatedCell,
  gatedGradients,
  gatedNumbers,
  gatedPoints,
  torchGradients,
  torchParameters,
  weighted,
} from './gated-quantities.ts'
import { recurrentAssignment } from './recurrent-assignment.ts'
import {
  asSequence,
  inputsAfter,
  linearHead,
  oneRow,
  oneStep,
  squaredError,
  stepOf,
} from './recurrent-quantities.ts'

const run = (X: Quantity, cell: GatedCell, options: GruOptions = {}, head?: Matrix) =>
  runGru(asSequence(X), torchParameters(cell, head), options)

const reference: ReferenceOf<typeof gruAsked> = {
  update_state: ({ x, h, ...cell }) => stepOf(run(oneStep(x), cell, { initialState: h }).states, 1),
  forward_states: ({ X, ...cell }) => run(X, cell).states,
  output: ({ h_states, head_weight, head_bias }) =>
    linearHead(h_states, transposed(head_weight), head_bias),
  ...squaredError,
  backward_gradient({ X, grad_out, head_weight, ...cell }) {
    const { gradients, gradOverTime } = run(X, cell, {}, head_weight).backward(grad_out)
    return { ...torchGradients(gradients), h_grad_over_time: gradOverTime }
  },
}

function goOn(given: Quantities, sample: number, k: number): GoingOn {
  const { head_weight, ...cell } = given as unknown as GatedCell & { head_weight: Matrix }
  const X = inputsAfter(given.X, sample, k)
  return ([h], gradOut) =>
    weighted(gradOut, run(X, cell, { initialState: oneRow(h) }, head_weight).y.data)
}

const network: RecurrentNetwork = {
  states: [{ all: 'h_states', overTime: 'h_grad_over_time' }],
  gradients: gatedGradients,
  biases: ['bias_ih', 'bias_hh'],
  goOn,
}

/** The GRU as torch.nn.GRU computes it, from one step forward to backpropagation through time. */
export const gru = recurrentAssignment({
  ...gruNamed,
  functions: gruAsked,
  numbers: { x: real(), h: real(), ...gatedNumbers },
  reference,
  network,
  models: gruFunctions,
  properties: [
    carryingGate({ place: 1, part: 'h_grad_over_time', from: 0 }),
    leadingZeros(network),
  ],
  points: gatedPoints,
})
