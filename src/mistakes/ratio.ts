import { shortest } from './rounding.ts'

/** A number that was received beside the one expected, with the bound on their rounding errors. */
export interface Comparison {
  readonly received: number
  readonly expected: number
  readonly bound: number
  /** The size of the batch and the number of steps behind it. */
  readonly n: number
  readonly T: number
}

const units: readonly (readonly [name: string, (comparison: Comparison) => number])[] = [
  ['', () => 1],
  [' n', ({ n }) => n],
  ['/n', ({ n }) => 1 / n],
  [' T', ({ T }) => T],
  ['/T', ({ T }) => 1 / T],
]

/**
 * What the received numbers are in terms of the expected ones, if that is the same on all problems: "-1", "2 n",
 * "1/T".
 */
export function constantRatio(comparisons: readonly Comparison[]): string | null {
  const telling = comparisons.filter(({ expected, bound }) => Math.abs(expected) > bound)
  if (telling.length < 2) return null
  const best = telling.reduce((a, b) => (errorOf(b) < errorOf(a) ? b : a))
  for (const [name, unit] of units) {
    const factor = shortest(best.received / (best.expected * unit(best)), errorOf(best))
    // The quotient is off by one error of the best comparison, and its shortest form by another.
    const uncertainty = 2 * errorOf(best)
    if (comparisons.every((one) => isMultiple(one, factor * unit(one), uncertainty))) {
      return worded(factor, name)
    }
  }
  return null
}

/** What a number that is a constant multiple of the expected one is, as a sentence. */
export const multipleFact = (subject: string, ratio: string): string =>
  ratio === '0'
    ? `${subject} is 0 on every problem.`
    : `${subject} is ${ratio} times the expected value on every problem.`

function errorOf({ expected, bound }: Comparison): number {
  return bound / Math.abs(expected)
}

function isMultiple(
  { received, expected, bound }: Comparison,
  factor: number,
  uncertainty: number,
): boolean {
  const tolerance = Math.abs(factor) * (bound + uncertainty * Math.abs(expected))
  return Math.abs(received - factor * expected) <= tolerance
}

function worded(factor: number, unit: string): string {
  if (factor === 0) return '0'
  const value = Number(factor.toPrecision(6))
  return value === 1 && unit === ' n' ? 'n' : value === 1 && unit === ' T' ? 'T' : `${value}${unit}`
}
