export {
  type Along,
  type AsyncCheckOptions,
  checkGradient,
  checkGradientAsync,
  type CheckOptions,
  compareGradient,
  type Coordinate,
  type Findings,
  type Progress,
  type Sides,
  type Verdict,
  type WrongBlock,
} from './gradient-check/index.ts'
export {
  type Derivative,
  differentiate,
  type DifferentiateOptions,
  type Limit,
} from './finite-difference/index.ts'
export { type GradientOf, type Parameters } from './parameters/parameters.ts'
export {
  type AdjointPair,
  type AdjointVerdict,
  checkAdjoint,
} from './vector-checks/check-adjoint.ts'
export { checkHessian } from './vector-checks/check-hessian.ts'
export { checkJacobian, type JacobianMatrix } from './vector-checks/check-jacobian.ts'
export { checkJvp } from './vector-checks/check-jvp.ts'
export { checkVjp } from './vector-checks/check-vjp.ts'
export * as complex from './complex.ts'
export { type ComplexFunction, complexStep } from './complex-step.ts'
export { type Entry, type EntryVerdict } from './vector-checks/entry.ts'
export { plotTaylor } from './taylor-plot.ts'
export { formatTaylor, type TaylorOptions, taylorTest, type TaylorVerdict } from './taylor-test.ts'
export { ulpsBetween } from './ulps.ts'
export { type VectorFunction } from './vector-checks/remembered-results.ts'
export { differentiateVector, type VectorDerivative } from './vector-checks/vector-derivative.ts'
