/**
 * Parameters of any shape as one flat vector: numbers, vectors, typed arrays and matrices, and lists and objects of
 * them. A layout remembers the shape, so that a point of the vector becomes such parameters again, a gradient of the
 * same shape becomes a vector, and every entry has a path.
 */

import type { Leaf } from './leaf.ts'
import { describe, isMatrix, isNested, isVector } from './nodes.ts'
import { readGradient } from './read-gradient.ts'

export interface Layout {
  readonly values: Float64Array
  readonly leaves: readonly Leaf[]
  /** The parameters at a flat point, in memory of their own. */
  readonly build: (point: Float64Array) => unknown
  /**
   * A gradient as a flat vector.
   * @throws {RangeError | TypeError} where an entry is missing, extra, of the wrong length or not a number
   */
  readonly flatten: (gradient: unknown) => Float64Array
}

const within = (path: string, key: string | number) => {
  if (typeof key === 'number') return `${path || 'x'}[${key}]`
  return path === '' ? key : `${path}.${key}`
}

const spacingOf = (node: unknown) => (node instanceof Float32Array ? 2 ** -23 : Number.EPSILON)

type Visit = (leaf: Omit<Leaf, 'offset'>, entries: ArrayLike<number>) => void

/** Calls visit with every leaf, in the order of the flat vector. */
const walk = (node: unknown, path: string, around: readonly object[], visit: Visit): void => {
  if (typeof node === 'number') {
    visit({ path: path || 'x', length: 1, columns: -1, epsilon: Number.EPSILON }, [node])
  } else if (isVector(node)) {
    visit({ path: path || 'x', length: node.length, columns: 0, epsilon: spacingOf(node) }, node)
  } else if (isMatrix(node)) {
    const { columns, data } = node
    visit({ path: path || 'x', length: data.length, columns, epsilon: spacingOf(data) }, data)
  } else if (isNested(node)) {
    if (around.includes(node)) throw new TypeError(`${path} is what it stands in: x has no end`)
    const entries = Array.isArray(node) ? node.entries() : Object.entries(node)
    for (const [key, entry] of entries) walk(entry, within(path, key), [...around, node], visit)
  } else {
    throw new TypeError(
      `${path || 'x'} is ${ArrayBuffer.isView(node) ? `a ${node.constructor.name}` : describe(node)}: ` +
        'expected numbers, floating-point arrays, and lists and objects of them',
    )
  }
}

/** A copy of the template with the entries of the point, read from cursor.at on. */
const rebuild = (template: unknown, point: Float64Array, cursor: { at: number }): unknown => {
  const take = (length: number) => point.subarray(cursor.at, (cursor.at += length))
  if (typeof template === 'number') return take(1)[0]
  if (template instanceof Float32Array) return Float32Array.from(take(template.length))
  if (template instanceof Float64Array) return take(template.length).slice()
  if (isVector(template)) return Array.from(take(template.length))
  if (isMatrix(template)) {
    return { ...template, data: rebuild(template.data, point, cursor) }
  }
  if (Array.isArray(template)) return template.map((entry) => rebuild(entry, point, cursor))
  const copy = Object.create(Object.getPrototypeOf(template) as object | null) as object
  const entries = Object.entries(template as object)
  return Object.assign(
    copy,
    Object.fromEntries(entries.map(([name, entry]) => [name, rebuild(entry, point, cursor)])),
  )
}

/**
 * Reads parameters of any shape. The matrices of gradproof/numpy, { rows, columns, data }, count as matrices.
 *
 * @throws {TypeError} where x holds something that is not a floating-point number
 */
export const layoutOf = (x: unknown): Layout => {
  const leaves: Leaf[] = []
  const parts: ArrayLike<number>[] = []
  let size = 0
  walk(x, '', [], (leaf, entries) => {
    leaves.push({ ...leaf, offset: size })
    parts.push(entries)
    size += leaf.length
  })
  const values = new Float64Array(size)
  for (const [k, part] of parts.entries()) values.set(part, leaves[k].offset)
  return {
    values,
    leaves,
    build: (point) => rebuild(x, point, { at: 0 }),
    flatten: (gradient) => {
      const out = new Float64Array(size)
      readGradient(x, gradient, out)
      return out
    },
  }
}
