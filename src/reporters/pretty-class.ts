import { styleText } from 'node:util'
import type { Alike, ClassReport } from '../class-report.ts'
import type { Report, Status } from '../report.ts'
import { printable } from '../printable.ts'
import { marks } from './marks.ts'
import { faultsOf } from './notes.ts'

export interface PrettyClassOptions {
  readonly color: boolean
}

const colors = { passed: 'green', failed: 'red', inconclusive: 'yellow', error: 'red' } as const

type Paint = (status: Status, text: string) => string

function line(report: Report, paint: Paint) {
  const { status, score, maxScore, submission, error } = report
  const ids = new Set(faultsOf(report).map(({ id }) => id))
  const why = [...ids, ...(status === 'error' && error ? [error.kind] : [])]
  const reason = why.length === 0 ? '' : `  ${why.join(', ')}`
  const points = `${score} of ${maxScore}`.padStart('10.25 of 10'.length)
  return printable(`${marks[status]} ${points}  ${submission.path}${reason}`).replace(
    marks[status],
    (mark) => paint(status, mark),
  )
}

const headings = {
  identical: 'the same code but for comments and formatting:',
  renamed: 'the same code but for names, comments and formatting:',
  similar: 'similar code',
} as const

function alikeLines({ kind, paths, similarity }: Alike): string[] {
  const share =
    kind === 'similar'
      ? ` (${Math.round(100 * similarity)} % of what is not common to the class):`
      : ''
  return [headings[kind] + share, ...paths.map((path) => `  ${printable(path)}`)]
}

const alikeBlock = (alike: readonly Alike[]): string[] =>
  alike.length === 0
    ? []
    : ['alike, which may have reasons other than copying:', ...alike.flatMap(alikeLines)]

function summary({ reports, failures }: ClassReport): string {
  const passed = reports.filter(({ status }) => status === 'passed').length
  const without = failures.length === 0 ? '' : `, ${failures.length} without a report`
  return `${passed} of ${reports.length} submissions passed${without}`
}

/** A line for each submission, then those that are alike; what is wrong with one is in its own report. */
export function prettyClass(report: ClassReport, { color }: PrettyClassOptions): string {
  const paint: Paint = (status, text) =>
    color ? styleText(colors[status], text, { validateStream: false }) : text
  const blocks = [
    report.reports.map((each) => line(each, paint)),
    alikeBlock(report.alike),
    [summary(report)],
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}
