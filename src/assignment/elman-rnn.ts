import type { ReferenceOf } from '../../properties/assigned.ts'
import { real, whole } from '../../properties/number-kinds.ts'
import type { Quantities } from '../../properties/property.ts'
import { gradientBounds } from '../../properties/recurrent/gradient-bounds.ts'
import { gradientGrowth } from '../../properties/recurrent/gradient-growth.ts'
import { leadingZeros } from '../../properties/recurrent/leading-zeros.ts'
import type { GoingOn, RecurrentNetwork } from '../../properties/recurrent/recurrent-network.ts'
import { saturation } from '../../properties/recurrent/saturation.ts'
import { scalarNetwork } from '../../properties/recurrent/scalar-network.ts'
import { elmanFunctions } from '../mistakes/recurrent/network-functions.ts'
import type { Matrix } from '../numpy/index.ts'
import { activationNames } from '../rnn/activation.ts'
import { elman, type ElmanPass } from '../rnn/index.ts'
import { elmanAsked, elmanOutline } from './elman-functions.ts'
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
  weights,
} from './recurrent-quantities.ts'

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

const network: RecurrentNetwork = {
  states: [{ all: 'S', overTime: 'grad_over_time' }],
  gradients,
  biases: ['b'],
  goOn,
}

/** Nearer than this to its kink, relu's slope is a matter of choice or of rounding. */
const kink = 2 ** -20

/** No argument of relu lies at its kink. */
function isSmooth(problem: Quantities): boolean {
  const parts = problem as unknown as Cell
  if (activationNames[parts.activation] !== 'relu') return true
  const X = asSequence(problem.X)
  const { states } = run(problem.X, parts)
  const linear = { ...parts, activation: activationNames.indexOf('identity') }
  return Array.from({ length: X.shape[1] }, (_, k) => k).every((k) => {
    const step = run(oneStep(stepOf(X, k)), linear, { initialState: stepOf(states, k) })
    return stepOf(step.states, 1).data.every((argument) => Math.abs(argument) > kink)
  })
}

/** f(0) = 0 for all but the sigmoid. */
const startsAtRest = ({ activation: place }: Quantities): boolean =>
  activationNames[place as number] !== 'sigmoid'

const forward = ({ X, W_out, ...parts }: Quantities) =>
  run(X, parts as unknown as Cell, { W_out: W_out as Matrix })

const backward = (pass: ElmanPass, { grad_out }: Quantities) => {
  const { gradients: found, gradOverTime } = pass.backward(grad_out as Matrix)
  return {
    W_x_grad: found.Wx,
    W_rec_grad: found.Wrec,
    b_grad: found.b,
    W_out_grad: found.Wout,
    c_grad: found.c,
    X_grad: found.X,
    grad_over_time: gradOverTime,
  }
}

const reference: ReferenceOf<typeof elmanAsked> = {
  update_state: ({ x, s, ...parts }) =>
    stepOf(run(oneStep(x), parts, { initialState: s }).states, 1),
  forward_states: ({ X, ...parts }) => run(X, parts).states,
  output: ({ S, W_out, c }) => linearHead(S, W_out, c),
  ...squaredError,
  backward_gradient: (given) => backward(forward(given), given),
}

/** The elman network, S_k = f(X_k W_x + S_{k-1} W_rec + b), from one step forward to backpropagation through time. */
export const elmanRnn = recurrentAssignment({
  ...elmanOutline,
  functions: elmanAsked,
  numbers: {
    x: real(),
    s: real(),
    W_x: weights,
    W_rec: weights,
    b: weights,
    W_out: weights,
    c: weights,
    activation: whole({ from: 0, to: activationNames.length - 1 }),
  },
  reference,
  detours: { backward_gradient: savedByForward(forward, backward) },
  network,
  models: elmanFunctions,
  chosen: { activation: activationNames.indexOf('tanh') },
  isSmooth,
  properties: [
    gradientGrowth,
    gradientBounds,
    saturation,
    scalarNetwork,
    leadingZeros(network, startsAtRest),
  ],
  points: {
    'gradient-growth': 0.25,
    'gradient-bounds': 0.25,
    saturation: 0.25,
    'scalar-network': 0.25,
    'leading-zeros': 0.25,
  },
})
