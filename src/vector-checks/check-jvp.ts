import { judgeEntries } from './entry.ts'
import type { Entry, EntryVerdict } from './entry.ts'
import { compareGradient } from '../gradient-check/index.ts'
import type { CheckOptions } from '../gradient-check/index.ts'
import { drawDirections } from './probes.ts'
import type { ProbeOptions } from './probes.ts'
import { differentiateVector } from './vector-derivative.ts'
import type { VectorFunction } from './vector-derivative.ts'

const readProduct = (product: ArrayLike<number>, results: number) => {
  if (product.length === results) return product
  throw new RangeError(
    `jvp: expected ${results} entries, one for each result of f, received ${product.length}`,
  )
}

/**
 * Checks a Jacobian-vector product (x, v) -> J v, m numbers, against the derivatives of s -> f(x + s v) at s = 0 for
 * random v of n numbers. Paths count the probes: `v0[3]` is entry 3 of the product with the first of them.
 *
 * @throws {RangeError} where x is empty or not finite, or the product does not have m entries
 * @throws {TypeError} where f or the product returns something other than numbers
 */
export const checkJvp = (
  f: VectorFunction,
  jvp: (x: Float64Array, v: Float64Array) => ArrayLike<number>,
  x: ArrayLike<number>,
  options: CheckOptions & ProbeOptions = {},
): EntryVerdict => {
  const centre = Float64Array.from(x)
  const entries: Entry[] = []
  let evaluations = 0
  for (const [k, v] of drawDirections(centre, options).entries()) {
    const along: VectorFunction = ([s]) => f(centre.map((entry, i) => entry + s * v[i]))
    const derivative = differentiateVector(along, [0], options)
    const product = readProduct(jvp(centre.slice(), v.slice()), derivative.rows.length)
    evaluations += derivative.evaluations
    for (const [row, slope] of derivative.rows.entries()) {
      const [coordinate] = compareGradient([product[row]], slope, options).coordinates
      entries.push({ ...coordinate, index: row, path: `v${k}[${row}]` })
    }
  }
  return judgeEntries(entries, evaluations)
}
