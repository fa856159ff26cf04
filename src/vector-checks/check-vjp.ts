import { expectOptions, isSingle, readPoint } from '../finite-difference/index.ts'
import { CHECK_OPTIONS } from '../gradient-check/index.ts'
import type { CheckOptions } from '../gradient-check/index.ts'
import { checkRow, judgeEntries } from './entry.ts'
import type { EntryVerdict } from './entry.ts'
import { innerProduct } from './inner-product.ts'
import { PROBE_OPTIONS, drawProbes } from './probes.ts'
import type { ProbeOptions } from './probes.ts'
import { readProduct } from './read-vector.ts'
import { readResults, rememberResults } from './remembered-results.ts'
import type { VectorFunction } from './remembered-results.ts'
import { repeatCall } from './repeat-call.ts'

/** Distance to a second point, relative to x, that is no number of few digits. */
const BESIDE = 2 ** -10 / 3

/**
 * Whether f returns numbers of single precision, at x and beside it, where double precision has further digits. Their
 * weighted sum is then to be rounded as they are: its steps are seen for what they are by the zeros at its end.
 */
const isSingleAround = (f: VectorFunction, x: Float64Array, origin: Float64Array) => {
  if (!isSingle(origin)) return { isSingleValued: false, calls: 0 }
  const largest = x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0) || 1
  const beside = x.map((entry) => entry + BESIDE * (Math.abs(entry) || largest))
  return { isSingleValued: isSingle(readResults(f(beside), origin.length)), calls: 1 }
}

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
  const point = readPoint(x)
  const origin = readResults(f(point.slice()))
  const probes = drawProbes(origin.length, options)
  const { isSingleValued, calls } = isSingleAround(f, point, origin)
  const round = isSingleValued ? Math.fround : Number
  const weigh: VectorFunction = (moved) => {
    const results = readResults(f(moved), origin.length)
    return probes.map((w) => round(innerProduct(w, results)))
  }
  const weighed = rememberResults(weigh, point)
  let doubt = repeatCall('f', (at) => readResults(f(at), origin.length), x, origin)
  const entries = probes.flatMap((w, k) => {
    const multiply = (at: Float64Array) => readProduct('vjp', vjp(at, w.slice()), x.length)
    const product = multiply(point.slice())
    doubt ??= repeatCall('the product', multiply, x, product)
    return checkRow(weighed, k, product, (column) => `w${k}[${column}]`, options)
  })
  return judgeEntries(entries, weighed.evaluations() + calls + 2, doubt)
}
