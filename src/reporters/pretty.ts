import { styleText } from 'node:util'
import type { PropertyReport, Report } from '../report.ts'
import { counterexampleLines, inputOf, isLarge } from './counterexample.ts'
import { byFunction, type FunctionLaws } from './functions.ts'
import { harmless } from './harmless.ts'
import { marks } from './marks.ts'
import { faultsOf, notesOf } from './notes.ts'

export interface PrettyOptions {
  readonly color: boolean
}

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

const colors = {
  passed: 'green',
  failed: 'red',
  inconclusive: 'yellow',
  error: 'red',
  skipped: 'gray',
} as const

const shellWord = (word: string): string =>
  /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`

export const replayCommand = (report: Report): string => {
  const { submission, assignment, assignmentPath, seed, runs } = report
  const path = submission.path.startsWith('-') ? `./${submission.path}` : submission.path
  return `gradproof check ${shellWord(path)} --assignment ${shellWord(assignmentPath ?? assignment)} --seed ${seed} --runs ${runs}`
}

/** Of a function that never returned what could be checked: what it came to. */
const mostMessages = 2

const points = (score: number, maxScore: number): string => `${score}/${maxScore}`

function failure(property: PropertyReport, shown: Set<string>, paint: Paint): string[] {
  const { name, status, statement, message, score, maxScore } = property
  const mark = paint(colors[status], `${marks[status]} ${name}`)
  const lines = [`${mark} ${paint('gray', points(score, maxScore))}  ${statement}`, `  ${message}`]
  if (!property.counterexample) return lines
  const input = inputOf(property.counterexample)
  if (isLarge(property.counterexample))
    return [...lines, '  on a large problem, which the json report has']
  if (shown.has(input)) return [...lines, '  on the same problem as above']
  shown.add(input)
  return [...lines, ...counterexampleLines(property.counterexample).map((line) => `  ${line}`)]
}

/** A wrong shape is the same complaint on every problem, whatever its size. */
const withoutNumbers = (message: string): string => message.replaceAll(/\d+/g, '#')

function complaints(wrong: readonly PropertyReport[]): string[] {
  const kinds = wrong.map(({ message }) => withoutNumbers(message))
  return wrong.flatMap(({ message }, i) => (kinds.indexOf(kinds[i]) === i ? [message] : []))
}

function functionLines({ name, laws, held, ...total }: FunctionLaws, paint: Paint): string[] {
  const wrong = laws.filter(({ status }) => status !== 'passed')
  const status = wrong.length === 0 ? 'passed' : wrong[0].status
  const head = `${paint(colors[status], marks[status])} ${paint('bold', name)} ${points(total.score, total.maxScore)}`
  const line = `${head}  ${held} of ${laws.length} laws hold`
  if (wrong.length === 0) return [line]
  const said = complaints(wrong)
  const isOne = said.length === 1 && status !== 'failed'
  if (isOne || (held === 0 && wrong.every((law) => law.status === 'error')))
    return [`${head}  ${said.slice(0, mostMessages).join('; ')}`]
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
  const notes = notesOf(report).map((note) => `  note: ${note}`)
  if (status === 'error' && error) {
    const at = error.line === undefined ? '' : ` (line ${error.line}, column ${error.column ?? 1})`
    return [...lines, `  ${error.kind}: ${error.message}${at}`, ...notes]
  }
  for (const each of byFunction(report.properties))
    lines.push(...functionLines(each, paint).map((line) => `  ${line}`))
  for (const { id, function: name, explanation, hint } of faultsOf(report)) {
    lines.push(`  ${paint('cyan', `mistake in ${name}: ${id}`)}`, `    ${explanation}`)
    if (hint !== '') lines.push(`    hint: ${hint}`)
  }
  if (report.facts.length > 0) lines.push('  no known mistake explains this; what is known of it:')
  lines.push(...report.facts.map((fact) => `    ${fact}`))
  lines.push(...notes)
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
