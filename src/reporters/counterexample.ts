import type { CounterexampleReport, JsonQuantity } from '../report.ts'
import { table } from './table.ts'

/** More rows are nothing to work through by hand; the json reporter has them whole. */
const mostRows = 12

/** A sequence is worked through step by step: the longest that laws ask for has 30, and the state before them. */
const longestSequence = 31

const isTooLong = (list: readonly JsonQuantity[]): boolean =>
  list.length > (list.some(Array.isArray) ? mostRows : longestSequence)

const isLong = (quantity: JsonQuantity): boolean =>
  Array.isArray(quantity) && (isTooLong(quantity) || quantity.some((entry) => isLong(entry)))

function brief(quantity: JsonQuantity): string {
  if (!Array.isArray(quantity)) return String(quantity)
  if (isTooLong(quantity)) return `(${quantity.length} entries)`
  return `[${quantity.map((entry) => brief(entry)).join(', ')}]`
}

/** Whether it is a problem that nobody would work through by hand. */
export const isLarge = ({ input }: CounterexampleReport): boolean =>
  Object.values(input).some(isLong)

/** The problem in one line. */
export const inputOf = ({ input }: CounterexampleReport): string =>
  Object.entries(input)
    .map(([name, value]) => `${name} = ${brief(value)}`)
    .join(', ')

export const simplifications = ({ shrinks }: CounterexampleReport): string =>
  shrinks === 1 ? '1 simplification' : `${shrinks} simplifications`

/** The problem, and the table to work through. */
export function counterexampleLines(example: CounterexampleReport): string[] {
  const lines = [`smallest problem (after ${simplifications(example)}): ${inputOf(example)}`]
  const { table: steps } = example
  if (steps) lines.push(`${steps.caption}:`, ...table(steps).map((line) => `  ${line}`))
  return lines
}
