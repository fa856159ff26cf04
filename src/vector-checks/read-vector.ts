import { describe, isObject } from '../parameters/nodes.ts'

/** The vector as numbers of our own; TypeError where it is none, which the path says as one would write it: `f(x)`. */
export const readVector = (vector: unknown, path: string): Float64Array => {
  if (!isObject(vector) || typeof vector.length !== 'number') {
    throw new TypeError(`${path} is ${describe(vector)}: expected a vector`)
  }
  // by index and not by what is there: a hole is an entry too
  return Float64Array.from({ length: vector.length }, (_, i) => {
    const entry: unknown = vector[i]
    if (typeof entry === 'number') return entry
    throw new TypeError(`${path}[${i}] is ${describe(entry)}: expected a number`)
  })
}

/** What a product has an entry for. */
const COUNTED = { jvp: 'result of f', vjp: 'coordinate of x' } as const
const PATHS = { jvp: 'jvp(x, v)', vjp: 'vjp(x, w)' } as const

/** A product as numbers; TypeError where it is no vector, RangeError where its length is another. */
export const readProduct = (
  name: keyof typeof COUNTED,
  product: unknown,
  length?: number,
): Float64Array => {
  const read = readVector(product, PATHS[name])
  if (length === undefined || read.length === length) return read
  throw new RangeError(
    `${name}: expected ${length} entries, one for each ${COUNTED[name]}, received ${read.length}`,
  )
}
