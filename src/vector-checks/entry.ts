import { complete, readGradient, walkCoordinates } from '../gradient-check/index.ts'
import type { CheckOptions, Coordinate } from '../gradient-check/index.ts'
import type { RememberedResults } from './remembered-results.ts'

/** One number of an analytic result beside its numerical derivative; `path` says where it stands. */
export type Entry = Coordinate

/** What a vector-valued check found: failed where an entry failed, otherwise inconclusive where one is. */
export type EntryVerdict = {
  /** Worst first: failed, inconclusive, passed, and among equals by gap over bound. */
  readonly entries: readonly Entry[]
  /** How often the checked function was called. */
  readonly evaluations: number
} & (
  | { readonly status: 'passed' | 'failed' }
  | { readonly status: 'inconclusive'; readonly reason: string }
)

const severity = { failed: 0, inconclusive: 1, passed: 2 } as const

/** How far a gap goes beyond what the bound explains; a NaN counts as the farthest, two equal numbers as none. */
const excessOf = ({ analytic, numeric, errorBound }: Entry) => {
  if (analytic === numeric) return 0
  const excess = Math.abs(analytic - numeric) / errorBound
  return Number.isNaN(excess) ? Infinity : excess
}

const worstFirst = (a: Entry, b: Entry) => {
  const [first, second] = [excessOf(a), excessOf(b)]
  return severity[a.status] - severity[b.status] || (first === second ? 0 : second - first)
}

/** Sorts the entries and takes the verdict of the worst; a doubt about the functions themselves leaves no pass. */
export const judgeEntries = (
  found: readonly Entry[],
  evaluations: number,
  doubt: string | undefined,
): EntryVerdict => {
  const entries = found.toSorted(worstFirst)
  const [worst] = entries
  if (worst?.status === 'inconclusive') {
    const reason = `${worst.path}: ${worst.reason}`
    return { status: 'inconclusive', reason, entries, evaluations }
  }
  if (worst?.status === 'failed' || doubt === undefined) {
    return { status: worst?.status ?? 'passed', entries, evaluations }
  }
  return { status: 'inconclusive', reason: doubt, entries, evaluations }
}

/** One result of f against its analytic derivatives, coordinate by coordinate as a gradient is checked. */
export const checkRow = (
  { x, valuesOf }: RememberedResults,
  row: number,
  analytic: ArrayLike<number>,
  pathOf: (index: number) => string,
  options: CheckOptions,
): readonly Entry[] => {
  const work = walkCoordinates(x, readGradient(analytic, x.length), pathOf, options)
  return complete(work, valuesOf(row)).coordinates
}
