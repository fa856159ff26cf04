import { checkJacobian } from './check-jacobian.ts'
import type { JacobianMatrix } from './check-jacobian.ts'
import type { EntryVerdict } from './entry.ts'
import type { CheckOptions } from '../gradient-check/index.ts'
import type { VectorFunction } from './remembered-results.ts'

/**
 * Checks a Hessian, n x n, as the Jacobian of a gradient that has itself been checked: differences of a gradient are
 * sharper by half of the digits than second differences of its function. A product of the Hessian with a vector is
 * checked in the same way by `checkJvp(gradient, hessianVectorProduct, x)`.
 *
 * @throws {RangeError} where x is empty or not finite, or the Hessian is not n x n
 * @throws {TypeError} where either returns something other than numbers, or an option is unknown
 */
export const checkHessian = (
  gradient: VectorFunction,
  hessian: (x: Float64Array) => JacobianMatrix,
  x: ArrayLike<number>,
  options: CheckOptions = {},
): EntryVerdict => checkJacobian(gradient, hessian, x, options)
