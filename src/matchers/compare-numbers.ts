import { printable } from '../printable.ts'
import { ulpsBetween } from '../ulps.ts'
import { align } from './align.ts'
import { leavesOf } from './numbers.ts'
import type { Leaf } from './numbers.ts'

/** What is allowed between two numbers: one or the other suffices. */
export interface Tolerance {
  /** Doubles from one to the other. */
  readonly ulps?: number
  /** Absolute difference, from an error bound: one for all numbers, or one for each in their order. */
  readonly errorBound?: number | ArrayLike<number>
}

interface Gap {
  readonly path: string
  readonly received: number
  readonly expected: number
  readonly ulps: number
  readonly isAllowed: boolean
}

/** Entries a message shows; what more there are is counted. */
const SHOWN = 8

/** Refuses what is no distance: RangeError. */
export const expectUlps = (ulps: unknown): void => {
  if (typeof ulps === 'number' && ulps >= 0) return
  throw new RangeError(
    `ulps is ${printable(String(ulps))}: expected a number from 0, the doubles allowed between`,
  )
}

const readTolerance = ({ ulps = 0, errorBound = 0 }: Tolerance) => {
  expectUlps(ulps)
  const bound = (k: number) => (typeof errorBound === 'number' ? errorBound : errorBound[k])
  return { allowed: ulps, bound }
}

const pathsOf = (leaves: readonly Leaf[]) => new Set(leaves.map(({ path }) => path))

const describeShape = (received: readonly Leaf[], expected: readonly Leaf[]) => {
  const own = pathsOf(received)
  const wanted = pathsOf(expected)
  const missing = expected.find(({ path }) => !own.has(path))
  if (missing !== undefined) return `${missing.path || 'the number'} is missing`
  const extra = received.find(({ path }) => !wanted.has(path))
  return extra === undefined ? undefined : `${extra.path || 'the number'} is not expected`
}

const toTable = (gaps: readonly Gap[]) => {
  const rows = gaps
    .slice(0, SHOWN)
    .map(({ path, received, expected, ulps }) => [
      path || '(value)',
      String(received),
      String(expected),
      String(ulps),
    ])
  const left = gaps.length - rows.length
  const more = left > 0 ? `\n  and ${left} more` : ''
  return `${align([['path', 'received', 'expected', 'ulps'], ...rows])}${more}`
}

/** Undefined where every number is within the tolerance, otherwise what differs, the worst first. */
export const describeDifference = (
  received: unknown,
  expected: unknown,
  tolerance: Tolerance,
): string | undefined => {
  const { allowed, bound } = readTolerance(tolerance)
  const own = leavesOf(received)
  const wanted = leavesOf(expected)
  const shape = describeShape(own, wanted)
  if (shape !== undefined) return shape
  const places = new Map(own.map(({ path, value }) => [path, value]))
  const gaps = wanted.map(({ path, value }, k): Gap => {
    const found = places.get(path) ?? NaN
    const ulps = ulpsBetween(found, value)
    const isAllowed = ulps <= allowed || Math.abs(found - value) <= bound(k)
    return { path, received: found, expected: value, ulps, isAllowed }
  })
  const wrong = gaps
    .filter(({ isAllowed }) => !isAllowed)
    .toSorted((a, b) => (a.ulps === b.ulps ? 0 : b.ulps - a.ulps))
  if (wrong.length === 0) return undefined
  return `${wrong.length} of ${gaps.length} numbers differ\n${toTable(wrong)}`
}
