import type { Report } from '../report.ts'
import { sumOfPoints } from '../sum-of-points.ts'
import { harmless } from './harmless.ts'

/**
 * A spreadsheet takes a cell that begins with one of these for a formula; where it separates cells by semicolons, one
 * begins after each. An apostrophe in front makes it text (OWASP, "CSV injection").
 */
const formula = /(^|;)(\s*)(?=[=+\-@\t\r\n＝＋－＠])/g

const cell = (value: string | number): string => {
  if (typeof value === 'number') return String(value)
  return `"${value.replaceAll(formula, "$1$2'").replaceAll('"', '""')}"`
}

const functionsOf = (reports: readonly Report[]): string[] => [
  ...new Set(reports.flatMap(({ properties }) => properties.map((law) => law.function))),
]

const scoreIn = ({ properties }: Report, name: string): number | '' => {
  const own = properties.filter((law) => law.function === name)
  return own.length === 0 ? '' : sumOfPoints(own.map(({ score }) => score))
}

const row = (report: Report, functions: readonly string[]): (string | number)[] => [
  report.submission.path,
  report.submission.language,
  report.status,
  report.score,
  report.maxScore,
  ...functions.map((name) => scoreIn(report, name)),
  report.mistakes.map(({ id, function: name }) => `${id} in ${name}`).join(', '),
  report.error ? `${report.error.kind}: ${report.error.message}` : '',
  report.assignment,
  report.seed,
  report.durationMs / 1000,
]

const heading = (functions: readonly string[]): string[] => [
  'submission',
  'language',
  'status',
  'score',
  'max_score',
  ...functions,
  'mistakes',
  'error',
  'assignment',
  'seed',
  'seconds',
]

/** A row a submission, as RFC 4180 has it; no cell is a formula. */
export function csv(reports: readonly Report[]): string {
  const shown = reports.map(harmless)
  const functions = functionsOf(shown)
  const rows = [heading(functions), ...shown.map((report) => row(report, functions))]
  return rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}
