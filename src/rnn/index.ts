export { binarySequenceSum } from './binary-sequence-sum.ts'
export {
  backwardGradient,
  forwardStates,
  loss,
  outputGradient,
  updateState,
  type BackwardGradient,
} from './linear.ts'
export type { ActivationName } from './activation.ts'
export {
  elman,
  type ElmanGradients,
  type ElmanOptions,
  type ElmanParameters,
  type ElmanPass,
} from './elman.ts'
export { gru, type GruGradients, type GruOptions, type GruPass } from './gru.ts'
export { lstm, type LstmGradients, type LstmOptions, type LstmPass } from './lstm.ts'
export { meanSquaredError, meanSquaredErrorGradient } from './mean-squared-error.ts'
export type { BackwardOptions, ForwardPass } from './recurrence.ts'
export type { Sequence } from './sequence.ts'
export type { TorchGradients, TorchParameters } from './torch-weights.ts'
