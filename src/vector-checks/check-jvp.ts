import { judgeEntries } from './entry.ts'
import type { Entry, EntryVerdict } from './entry.ts'
import { expectOptions } from '../finite-difference/index.ts'
import { CHECK_OPTIONS, compareGradient } from '../gradient-check/index.ts'
import type { CheckOptions } from '../gradient-check/index.ts'
import { PROBE_OPTIONS, drawDirections } from './probes.ts'
import type { ProbeOptions } from './probes.ts'
import { repeatCall } from './repeat-call.ts'
import { differentiateVector } from './vector-derivative.ts'
import type { VectorFunction } from './vector-derivative.ts'

const readProduct = (product: ArrayLike<number>, results: number) => {
  if (product.length === results) return product
  throw new RangeError(
    `jvp: expected ${results} entries, one for each result of f, received ${product.length}`,
  )
}

/**
 * Checks a Jacobian-vector product (x, v) -> J v, m numbers, against the derivatives of s -> f(x + (s - 1) v) at s = 1 for
 * random v of n numbers. Paths count the probes: `v0[3]` is entry 3 of the product with the first of them.
 *
 * @throws {RangeError} where x is empty or not finite, or the product does not have m entries
 * @throws {TypeError} where f or the product returns something other than numbers, or an option is unknown
 */
export const checkJvp = (
  f: VectorFunction,
  jvp: (x: Float64Array, v: Float64Array) => ArrayLike<number>,
  x: ArrayLike<number>,
  options: CheckOptions & ProbeOptions = {},
): EntryVerdict => {
  expectOptions(options, { ...CHECK_OPTIONS, ...PROBE_OPTIONS })
  const centre = Float64Array.from(x)
  const entries: Entry[] = []
  let evaluations = 0
  let doubt: string | undefined
  for (const [k, v] of drawDirections(centre, options).entries()) {
    // at 1 and not at 0, around which steps would shrink until they move x no more
    const along: VectorFunction = ([s]) => f(centre.map((entry, i) => entry + (s - 1) * v[i]))
    const derivative = differentiateVector(along, [1], options)
    const multiply = (point: Float64Array) =>
      Float64Array.from(readProduct(jvp(point, v.slice()), derivative.rows.length))
    const product = multiply(centre.slice())
    evaluations += derivative.evaluations + 1
    doubt ??=
      repeatCall('f', f, centre, derivative.origin) ??
      repeatCall('the product', multiply, centre, product)
    for (const [row, slope] of derivative.rows.entries()) {
      const [coordinate] = compareGradient([product[row]], slope, options).coordinates
      entries.push({ ...coordinate, index: row, path: `v${k}[${row}]` })
    }
  }
  return judgeEntries(entries, evaluations, doubt)
}
