/** What a check finds out about f and its gradient besides the gradient: whether they are functions of x at all. */
import type { Work } from './work.ts'

/** One call of the gradient at x. */
export interface GradientCall {
  /** What came back; undefined where it was written into the caller's buffer. */
  readonly returned: unknown
  readonly values: Float64Array
  /** x after the call. */
  readonly after: Float64Array
}

/** One call of f at x. */
export interface ValueCall {
  readonly value: number
  /** x after the call. */
  readonly after: Float64Array
}

/** What came of calling the gradient twice at one point. */
export interface Repetition {
  /** Entry that differs between two calls, and the largest difference there. */
  readonly difference?: { readonly index: number; readonly spread: number }
  /** First coordinate of x that a call has changed, -1 where none was. */
  readonly changed: number
  /** Both calls returned the same memory. */
  readonly isReused: boolean
}

/** What came of calling f once more at the end. */
export interface Recurrence {
  /** Largest difference to f(x) as it was at first; 0 where the two agree bit for bit. */
  readonly spread: number
  readonly changed: number
  readonly calls: number
}

/** Calls behind a spread that is reported. */
const CALLS = 5

const firstDifference = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i
  return -1
}

/** Distance of two values, one of which is not the other: the least number between 0 and -0, Infinity from a number to NaN. */
const distance = (a: number, b: number) => {
  const gap = Math.abs(a - b)
  return Number.isNaN(gap) ? Infinity : gap || Number.MIN_VALUE
}

/**
 * Asks for the gradient once more after f was called at other points, so that what the two share shows; five times in all
 * where the calls differ.
 */
export function* repeatGradient(
  x: Float64Array,
  first: GradientCall,
): Work<Repetition, void, GradientCall> {
  const second = yield
  const index = firstDifference(first.values, second.values)
  const runs = [first, second]
  if (index >= 0) for (let k = 2; k < CALLS; k++) runs.push(yield)
  const changed = Math.max(...runs.map(({ after }) => firstDifference(x, after)))
  const isReused = typeof first.returned === 'object' && first.returned === second.returned
  if (index < 0) return { changed, isReused }
  const spread = Math.max(...runs.map(({ values }) => distance(first.values[index], values[index])))
  return { difference: { index, spread }, changed, isReused }
}

/** Asks for f(x) after all else, several times where it is not what it was. */
export function* repeatValue(x: Float64Array, origin: number): Work<Recurrence, void, ValueCall> {
  let calls = 0
  let spread = 0
  let changed = -1
  do {
    const { value, after } = yield
    calls++
    changed = Math.max(changed, firstDifference(x, after))
    if (Object.is(value, origin)) break
    spread = Math.max(spread, distance(value, origin))
  } while (calls < CALLS - 1)
  return { spread, changed, calls }
}

/** What makes a pass doubtful, in words. */
export const doubtsOf = (
  gradient: Repetition,
  value: Recurrence,
  path: (index: number) => string,
): string[] => {
  const { difference } = gradient
  const doubts: string[] = []
  if (value.changed >= 0) doubts.push(`f changed ${path(value.changed)}`)
  if (gradient.changed >= 0) doubts.push(`the gradient changed ${path(gradient.changed)}`)
  if (difference !== undefined) {
    const entry = `${path(difference.index)} by ${difference.spread.toPrecision(2)}`
    doubts.push(`the gradient is nondeterministic: two calls at the same x differ at ${entry}`)
  }
  return doubts
}
