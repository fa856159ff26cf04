import type { Assignment, AssignmentOutline } from './assignment.ts'
import { elmanRnnOutline } from './elman-functions.ts'
import { gruOutline, lstmOutline } from './gated-functions.ts'
import { linearRnnOutline } from './linear-outline.ts'
import { linearRegressionOutline } from './steps/linear-regression-functions.ts'
import { logisticRegressionOutline } from './steps/logistic-regression-functions.ts'
import { softmaxCrossEntropyOutline } from './steps/softmax-cross-entropy-functions.ts'
import { twoLayerNetworkOutline } from './steps/two-layer-network-functions.ts'

export interface BuiltIn {
  readonly outline: AssignmentOutline
  /** The laws and what generates their problems are loaded while the submission's process starts. */
  readonly load: () => Promise<Assignment<object>>
}

export const builtIn: readonly BuiltIn[] = [
  {
    outline: linearRnnOutline,
    load: async () => (await import('./linear-rnn.ts')).linearRnn,
  },
  {
    outline: linearRegressionOutline,
    load: async () => (await import('./steps/linear-regression.ts')).linearRegression,
  },
  {
    outline: logisticRegressionOutline,
    load: async () => (await import('./steps/logistic-regression.ts')).logisticRegression,
  },
  {
    outline: softmaxCrossEntropyOutline,
    load: async () => (await import('./steps/softmax-cross-entropy.ts')).softmaxCrossEntropy,
  },
  {
    outline: twoLayerNetworkOutline,
    load: async () => (await import('./steps/two-layer-network.ts')).twoLayerNetwork,
  },
  {
    outline: elmanRnnOutline,
    load: async () => (await import('./elman-rnn.ts')).elmanRnn,
  },
  {
    outline: lstmOutline,
    load: async () => (await import('./lstm.ts')).lstm,
  },
  {
    outline: gruOutline,
    load: async () => (await import('./gru.ts')).gru,
  },
]
