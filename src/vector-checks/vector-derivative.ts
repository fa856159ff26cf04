import { differentiation, readPoint } from '../finite-difference/index.ts'
import type { Derivative, DifferentiateOptions } from '../finite-difference/index.ts'
import { complete, pointsOfBatch, translate } from '../gradient-check/index.ts'
import { rememberResults } from './remembered-results.ts'
import type { VectorFunction } from './remembered-results.ts'

export interface VectorDerivative {
  /** One derivative for each result of f: together the rows of the Jacobian, m x n. */
  readonly rows: readonly Derivative[]
  /** The results of f at x. */
  readonly origin: Float64Array
  /** How often f was called. */
  readonly evaluations: number
}

/**
 * All partial derivatives of a vector function, each with a bound on its error: every result is differentiated at
 * lengths of its own, and a point that two of them ask for is evaluated once.
 *
 * @throws {RangeError} where x is empty or not finite, or the number of results changes
 * @throws {TypeError} where f does not return a vector of numbers
 */
export const differentiateVector = (
  f: VectorFunction,
  x: ArrayLike<number>,
  options: DifferentiateOptions = {},
): VectorDerivative => {
  const results = rememberResults(f, readPoint(x))
  const rows = Array.from(results.origin, (_, row) => {
    const work = translate(differentiation(results.x, options), pointsOfBatch(results.x))
    return complete(work, results.valuesOf(row))
  })
  return { rows, origin: results.origin, evaluations: results.evaluations() }
}
