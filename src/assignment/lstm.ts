import type { ReferenceOf } from '../../properties/assigned.ts'
import { real } from '../../properties/number-kinds.ts'
import type { Quantities, Quantity } from '../../properties/property.ts'
import { carryingGate } from '../../properties/recurrent/gates.ts'
import { leadingZeros } from '../../properties/recurrent/leading-zeros.ts'
import type { GoingOn, RecurrentNetwork } from '../../properties/recurrent/recurrent-network.ts'
import { lstmFunctions } from '../mistakes/recurrent/network-functions.ts'
import type { Matrix } from '../numpy/index.ts'
import { lstm as runLstm, type LstmOptions, type LstmPass } from '../rnn/index.ts'
import { transposed } from '../rnn/matrix-product.ts'
import { lstmAsked, lstmNamed } from './gated-functions.ts'
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
import { savedByForward } from './saved-by-forward.ts'
import {
  asSequence,
  inputsAfter,
  linearHead,
  oneRow,
  oneStep,
  squaredError,
  stepOf,
} from './recurrent-quantities.ts'

const run = (X: Quantity, cell: GatedCell, options: LstmOptions = {}, head?: Matrix) =>
  runLstm(asSequence(X), torchParameters(cell, head), options)

const forward = ({ X, head_weight, ...cell }: Quantities) =>
  run(X, cell as unknown as GatedCell, {}, head_weight as Matrix)

const backward = (pass: LstmPass, { grad_out }: Quantities) => {
  const { gradients, gradOverTime, cellGradOverTime } = pass.backward(grad_out as Matrix)
  return {
    ...torchGradients(gradients),
    h_grad_over_time: gradOverTime,
    c_grad_over_time: cellGradOverTime,
  }
}

const reference: ReferenceOf<typeof lstmAsked> = {
  update_state({ x, h, c, ...cell }) {
    const { states, cellStates } = run(oneStep(x), cell, { initialState: h, initialCellState: c })
    return { next_h: stepOf(states, 1), next_c: stepOf(cellStates, 1) }
  },
  forward_states({ X, ...cell }) {
    const { states, cellStates } = run(X, cell)
    return { h_states: states, c_states: cellStates }
  },
  output: ({ h_states, head_weight, head_bias }) =>
    linearHead(h_states, transposed(head_weight), head_bias),
  ...squaredError,
  backward_gradient: (given) => backward(forward(given), given),
}

function goOn(given: Quantities, sample: number, k: number): GoingOn {
  const { head_weight, ...cell } = given as unknown as GatedCell & { head_weight: Matrix }
  const X = inputsAfter(given.X, sample, k)
  return ([h, c], gradOut) => {
    const start = { initialState: oneRow(h), initialCellState: oneRow(c) }
    return weighted(gradOut, run(X, cell, start, head_weight).y.data)
  }
}

const network: RecurrentNetwork = {
  states: [
    { all: 'h_states', overTime: 'h_grad_over_time' },
    { all: 'c_states', overTime: 'c_grad_over_time' },
  ],
  gradients: gatedGradients,
  biases: ['bias_ih', 'bias_hh'],
  goOn,
}

/** The LSTM as torch.nn.LSTM computes it, from one step forward to backpropagation through time. */
export const lstm = recurrentAssignment({
  ...lstmNamed,
  functions: lstmAsked,
  numbers: { x: real(), h: real(), c: real(), ...gatedNumbers },
  reference,
  detours: { backward_gradient: savedByForward(forward, backward) },
  network,
  models: lstmFunctions,
  properties: [
    carryingGate({ place: 1, part: 'c_grad_over_time', from: 1 }),
    leadingZeros(network),
  ],
  points: gatedPoints,
})
