/**
 * Parameters of any shape as one flat vector: numbers, vectors, typed arrays and matrices, and lists and objects of
 * them. A layout remembers the shape, so that a point of the vector becomes such parameters again, a gradient of the
 * same shape becomes a vector, and every entry has a path.
 */

/** What parameters may be made of. */
export type Parameters =
  | number
  | ArrayLike<number>
  | readonly Parameters[]
  | { readonly [name: string]: Parameters }

/** A gradient with respect to P: the same structure, any array-like where P has an array of numbers. */
export type GradientOf<P> = P extends number
  ? number
  : P extends ArrayLike<number>
    ? ArrayLike<number>
    : { readonly [K in keyof P]: GradientOf<P[K]> }

/** A run of entries that stand in one array, matrix or number. */
export interface Leaf {
  readonly path: string
  /** Index of its first entry in the flat vector. */
  readonly offset: number
  readonly length: number
  /** Columns of a matrix, 0 for what has one dimension, -1 for a number. */
  readonly columns: number
  /** Distance of neighbouring numbers that it holds, relative to them. */
  readonly epsilon: number
}

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

type Floats = Float64Array | Float32Array

interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly data: Floats
}

const isObject = (node: unknown): node is Readonly<Record<string, unknown>> =>
  typeof node === 'object' && node !== null

const isFloats = (node: unknown): node is Floats =>
  node instanceof Float64Array || node instanceof Float32Array

const isArrayLike = (node: unknown): node is ArrayLike<unknown> =>
  Array.isArray(node) || (ArrayBuffer.isView(node) && 'length' in node)

const isVector = (node: unknown): node is ArrayLike<number> =>
  isFloats(node) || (Array.isArray(node) && node.every((entry) => typeof entry === 'number'))

const isMatrix = (node: unknown): node is Matrix =>
  isObject(node) &&
  isFloats(node.data) &&
  typeof node.rows === 'number' &&
  typeof node.columns === 'number' &&
  node.rows * node.columns === node.data.length

const within = (path: string, key: string | number) => {
  if (typeof key === 'number') return `${path || 'x'}[${key}]`
  return path === '' ? key : `${path}.${key}`
}

const describe = (node: unknown) => {
  if (node === null || node === undefined) return String(node)
  if (isArrayLike(node)) return `an array of ${node.length}`
  return typeof node === 'object' ? 'an object' : `of type ${typeof node}`
}

const spacingOf = (node: unknown) => (node instanceof Float32Array ? 2 ** -23 : Number.EPSILON)

/** Calls visit with every leaf, in the order of the flat vector. */
const walk = (
  node: unknown,
  path: string,
  visit: (leaf: Omit<Leaf, 'offset'>, entries: ArrayLike<number>) => void,
): void => {
  if (typeof node === 'number') {
    visit({ path: path || 'x', length: 1, columns: -1, epsilon: Number.EPSILON }, [node])
  } else if (isVector(node)) {
    visit({ path: path || 'x', length: node.length, columns: 0, epsilon: spacingOf(node) }, node)
  } else if (isMatrix(node)) {
    const { columns, data } = node
    visit({ path: path || 'x', length: data.length, columns, epsilon: spacingOf(data) }, data)
  } else if (Array.isArray(node)) {
    for (const [k, entry] of node.entries()) walk(entry, within(path, k), visit)
  } else if (isObject(node) && !ArrayBuffer.isView(node)) {
    for (const [name, entry] of Object.entries(node)) walk(entry, within(path, name), visit)
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

const readNumber = (entry: unknown, path: string) => {
  if (typeof entry === 'number') return entry
  throw new TypeError(`${path} is ${describe(entry)}: expected a number`)
}

const readArray = (node: unknown, length: number, path: string): ArrayLike<unknown> => {
  const received = isObject(node) && typeof node.length === 'number' ? node.length : undefined
  if (received === length) return node as object as ArrayLike<unknown>
  throw new RangeError(
    `${path}: expected ${length} entries, one for each coordinate of x, received ` +
      (received ?? (node === undefined ? 'none' : describe(node))),
  )
}

const pathInLeaf = ({ path, columns }: Pick<Leaf, 'path' | 'columns'>, k: number) => {
  if (columns < 0) return path
  return columns === 0 ? `${path}[${k}]` : `${path}[${Math.floor(k / columns)}][${k % columns}]`
}

const readEntries = (
  entries: ArrayLike<unknown>,
  leaf: { path: string; columns: number },
  out: number[] | Float64Array,
  cursor: { at: number },
) => {
  for (let k = 0; k < entries.length; k++) {
    const entry = entries[k]
    out[cursor.at++] = typeof entry === 'number' ? entry : readNumber(entry, pathInLeaf(leaf, k))
  }
}

/** Reads a gradient along the template into out. */
const readLike = (
  template: unknown,
  node: unknown,
  path: string,
  out: Float64Array,
  cursor: { at: number },
): void => {
  if (typeof template === 'number') {
    out[cursor.at++] = readNumber(node, path)
  } else if (isMatrix(template)) {
    const { rows, columns } = template
    const own = isMatrix(node) ? node : undefined
    if (own !== undefined && (own.rows !== rows || own.columns !== columns)) {
      throw new RangeError(
        `${path}: expected a ${rows} x ${columns} matrix, received ${own.rows} x ${own.columns}`,
      )
    }
    const data = readArray(own?.data ?? node, rows * columns, path)
    readEntries(data, { path, columns }, out, cursor)
  } else if (isVector(template)) {
    readEntries(readArray(node, template.length, path), { path, columns: 0 }, out, cursor)
  } else if (Array.isArray(template)) {
    const entries = readArray(node, template.length, path)
    for (const [k, entry] of template.entries()) {
      readLike(entry, entries[k], `${path}[${k}]`, out, cursor)
    }
  } else {
    readNamed(template as object, node, path, out, cursor)
  }
}

const readNamed = (
  template: object,
  node: unknown,
  path: string,
  out: Float64Array,
  cursor: { at: number },
) => {
  const names = Object.keys(template)
  if (!isObject(node) || isArrayLike(node)) {
    throw new TypeError(`${path} is ${describe(node)}: expected an object with ${names.join(', ')}`)
  }
  const missing = names.find((name) => node[name] === undefined)
  if (missing !== undefined) throw new RangeError(`${path}.${missing} is missing: x has it`)
  const extra = Object.keys(node).find((name) => !(name in template))
  if (extra !== undefined) throw new RangeError(`${path}.${extra} is extra: x has no ${extra}`)
  for (const [name, entry] of Object.entries(template)) {
    readLike(entry, node[name], `${path}.${name}`, out, cursor)
  }
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
  walk(x, '', (leaf, entries) => {
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
      readLike(x, gradient, 'gradient', out, { at: 0 })
      return out
    },
  }
}

/** The leaf in which the entry at a flat index stands. */
export const leafAt = (leaves: readonly Leaf[], index: number): Leaf => {
  let low = 0
  let high = leaves.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (leaves[middle].offset <= index) low = middle
    else high = middle - 1
  }
  return leaves[low]
}

/** Where an entry of the flat vector stands: `layers[2].W[0][3]`. */
export const pathAt = (leaves: readonly Leaf[], index: number): string => {
  const leaf = leafAt(leaves, index)
  return pathInLeaf(leaf, index - leaf.offset)
}
