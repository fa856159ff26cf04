import { describe, isArrayLike, isNested } from '../parameters/nodes.ts'

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

/**
 * All numbers in order. Throws TypeError where something else is found: a promise, a map and the like have no entries to
 * see, and would agree with any other.
 */
export const leavesOf = (value: unknown, path = ''): Leaf[] => {
  if (typeof value === 'number') return [{ path, value }]
  if (isArrayLike(value)) {
    return Array.from(value).flatMap((entry, i) => leavesOf(entry, `${path}[${i}]`))
  }
  if (!isNested(value)) {
    const advice = value instanceof Promise ? '; await it first' : ''
    throw new TypeError(
      `${path || 'the value'} is ${describe(value)}: expected numbers, or arrays and objects of them${advice}`,
    )
  }
  return Object.entries(value).flatMap(([key, entry]) =>
    leavesOf(entry, path === '' ? key : `${path}.${key}`),
  )
}
