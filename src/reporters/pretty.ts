import { styleText } from 'node:util'
import type { CounterexampleReport, JsonQuantity, PropertyReport, Report } from '../report.ts'
import { printable } from '../printable.ts'
import { table } from './table.ts'

export interface PrettyOptions {
  readonly color: boolean
}

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

const marks = { passed: '✓', failed: '✗', inconclusive: '?', error: '!', skipped: '-' } as const
const colors = {
  passed: 'green',
  failed: 'red',
  inconclusive: 'yellow',
  error: 'red',
  skipped: 'gray',
} as const

/** Longer lists are nothing to work through by hand; the json reporter has them whole. */
const longestList = 12
const elision = 'entries'

function brief(quantity: JsonQuantity): string {
  if (!Array.isArray(quantity)) return String(quantity)
  if (quantity.length > longestList) return `(${quantity.length} ${elision})`
  return `[${quantity.map((entry) => brief(entry)).join(', ')}]`
}

const shellWord = (word: string): string =>
  /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`

export const replayCommand = (report: Report): string => {
  const { submission, assignment, assignmentPath, seed, runs } = report
  return `gradproof check ${shellWord(submission.path)} --assignment ${shellWord(assignmentPath ?? assignment)} --seed ${seed} --runs ${runs}`
}

const inputOf = ({ input }: CounterexampleReport): string =>
  Object.entries(input)
    .map(([name, value]) => `${name} = ${brief(value)}`)
    .join(', ')

function counterexample(example: CounterexampleReport): string[] {
  const { shrinks, table: steps } = example
  const simplified = shrinks === 1 ? '1 simplification' : `${shrinks} simplifications`
  const lines = [`smallest problem (after ${simplified}): ${inputOf(example)}`]
  if (steps) lines.push(`${steps.caption}:`, ...table(steps).map((line) => `  ${line}`))
  return lines
}

const points = (score: number, maxScore: number): string => `${score}/${maxScore}`

function failure(property: PropertyReport, shown: Set<string>, paint: Paint): string[] {
  const { name, status, statement, message, score, maxScore } = property
  const mark = paint(colors[status], `${marks[status]} ${name}`)
  const lines = [`${mark} ${paint('gray', points(score, maxScore))}  ${statement}`, `  ${message}`]
  if (!property.counterexample) return lines
  const input = inputOf(property.counterexample)
  if (input.includes(elision)) return [...lines, '  on a large problem, which the json report has']
  if (shown.has(input)) return [...lines, '  on the same problem as above']
  shown.add(input)
  return [...lines, ...counterexample(property.counterexample).map((line) => `  ${line}`)]
}

function functionLines(name: string, laws: readonly PropertyReport[], paint: Paint): string[] {
  const total = (key: 'score' | 'maxScore') => laws.reduce((sum, law) => sum + law[key], 0)
  const wrong = laws.filter(({ status }) => status !== 'passed')
  const status = wrong.length === 0 ? 'passed' : wrong[0].status
  const head = `${paint(colors[status], marks[status])} ${paint('bold', name)} ${points(total('score'), total('maxScore'))}`
  const held = laws.length - wrong.length
  const line = `${head}  ${held} of ${laws.length} laws hold`
  if (wrong.length === 0) return [line]
  const messages = new Set(wrong.map(({ message }) => message))
  if (messages.size === 1 && status !== 'failed') return [`${head}  ${wrong[0].message}`]
  const shown = new Set<string>()
  return [line, ...wrong.flatMap((law) => failure(law, shown, paint)).map((text) => `  ${text}`)]
}

function submissionLines(report: Report, paint: Paint): string[] {
  const { status, score, maxScore, submission, error } = report
  const verdict = paint(['bold', colors[status]], `${marks[status]} ${status}`)
  const lines = [
    `${verdict}  ${paint('bold', submission.path)}  ${score} of ${maxScore} points`,
    paint(
      'gray',
      `  ${report.assignment} · ${submission.language} · seed ${report.seed} · ${report.runs} problems a law · sandbox ${report.sandbox}`,
    ),
  ]
  if (status === 'error' && error) {
    const at = error.line === undefined ? '' : ` (line ${error.line}, column ${error.column ?? 1})`
    const notes = report.notes.map((note) => `  note: ${note}`)
    return [...lines, `  ${error.kind}: ${error.message}${at}`, ...notes]
  }
  const names = [...new Set(report.properties.map((law) => law.function))]
  for (const name of names) {
    const laws = report.properties.filter((law) => law.function === name)
    lines.push(...functionLines(name, laws, paint).map((line) => `  ${line}`))
  }
  for (const { id, function: name, explanation, hint } of report.mistakes) {
    lines.push(`  ${paint('cyan', `mistake in ${name}: ${id}`)}`, `    ${explanation}`)
    if (hint !== '') lines.push(`    hint: ${hint}`)
  }
  if (report.facts.length > 0) lines.push('  no known mistake explains this; what is known of it:')
  lines.push(...report.facts.map((fact) => `    ${fact}`))
  lines.push(...report.notes.map((note) => `  note: ${note}`))
  if (status !== 'passed') lines.push(`  replay: ${replayCommand(report)}`)
  return lines
}

function summary(reports: readonly Report[]): string[] {
  if (reports.length < 2) return []
  const passed = reports.filter(({ status }) => status === 'passed').length
  return [`${passed} of ${reports.length} submissions passed`]
}

/** For people: the verdict and the points first, then what is wrong and the smallest problem that shows it. */
export function pretty(reports: readonly Report[], { color }: PrettyOptions): string {
  const paint: Paint = (style, text) =>
    color ? styleText(style, text, { validateStream: false }) : text
  const blocks = reports.map((report) => submissionLines(harmless(report), paint).join('\n'))
  return `${[...blocks, ...summary(reports)].join('\n\n')}\n`
}

/** Every string of the report may carry a stranger's text. */
const harmless = <Value>(value: Value): Value => {
  if (typeof value === 'string') return printable(value) as Value
  if (Array.isArray(value)) return value.map(harmless) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, harmless(entry)]),
  ) as Value
}
