import { expectDifferences, readPoint } from '../finite-difference/index.ts'
import { type Layout, layoutOf } from '../parameters/layout.ts'
import { pathAt } from '../parameters/leaf.ts'
import { checkDirections } from './check-directions.ts'
import type { CheckOptions } from './options.ts'
import { doubtsOf } from './preflight.ts'
import type { Recurrence, Repetition } from './preflight.ts'
import { summarise } from './verdict.ts'
import type { Examined, Verdict } from './verdict.ts'
import { walkCoordinates } from './walk-coordinates.ts'
import { counted } from './work.ts'
import type { Evaluation } from './work.ts'

/** Coordinates that are walked one by one, at some 30 evaluations each, unless the caller sets another number. */
const WALKED = 1000

/** A number that no gradient has by chance, and another: a buffer is filled with them in turn. */
const FILLINGS = [NaN, 7.25e201]

/** x as the functions under test want it, and as the check does: a flat vector. */
export interface Subject extends Layout {
  /** x is a vector, which the functions receive as a Float64Array. */
  readonly isVector: boolean
}

const isVector = (x: unknown): x is ArrayLike<number> =>
  (ArrayBuffer.isView(x) && 'length' in x) ||
  (Array.isArray(x) && x.every((entry) => typeof entry === 'number'))

export const readSubject = (x: unknown): Subject =>
  isVector(x) ? { ...layoutOf(readPoint(x)), isVector: true } : { ...layoutOf(x), isVector: false }

/** What a function has left of the parameters that it was handed, as a flat vector. */
export const flattenAfter = (subject: Subject, parameters: unknown): Float64Array =>
  subject.isVector ? (parameters as Float64Array) : layoutOf(parameters).values

/** Fills the buffer of a gradient that is written into one, each time with other numbers. */
export const fillerOf = (into: CheckOptions['into']) => {
  let call = 0
  return () => into?.fill(FILLINGS[call++ % FILLINGS.length])
}

/** Judges the gradient by values of f. */
export function* examine(
  { values, leaves, isVector }: Subject,
  analytic: Float64Array,
  options: CheckOptions,
): Evaluation<Examined> {
  expectDifferences(options, values.length)
  if (values.length > (options.walkUpTo ?? WALKED)) {
    return yield* checkDirections(values, analytic, leaves, options)
  }
  const tally = { evaluations: 0 }
  const spacing = isVector
    ? undefined
    : leaves.flatMap(({ length, epsilon }) => Array.from({ length }, () => epsilon))
  const path = (index: number) => pathAt(leaves, index)
  const walk = walkCoordinates(values, analytic, path, { spacing, ...options })
  const { coordinates, origin } = yield* counted(walk, tally)
  return { verdict: summarise(coordinates, tally.evaluations, []), origin }
}

const REUSED =
  'the gradient returns the same memory every time: an earlier result changes with a later one'

/** The verdict in the light of what the functions do besides being functions of x. */
export const conclude = (
  { leaves }: Subject,
  { verdict }: Examined,
  gradient: Repetition,
  value: Recurrence,
): Verdict => {
  const doubts = doubtsOf(gradient, value, (index) => pathAt(leaves, index))
  const notes = gradient.isReused ? [...doubts, REUSED] : doubts
  const found = { ...verdict, evaluations: verdict.evaluations + value.calls, notes }
  if (value.spread > 0) {
    const spread = `values at the same x differ by ${value.spread.toPrecision(2)}`
    return { ...found, status: 'inconclusive', reason: `f is nondeterministic: ${spread}` }
  }
  if (found.status !== 'passed' || doubts.length === 0) return found
  return { ...found, status: 'inconclusive', reason: doubts[0] }
}
