import { pathInLeaf } from './leaf.ts'
import { describe, isArrayLike, isMatrix, isObject, isVector } from './nodes.ts'

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
 * Reads a gradient of the shape of the template into out, a flat vector.
 *
 * @throws {RangeError | TypeError} where an entry is missing, extra, of the wrong length or not a number
 */
export const readGradient = (template: unknown, gradient: unknown, out: Float64Array): void =>
  readLike(template, gradient, 'gradient', out, { at: 0 })
