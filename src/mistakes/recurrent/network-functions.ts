import type { Quantities } from '../../../properties/property.ts'
import type { ModelWeights } from './cell-model.ts'
import { elmanBackwardMistakes, elmanUpdateMistakes } from './elman-mistakes.ts'
import { type ElmanAdjoint, elmanModel, type ElmanUpdate } from './elman-model.ts'
import { forwardLoopMistakes } from './forward-loop-mistakes.ts'
import {
  elmanWeights,
  type FunctionModel,
  inputsIn,
  matrixIn,
  torchWeights,
} from './function-model.ts'
import { gruBackwardMistakes, gruUpdateMistakes } from './gru-mistakes.ts'
import { type GruAdjoint, gruModel, type GruUpdate } from './gru-model.ts'
import { lossModel, outputGradientModel, outputModel } from './head-functions.ts'
import type { LoopSettings } from './loop-settings.ts'
import { lstmBackwardMistakes, lstmUpdateMistakes } from './lstm-mistakes.ts'
import { type LstmAdjoint, lstmModel, type LstmUpdate } from './lstm-model.ts'
import {
  backwardOn,
  type ForwardLoop,
  modelForward,
  modelUpdate,
  type NetworkModel,
  rightForwardLoop,
} from './network-model.ts'
import type { RecurrentMistake } from './recurrent-mistake.ts'
import { activationNames, type ActivationName } from '../../rnn/activation.ts'

/** A problem holds an activation's place among their names. */
export const activationIn = ({ activation }: Quantities): ActivationName =>
  activationNames[activation as number]

export type RecurrentName = 'elman-rnn' | 'lstm' | 'gru'

/** The models of a network's functions by their names; settings of one are of no use to another. */
export type NetworkFunctions = Readonly<Record<string, FunctionModel<object>>>

interface Parts<Update extends object, Adjoint extends LoopSettings> {
  readonly model: (given: Quantities) => NetworkModel<Update, Adjoint>
  readonly weights: (given: Quantities) => ModelWeights
  readonly states: readonly { readonly step: string; readonly all: string }[]
  readonly updateMistakes: readonly RecurrentMistake<Update>[]
  readonly backwardMistakes: readonly RecurrentMistake<Adjoint>[]
  readonly head: { readonly weights: string; readonly bias: string }
  readonly torch: boolean
  readonly step: string
  readonly back: string
}

function functionsOf<Update extends object, Adjoint extends LoopSettings>(
  parts: Parts<Update, Adjoint>,
  right: { readonly update: Update; readonly adjoint: Adjoint },
): NetworkFunctions {
  const update: FunctionModel<Update> = {
    right: right.update,
    mistakes: parts.updateMistakes,
    formula: parts.step,
    on(given) {
      const before = parts.states.map(({ step }) => matrixIn(given[step]))
      const [{ cell }, x, weights] = [parts.model(given), matrixIn(given.x), parts.weights(given)]
      return (settings) => modelUpdate(cell, settings, x, before, weights).map((part) => () => part)
    },
  }
  const forward: FunctionModel<Update & ForwardLoop> = {
    right: { ...right.update, ...rightForwardLoop },
    mistakes: [
      ...(parts.updateMistakes as readonly RecurrentMistake<Update & ForwardLoop>[]),
      ...forwardLoopMistakes<Update & ForwardLoop>(),
    ],
    formula: `states at 0 first; for k = 1 … T: ${parts.step}`,
    on(given) {
      const [{ cell }, X, weights] = [parts.model(given), inputsIn(given.X), parts.weights(given)]
      return (settings) => modelForward(cell, settings, X, weights).map((part) => () => part)
    },
  }
  const backward: FunctionModel<Adjoint> = {
    right: right.adjoint,
    mistakes: parts.backwardMistakes,
    formula: parts.back,
    on: (given) =>
      backwardOn(parts.model(given), {
        X: inputsIn(given.X),
        gradOut: matrixIn(given.grad_out),
        weights: parts.weights(given),
      }),
  }
  const states = parts.states[0].all
  return {
    update_state: erased(update),
    forward_states: erased(forward),
    output: erased(outputModel({ states, ...parts.head }, parts.torch)),
    loss: erased(lossModel),
    output_gradient: erased(outputGradientModel),
    backward_gradient: erased(backward),
  }
}

/** A model is asked about its own settings alone, whatever their type. */
const erased = <Settings extends object>(model: FunctionModel<Settings>): FunctionModel<object> =>
  model as unknown as FunctionModel<object>

const torchHead = { weights: 'head_weight', bias: 'head_bias' }
const sums = 'the gradients of the parameters are sums over the batch and over k = T … 1'

const elman = elmanModel('tanh')

export const elmanFunctions = functionsOf<ElmanUpdate, ElmanAdjoint>(
  {
    model: (given) => ({ cell: elmanModel(activationIn(given)), torch: false }),
    weights: elmanWeights,
    states: [{ step: 's', all: 'S' }],
    updateMistakes: elmanUpdateMistakes,
    backwardMistakes: elmanBackwardMistakes,
    head: { weights: 'W_out', bias: 'c' },
    torch: false,
    step: 'S_k = f(X_k W_x + S_{k-1} W_rec + b)',
    back: `G_T = grad_out W_outᵀ; dA_k = G_k * f'(A_k), G_{k-1} = dA_k W_recᵀ; ${sums}: X_kᵀ dA_k, S_{k-1}ᵀ dA_k, dA_k; and S_Tᵀ grad_out, grad_out for the head; X_grad_k = dA_k W_xᵀ`,
  },
  { update: elman.rightUpdate, adjoint: elman.rightAdjoint },
)

export const lstmFunctions = functionsOf<LstmUpdate, LstmAdjoint>(
  {
    model: () => ({ cell: lstmModel, torch: true }),
    weights: torchWeights,
    states: [
      { step: 'h', all: 'h_states' },
      { step: 'c', all: 'c_states' },
    ],
    updateMistakes: lstmUpdateMistakes,
    backwardMistakes: lstmBackwardMistakes,
    head: torchHead,
    torch: true,
    step: 'i, f, o = sigmoid, g = tanh of x weight_ihᵀ + bias_ih + h weight_hhᵀ + bias_hh, in the order i, f, g, o; c_k = f c_{k-1} + i g; h_k = o tanh(c_k)',
    back: `dc = dc + dh o (1 - tanh²(c_k)); di = dc g i (1 - i), df = dc c_{k-1} f (1 - f), dg = dc i (1 - g²), do = dh tanh(c_k) o (1 - o); dh = [di df dg do] weight_hh, dc = dc f; ${sums}`,
  },
  { update: lstmModel.rightUpdate, adjoint: lstmModel.rightAdjoint },
)

export const gruFunctions = functionsOf<GruUpdate, GruAdjoint>(
  {
    model: () => ({ cell: gruModel, torch: true }),
    weights: torchWeights,
    states: [{ step: 'h', all: 'h_states' }],
    updateMistakes: gruUpdateMistakes,
    backwardMistakes: gruBackwardMistakes,
    head: torchHead,
    torch: true,
    step: 'r, z = sigmoid of x weight_ihᵀ + bias_ih + h weight_hhᵀ + bias_hh, n = tanh(x weight_inᵀ + bias_in + r (h weight_hnᵀ + bias_hn)), in the order r, z, n; h_k = (1 - z) n + z h_{k-1}',
    back: `dn = dh (1 - z) (1 - n²), dz = dh (h_{k-1} - n) z (1 - z), dr = dn (h_{k-1} weight_hnᵀ + bias_hn) r (1 - r); dh = dh z + [dr dz dn·r] weight_hh; ${sums}, with dn·r for weight_hh and bias_hh`,
  },
  { update: gruModel.rightUpdate, adjoint: gruModel.rightAdjoint },
)
