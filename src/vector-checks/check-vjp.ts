import { judgeEntries, toEntries } from './entry.ts'
import type { EntryVerdict } from './entry.ts'
import { expectOptions } from '../finite-difference/index.ts'
import { CHECK_OPTIONS, compareGradient } from '../gradient-check/index.ts'
import type { CheckOptions } from '../gradient-check/index.ts'
import { innerProduct } from './inner-product.ts'
import { PROBE_OPTIONS, drawProbes } from './probes.ts'
import type { ProbeOptions } from './probes.ts'
import { repeatCall } from './repeat-call.ts'
import { differentiateVector } from './vector-derivative.ts'
import type { VectorFunction } from './vector-derivative.ts'

/**
 * Checks a vector-Jacobian product (x, w) -> J^T w, n numbers, against the derivatives of <w, f(x)> for random w of m
 * numbers. Paths count the probes: `w0[3]` is entry 3 of the product with the first of them.
 *
 * @throws {RangeError} where x is empty or not finite, or the product does not have n entries
 * @throws {TypeError} where f or the product returns something other than numbers, or an option is unknown
 */
export const checkVjp = (
  f: VectorFunction,
  vjp: (x: Float64Array, w: Float64Array) => ArrayLike<number>,
  x: ArrayLike<number>,
  options: CheckOptions & ProbeOptions = {},
): EntryVerdict => {
  expectOptions(options, { ...CHECK_OPTIONS, ...PROBE_OPTIONS })
  const origin = Float64Array.from(f(Float64Array.from(x)))
  const probes = drawProbes(origin.length, options)
  const weigh: VectorFunction = (point) => {
    const results = f(point)
    return probes.map((w) => innerProduct(w, results))
  }
  const { rows, evaluations } = differentiateVector(weigh, x, options)
  let doubt = repeatCall('f', f, x, origin)
  const entries = rows.flatMap((derivative, k) => {
    const multiply = (point: Float64Array) => Float64Array.from(vjp(point, probes[k].slice()))
    const product = multiply(Float64Array.from(x))
    doubt ??= repeatCall('the product', multiply, x, product)
    const { coordinates } = compareGradient(product, derivative, options)
    return toEntries(coordinates, (column) => `w${k}[${column}]`)
  })
  return judgeEntries(entries, evaluations + 2, doubt)
}
