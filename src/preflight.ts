/** What a check finds out about f and its gradient before it trusts them: whether they are functions of x at all. */

/** What came of calling a function twice at one point. */
export interface Repetition {
  readonly first: Float64Array
  /** Largest difference between the values of two calls, by entry; 0 where they agree bit for bit. */
  readonly spread: Float64Array
  /** First entry that differs, -1 where none does. */
  readonly differs: number
  /** First coordinate of x that a call has changed, -1 where none was. */
  readonly changed: number
  /** Both calls returned the same memory. */
  readonly isReused: boolean
}

/** Calls behind a spread that is reported. */
const CALLS = 5

const firstDifference = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i
  return -1
}

/** Distance of two values: 0 between the same bits, Infinity between a number and NaN. */
const distance = (a: number, b: number) => {
  if (Object.is(a, b)) return 0
  const gap = Math.abs(a - b)
  return Number.isNaN(gap) ? Infinity : gap
}

/**
 * Calls a function at fresh copies of x until two calls are compared, or five where those two differ.
 *
 * @param call returns what the function returned and the same as numbers
 */
export const repeat = (
  call: (x: Float64Array) => { readonly returned: unknown; readonly values: Float64Array },
  x: Float64Array,
): Repetition => {
  const run = () => {
    const copy = x.slice()
    const { returned, values } = call(copy)
    return { returned, values: values.slice(), changed: firstDifference(x, copy) }
  }
  const first = run()
  const second = run()
  const differs = firstDifference(first.values, second.values)
  const runs = [first, second]
  if (differs >= 0) for (let k = 2; k < CALLS; k++) runs.push(run())
  const spread = first.values.map((value, i) =>
    Math.max(...runs.map(({ values }) => distance(value, values[i]))),
  )
  const isReused = typeof first.returned === 'object' && first.returned === second.returned
  const changed = Math.max(...runs.map(({ changed }) => changed))
  return { first: first.values, spread, differs, changed, isReused }
}
