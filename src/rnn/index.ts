export { binarySequenceSum } from './binary-sequence-sum.ts'
export {
  backwardGradient,
  forwardStates,
  loss,
  outputGradient,
  updateState,
  type BackwardGradient,
} from './linear.ts'
