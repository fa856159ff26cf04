import { differentiation } from '../finite-difference/index.ts'
import type { Derivative, DifferentiateOptions } from '../finite-difference/index.ts'

/** A function of n numbers with m results. */
export type VectorFunction = (x: Float64Array) => ArrayLike<number>

export interface VectorDerivative {
  /** One derivative for each result of f: together the rows of the Jacobian, m x n. */
  readonly rows: readonly Derivative[]
  /** How often f was called. */
  readonly evaluations: number
}

const readResults = (results: ArrayLike<number>, expected: number | undefined) => {
  const count: unknown = (results as ArrayLike<number> | null | undefined)?.length
  if (typeof count !== 'number') {
    throw new TypeError(`f returned a value of type ${typeof results}: expected a vector`)
  }
  if (expected !== undefined && count !== expected) {
    throw new RangeError(`f returned ${count} results where it returned ${expected} at x`)
  }
  return Float64Array.from(results)
}

/** f with one coordinate of x moved, remembered: the outputs mostly ask for the same points. */
const rememberPoints = (f: VectorFunction, x: Float64Array) => {
  const known = new Map<string, Float64Array>()
  const results = (coordinate: number, position: number) => {
    const key = position === x[coordinate] ? 'x' : `${coordinate} ${position}`
    const before = known.get(key)
    if (before !== undefined) return before
    const point = x.slice()
    point[coordinate] = position
    const found = readResults(f(point), known.get('x')?.length)
    known.set(key, found)
    return found
  }
  return { results, known }
}

/**
 * All partial derivatives of a vector function, each with a bound on its error: every result is differentiated at
 * lengths of its own, and a point that two of them ask for is evaluated once.
 *
 * @throws {RangeError} where x is empty or not finite, or the number of results changes
 * @throws {TypeError} where f does not return a vector
 */
export const differentiateVector = (
  f: VectorFunction,
  x: ArrayLike<number>,
  options: DifferentiateOptions = {},
): VectorDerivative => {
  const point = Float64Array.from(x)
  const { results, known } = rememberPoints(f, point)
  const size = point.length === 0 ? 1 : results(0, point[0]).length
  const rows = Array.from({ length: size }, (_, row) => {
    const work = differentiation(point, options)
    let state = work.next()
    while (state.done !== true) {
      const { coordinates, positions } = state.value
      state = work.next(coordinates.map((i, k) => results(i, positions[k])[row]))
    }
    return state.value
  })
  return { rows, evaluations: known.size }
}
