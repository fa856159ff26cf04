import type { Verdict, WrongBlock } from '../gradient-check/index.ts'
import type { Entry, EntryVerdict } from '../vector-checks/entry.ts'
import { align } from './align.ts'
import { describePattern } from './ratio-pattern.ts'

/** Entries a message shows; what more there are is counted. */
const SHOWN = 8

/** Digits that the bound makes certain, and two more, which may differ. */
const toDigits = (value: number, errorBound: number) => {
  const certain = Math.ceil(Math.log10(Math.abs(value) / errorBound)) + 2
  return Number.isFinite(certain)
    ? value.toPrecision(Math.min(Math.max(certain, 6), 17))
    : String(value)
}

const toRow = ({ path, analytic, numeric, errorBound, status }: Entry) => [
  path,
  toDigits(analytic, errorBound),
  `${toDigits(numeric, errorBound)} ± ${errorBound.toExponential(1)}`,
  (analytic / numeric).toPrecision(6),
  status,
]

/** The worst entries as a table with what their ratios suggest, or why there is no verdict. */
export const describeEntries = (entries: readonly Entry[]): string => {
  const unsettled = entries.filter(({ status }) => status !== 'passed')
  const shown = (unsettled.length > 0 ? unsettled : entries).slice(0, SHOWN)
  const table = align([['path', 'analytic', 'numerical', 'ratio', ''], ...shown.map(toRow)])
  const left = unsettled.length - shown.length
  const more = left > 0 ? [`  and ${left} more`] : []
  const reasons = shown.flatMap((entry) =>
    entry.status === 'inconclusive' ? [`no verdict on ${entry.path}: ${entry.reason}`] : [],
  )
  return [table, ...more, ...describePattern(entries), ...reasons].join('\n')
}

const describeBlock = ({ path, ratio }: WrongBlock) =>
  Number.isNaN(ratio) ? `wrong: ${path}` : `wrong: ${path}, ratio ${ratio.toPrecision(6)}`

/** The reason for no verdict where it is that of no entry. */
const reasonBeside = (verdict: Verdict | EntryVerdict, entries: readonly Entry[]) => {
  if (verdict.status !== 'inconclusive') return []
  const { reason } = verdict
  const isSaid = entries.some(
    (entry) => entry.status === 'inconclusive' && reason.endsWith(entry.reason),
  )
  return isSaid ? [] : [reason]
}

/** The entries of a vector's check, and why nothing is decided where no entry says it. */
export const describeEntryVerdict = (verdict: EntryVerdict): string =>
  [describeEntries(verdict.entries), ...reasonBeside(verdict, verdict.entries)].join('\n')

/** The whole verdict: entries, blocks of many parameters, what f and the gradient do, and why nothing is decided. */
export const describeVerdict = (verdict: Verdict): string => {
  const { coordinates, search, notes } = verdict
  const entries = coordinates.length > 0 ? [describeEntries(coordinates)] : []
  const blocks = search?.blocks.map(describeBlock) ?? []
  const reasons = reasonBeside(verdict, coordinates)
  const further = notes.filter((note) => !reasons.includes(note))
  return [...entries, ...blocks, ...reasons, ...further].join('\n')
}
