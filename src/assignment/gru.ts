import type { Detour, ReferenceOf } from '../../properties/assigned.ts'
import { real } from '../../properties/number-kinds.ts'
import type { Quantities, Quantity } from '../../properties/property.ts'
import { entriesOf, shapeOf } from '../../properties/quantity.ts'
import { carryingGate } from '../../properties/recurrent/gates.ts'
import { leadingZeros } from '../../properties/recurrent/leading-zeros.ts'
import type { GoingOn, RecurrentNetwork } from '../../properties/recurrent/recurrent-network.ts'
import { gruFunctions } from '../mistakes/recurrent/network-functions.ts'
import type { Matrix } from '../numpy/index.ts'
import { gru as runGru, type GruOptions, type GruPass, type Sequence } from '../rnn/index.ts'
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

const run = (X: Quantity, cell: GatedCell, options: GruOptions = {}, head?: Matrix) =>
  runGru(asSequence(X), torchParameters(cell, head), options)

const forward = ({ X, head_weight, ...cell }: Quantities) =>
  run(X, cell as unknown as GatedCell, {}, head_weight as Matrix)

const backward = (pass: GruPass, { grad_out }: Quantities) => {
  const { gradients, gradOverTime } = pass.backward(grad_out as Matrix)
  return { ...torchGradients(gradients), h_grad_over_time: gradOverTime }
}

/** h_0 .. h_T, n x (T + 1) x h, from h_0 and the gates r, z and m of every step. */
function statesFrom(start: Matrix, steps: number, gates: Float64Array): Sequence {
  const { rows: n, columns: h } = start
  const data = new Float64Array(n * (steps + 1) * h)
  for (let sample = 0; sample < n; sample++) {
    const states = data.subarray(sample * (steps + 1) * h, (sample + 1) * (steps + 1) * h)
    states.set(start.data.subarray(sample * h, (sample + 1) * h))
    for (let k = 0; k < steps; k++) {
      const [, z, m] = [0, 1, 2].map((gate) => gates.subarray(((k * n + sample) * 3 + gate) * h))
      for (let u = 0; u < h; u++)
        states[(k + 1) * h + u] = (1 - z[u]) * m[u] + z[u] * states[k * h + u]
    }
  }
  return { shape: [n, steps + 1, h], data }
}

/** Rounding a gate z near 1 moves 1 - z further than any change of the arguments does. */
const byGates: Readonly<Record<string, Detour>> = {
  update_state: {
    by: ({ x, h, ...cell }) => ({
      gates: run(oneStep(x as Matrix), cell as unknown as GatedCell, { initialState: h as Matrix })
        .saved[0],
    }),
    result: ({ h, gates }) => stepOf(statesFrom(h as Matrix, 1, entriesOf(gates)), 1),
  },
  forward_states: {
    by: ({ X, ...cell }) => ({ gates: run(X, cell as unknown as GatedCell).saved[0] }),
    result: ({ X, weight_hh, gates }) => {
      const [[n, T], h] = [shapeOf(X), shapeOf(weight_hh)[1]]
      const start = { rows: n, columns: h, data: new Float64Array(n * h) }
      return statesFrom(start, T, entriesOf(gates))
    },
  },
}

const reference: ReferenceOf<typeof gruAsked> = {
  update_state: ({ x, h, ...cell }) => stepOf(run(oneStep(x), cell, { initialState: h }).states, 1),
  forward_states: ({ X, ...cell }) => run(X, cell).states,
  output: ({ h_states, head_weight, head_bias }) =>
    linearHead(h_states, transposed(head_weight), head_bias),
  ...squaredError,
  backward_gradient: (given) => backward(forward(given), given),
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
  detours: { ...byGates, backward_gradient: savedByForward(forward, backward) },
  network,
  models: gruFunctions,
  properties: [
    carryingGate({ place: 1, part: 'h_grad_over_time', from: 0 }),
    leadingZeros(network),
  ],
  points: gatedPoints,
})
