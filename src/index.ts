export {
  type CheckOptions,
  checkGradient,
  type Coordinate,
  type Sides,
  type Verdict,
} from './gradient-check.ts'
export {
  type Derivative,
  differentiate,
  type DifferentiateOptions,
  type Limit,
} from './finite-difference.ts'
export { type GradientOf, type Parameters } from './parameters.ts'
export { type Along, type Findings, type WrongBlock } from './many-parameters.ts'
