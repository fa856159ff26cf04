export { defineAssignment } from './define-assignment.ts'
export type { DeclaredProblem, Definition } from './definition.ts'
export { DefinitionError } from './definition-error.ts'
export { outlineOf } from './defined-outline.ts'
export type { Assignment, AssignmentOutline } from './assignment.ts'
export type { Change, DefinedMistake } from './defined-mistake.ts'
export type { Points } from './points.ts'
export {
  exact,
  matrix,
  number,
  tensor,
  vector,
  type Declared,
  type Tensor,
} from '../../properties/declared.ts'
export {
  binary,
  distribution,
  label,
  oneHot,
  probability,
  real,
  weight,
  whole,
  type NumberKind,
} from '../../properties/number-kinds.ts'
export type { Functions, ImplementationOf, ReferenceOf } from '../../properties/assigned.ts'
export { problems } from '../../properties/problems.ts'
export { agreement } from '../../properties/agreement.ts'
export { wellBehaved } from '../../properties/behaviour.ts'
export { descent } from '../../properties/descends.ts'
export { golden } from '../../properties/known-problem.ts'
export { finiteDifferenceAgreement } from '../../properties/loss-derivative.ts'
export { batchMean } from '../../properties/mean-of-samples.ts'
export { zeroGradientAtOptimum } from '../../properties/optimum.ts'
export { batchPermutation } from '../../properties/permuted-samples.ts'
export { scaling } from '../../properties/scaled.ts'
export type { DefinedProperty, Recipe } from '../../properties/defined-call.ts'
export type {
  Evidence,
  Outcome,
  Property,
  Quantities,
  Quantity,
} from '../../properties/property.ts'
export type { Matrix } from '../numpy/index.ts'
