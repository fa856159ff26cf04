import type { Points } from '../gradient-check/index.ts'
import { readVector } from './read-vector.ts'

/** A function of n numbers with m results. */
export type VectorFunction = (x: Float64Array) => ArrayLike<number>

/** The results of f at x and at points around it. */
export interface RememberedResults {
  readonly x: Float64Array
  /** The m results at x. */
  readonly origin: Float64Array
  /** Answers with one result of f at each of some points. */
  readonly valuesOf: (row: number) => (points: Points) => Float64Array
  /** How often f was called so far. */
  readonly evaluations: () => number
}

/** The results of f; TypeError where they are no numbers, RangeError where they are not as many as at x. */
export const readResults = (results: unknown, expected?: number): Float64Array => {
  const read = readVector(results, 'f(x)')
  if (expected === undefined || read.length === expected) return read
  throw new RangeError(`f returned ${read.length} results where it returned ${expected} at x`)
}

/** f around x. Points that differ from x in one coordinate are evaluated once: the results mostly ask for the same ones. */
export const rememberResults = (f: VectorFunction, x: Float64Array): RememberedResults => {
  const origin = readResults(f(x.slice()))
  const known = new Map([['x', origin]])
  let unshared = 0
  const isMoved = (entry: number, i: number) => entry !== x[i]
  const resultsAt = (point: Float64Array) => {
    const moved = point.findIndex(isMoved)
    if (moved !== point.findLastIndex(isMoved)) {
      unshared++
      return readResults(f(point), origin.length)
    }
    const key = moved < 0 ? 'x' : `${moved} ${point[moved]}`
    const found = known.get(key) ?? readResults(f(point), origin.length)
    known.set(key, found)
    return found
  }
  const valuesOf =
    (row: number) =>
    ({ count, place }: Points) => {
      const values = new Float64Array(count)
      for (let k = 0; k < count; k++) {
        const point = new Float64Array(x.length)
        place(k, point)
        values[k] = resultsAt(point)[row]
      }
      return values
    }
  return { x, origin, valuesOf, evaluations: () => known.size + unshared }
}
