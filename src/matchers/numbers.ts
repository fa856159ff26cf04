/** A number, or arrays, typed arrays and objects of them. */
export type Numeric =
  | number
  | ArrayLike<number>
  | readonly Numeric[]
  | { readonly [key: string]: Numeric }

/** A number and where it stands, as one would write it: `states[2][0]`. */
export interface Leaf {
  readonly path: string
  readonly value: number
}

/** Arrays and typed arrays. */
export const isList = (value: object): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

/** All numbers in order. Throws TypeError where something else is found. */
export const leavesOf = (value: unknown, path = ''): Leaf[] => {
  if (typeof value === 'number') return [{ path, value }]
  if (typeof value !== 'object' || value === null) {
    const kind = value === null ? 'null' : `of type ${typeof value}`
    throw new TypeError(`${path || 'the value'} is ${kind}: expected a number`)
  }
  if (isList(value))
    return Array.from(value).flatMap((entry, i) => leavesOf(entry, `${path}[${i}]`))
  return Object.entries(value).flatMap(([key, entry]) =>
    leavesOf(entry, path === '' ? key : `${path}.${key}`),
  )
}
