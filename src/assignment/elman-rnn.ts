import { agreement } from '../../properties/agreement.ts'
import type { Assigned } from '../../properties/assigned.ts'
import { wellBehaved } from '../../properties/behaviour.ts'
import { choice, matrix, number, vector } from '../../properties/declared.ts'
import { descent } from '../../properties/descends.ts'
import { whole } from '../../properties/number-kinds.ts'
import { real } from '../../properties/number-kinds.ts'
import { batchPermutation } from '../../properties/permuted-samples.ts'
import type { Quantities } from '../../properties/property.ts'
import { entriesOf } from '../../properties/quantity.ts'
import { batchSum } from '../../properties/recurrent/batch-sum.ts'
import { gradientBounds } from '../../properties/recurrent/gradient-bounds.ts'
import { gradientGrowth } from '../../properties/recurrent/gradient-growth.ts'
import { gradientOverTime } from '../../properties/recurrent/gradient-over-time.ts'
import { leadingZeros } from '../../properties/recurrent/leading-zeros.ts'
import { linearityInGradOut } from '../../properties/recurrent/linearity.ts'
import { finiteDifferenceAgreement } from '../../properties/recurrent/picked-derivatives.ts'
import type { GoingOn, RecurrentNetwork } from '../../properties/recurrent/recurrent-network.ts'
import { saturation } from '../../properties/recurrent/saturation.ts'
import { scalarNetwork } from '../../properties/recurrent/scalar-network.ts'
import { activationNames, elmanFunctions } from '../mistakes/recurrent/network-functions.ts'
import type { Matrix } from '../numpy/index.ts'
import { elman } from '../rnn/index.ts'
import { defineAssignment } from './define-assignment.ts'
import { diagnosedBy } from './recurrent-diagnosis.ts'
import {
  asSequence,
  dimensions,
  inputs,
  inputsAfter,
  linearHead,
  oneRow,
  outputs,
  points,
  squaredError,
  states,
  stepOf,
  unitsOfSamples,
  weights,
} from './recurrent-quantities.ts'
import { recurrentTable } from './recurrent-table.ts'

const activation = choice(activationNames, { meaning: `one of ${activationNames.join(', ')}` })
const cell = { W_x: matrix('d', 'H'), W_rec: matrix('H', 'H'), b: vector('H') }
const head = { W_out: matrix('H', 'O'), c: vector('O') }

interface Cell {
  readonly W_x: Matrix
  readonly W_rec: Matrix
  readonly b: Float64Array
  readonly activation: number
}

/** The network with a head that is not asked for: its outputs are left alone. */
const run = (
  X: Parameters<typeof asSequence>[0],
  { W_x: Wx, W_rec: Wrec, b, activation: place }: Cell,
  { W_out, initialState }: { W_out?: Matrix; initialState?: Matrix } = {},
) => {
  const Wout = W_out ?? { rows: Wrec.rows, columns: 0, data: new Float64Array(0) }
  const parameters = { Wx, Wrec, b, Wout, c: new Float64Array(Wout.columns) }
  return elman(asSequence(X), parameters, activationNames[place], { initialState })
}

const oneStep = ({ rows, columns, data }: Matrix) => ({ shape: [rows, 1, columns], data })

function goOn(given: Quantities, sample: number, k: number): GoingOn {
  const parts = given as unknown as Cell & { W_out: Matrix }
  const X = inputsAfter(given.X, sample, k)
  return ([state], gradOut) => {
    const { y } = run(X, parts, { W_out: parts.W_out, initialState: oneRow(state) })
    return gradOut.reduce((sum, g, j) => sum + g * y.data[j], 0)
  }
}

const gradients = {
  W_x: 'W_x_grad',
  W_rec: 'W_rec_grad',
  b: 'b_grad',
  W_out: 'W_out_grad',
  c: 'c_grad',
  X: 'X_grad',
}

const parameterGradients = Object.fromEntries(
  Object.entries(gradients).map(([name, part]) => [part, name]),
)

const network: RecurrentNetwork = {
  states: [{ all: 'S', overTime: 'grad_over_time' }],
  gradients,
  biases: ['b'],
  goOn,
}

/** f(0) = 0 for all but the sigmoid. */
const startsAtRest = ({ activation: place }: Quantities): boolean =>
  activationNames[place as number] !== 'sigmoid'

const functions = {
  update_state: {
    parameters: { x: matrix('n', 'd'), s: unitsOfSamples, ...cell, activation },
    returns: { next_s: unitsOfSamples },
  },
  forward_states: { parameters: { X: inputs, ...cell, activation }, returns: { S: states } },
  output: { parameters: { S: states, ...head }, returns: { y: outputs } },
  loss: { parameters: { y: outputs, t: outputs }, returns: { loss: number() } },
  output_gradient: { parameters: { y: outputs, t: outputs }, returns: { grad_out: outputs } },
  backward_gradient: {
    parameters: { X: inputs, S: states, grad_out: outputs, ...cell, W_out: head.W_out, activation },
    returns: {
      W_x_grad: cell.W_x,
      W_rec_grad: cell.W_rec,
      b_grad: cell.b,
      W_out_grad: head.W_out,
      c_grad: head.c,
      X_grad: inputs,
      grad_over_time: states,
    },
  },
} as const

const assigned = {
  functions,
  numbers: {
    X: real(),
    x: real(),
    s: real(),
    t: real({ from: -3, to: 3, parts: 2 }),
    W_x: weights,
    W_rec: weights,
    b: weights,
    W_out: weights,
    c: weights,
    activation: whole({ from: 0, to: activationNames.length - 1 }),
  },
}

const assignment = defineAssignment({
  name: 'elman-rnn',
  title:
    'Backpropagation through time in S_k = f(X_k W_x + S_{k-1} W_rec + b), y = S_T W_out + c, with mean squared error',
  functions,
  problem: { dimensions, numbers: assigned.numbers },
  reference: {
    update_state: ({ x, s, ...parts }) =>
      stepOf(run(oneStep(x), parts, { initialState: s }).states, 1),
    forward_states: ({ X, ...parts }) => run(X, parts).states,
    output: ({ S, W_out, c }) => linearHead(S, W_out, c),
    ...squaredError,
    backward_gradient({ X, grad_out, W_out, ...parts }) {
      const { gradients: found, gradOverTime } = run(X, parts, { W_out }).backward(grad_out)
      return {
        W_x_grad: found.Wx,
        W_rec_grad: found.Wrec,
        b_grad: found.b,
        W_out_grad: found.Wout,
        c_grad: found.c,
        X_grad: found.X,
        grad_over_time: gradOverTime,
      }
    },
  },
  properties: [
    ...(['update_state', 'forward_states', 'output', 'loss', 'output_gradient'] as const).flatMap(
      (name) => [agreement(name), wellBehaved(name)],
    ),
    finiteDifferenceAgreement(network),
    gradientOverTime(network),
    agreement('backward_gradient'),
    gradientGrowth,
    gradientBounds,
    saturation,
    scalarNetwork,
    linearityInGradOut,
    batchSum,
    batchPermutation('backward_gradient'),
    leadingZeros(network, startsAtRest),
    descent('backward_gradient', { of: 'loss', parameters: parameterGradients }),
    wellBehaved('backward_gradient'),
  ],
  points: {
    ...points,
    backward_gradient: {
      'finite-difference-agreement': 1.5,
      'gradient-over-time': 1,
      agreement: 1,
      'gradient-growth': 0.25,
      'gradient-bounds': 0.25,
      saturation: 0.25,
      'scalar-network': 0.25,
      linearity: 0.25,
      'batch-sum': 0.25,
      'batch-permutation': 0.25,
      'leading-zeros': 0.125,
      descent: 0.125,
      'well-behaved': 0.25,
    },
  },
})
