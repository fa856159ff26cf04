import { expectDifferences, expectOptions, readPoint } from '../finite-difference/index.ts'
import { CHECK_OPTIONS } from '../gradient-check/index.ts'
import type { CheckOptions } from '../gradient-check/index.ts'
import { checkRow, judgeEntries } from './entry.ts'
import type { Entry, EntryVerdict } from './entry.ts'
import { PROBE_OPTIONS, drawDirections } from './probes.ts'
import type { ProbeOptions } from './probes.ts'
import { readProduct } from './read-vector.ts'
import { readResults, rememberResults } from './remembered-results.ts'
import type { VectorFunction } from './remembered-results.ts'
import { repeatCall } from './repeat-call.ts'

/** The options of f along v: s holds steps as fine as the coarsest coordinate does, as v moves all by a like share. */
const optionsAlong = (
  { spacing, noise, ...rest }: CheckOptions,
  pointAt: (s: number) => Float64Array,
): CheckOptions => ({
  ...rest,
  noise: typeof noise === 'function' ? ([s]) => noise(pointAt(s)) : noise,
  spacing: spacing === undefined ? undefined : [Math.max(...Array.from(spacing))],
})

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
  const centre = readPoint(x)
  expectDifferences(options, centre.length)
  const entries: Entry[] = []
  let evaluations = 0
  let doubt: string | undefined
  for (const [k, v] of drawDirections(centre, options).entries()) {
    // at 1 and not at 0, around which steps would shrink until they move x no more
    const pointAt = (s: number) => centre.map((entry, i) => entry + (s - 1) * v[i])
    const along: VectorFunction = ([s]) => f(pointAt(s))
    const own = optionsAlong(options, pointAt)
    const results = rememberResults(along, Float64Array.of(1))
    const { origin } = results
    const multiply = (point: Float64Array) =>
      readProduct('jvp', jvp(point, v.slice()), origin.length)
    const product = multiply(centre.slice())
    doubt ??=
      repeatCall('f', (point) => readResults(f(point), origin.length), centre, origin) ??
      repeatCall('the product', multiply, centre, product)
    for (const [row, entry] of product.entries()) {
      const [checked] = checkRow(results, row, [entry], () => `v${k}[${row}]`, own)
      entries.push({ ...checked, index: row })
    }
    evaluations += results.evaluations() + 1
  }
  return judgeEntries(entries, evaluations, doubt)
}
