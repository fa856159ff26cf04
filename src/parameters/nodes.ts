// What the nodes of parameters may be: numbers, arrays, matrices, lists and objects.

type Floats = Float64Array | Float32Array

interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly data: Floats
}

export const isObject = (node: unknown): node is Readonly<Record<string, unknown>> =>
  typeof node === 'object' && node !== null

const isFloats = (node: unknown): node is Floats =>
  node instanceof Float64Array || node instanceof Float32Array

export const isArrayLike = (node: unknown): node is ArrayLike<unknown> =>
  Array.isArray(node) || (ArrayBuffer.isView(node) && 'length' in node)

export const isVector = (node: unknown): node is ArrayLike<number> =>
  isFloats(node) || (Array.isArray(node) && node.every((entry) => typeof entry === 'number'))

export const isMatrix = (node: unknown): node is Matrix =>
  isObject(node) &&
  isFloats(node.data) &&
  typeof node.rows === 'number' &&
  typeof node.columns === 'number' &&
  node.rows * node.columns === node.data.length

/** Maps, sets, promises and the like keep what they hold where no field shows it. */
const isOpaque = (node: object): boolean =>
  Object.keys(node).length === 0 && ![Object.prototype, null].includes(Object.getPrototypeOf(node))

/** Lists and objects of further nodes. */
export const isNested = (node: unknown): node is object =>
  Array.isArray(node) || (isObject(node) && !ArrayBuffer.isView(node) && !isOpaque(node))

/** The class of an object; generators and the like have none, but a tag. */
const classOf = (node: object): string => {
  const name: unknown = node.constructor?.name
  if (typeof name === 'string' && name !== '') return name
  return Object.prototype.toString.call(node).slice('[object '.length, -1)
}

/** What a node is, for messages. */
export const describe = (node: unknown): string => {
  if (node === null || node === undefined) return String(node)
  if (isArrayLike(node)) return `an array of ${node.length}`
  if (typeof node !== 'object') return `of type ${typeof node}`
  return isOpaque(node) ? `a ${classOf(node)}` : 'an object'
}
