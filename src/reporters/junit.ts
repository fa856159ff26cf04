import type { PropertyReport, Report } from '../report.ts'
import { counterexampleLines } from './counterexample.ts'
import { harmless } from './harmless.ts'
import { escapeXml } from './xml.ts'

type Outcome = 'passed' | 'failure' | 'error' | 'skipped'

interface TestCase {
  readonly function: string
  readonly name: string
  readonly outcome: Outcome
  readonly type: string
  readonly message: string
  readonly lines: readonly string[]
}

const outcomes = {
  passed: 'passed',
  failed: 'failure',
  inconclusive: 'failure',
  error: 'error',
  skipped: 'skipped',
} as const

const lawCase = (property: PropertyReport): TestCase => ({
  function: property.function,
  name: property.name,
  outcome: outcomes[property.status],
  type: property.status,
  message: property.message,
  lines: [
    property.statement,
    `${property.score} of ${property.maxScore} points`,
    ...(property.counterexample ? counterexampleLines(property.counterexample) : []),
  ],
})

/** What kept functions from being checked is an error of its own: the laws that were skipped are not red. */
function errorCase({ error, properties }: Report): TestCase[] {
  if (!error || !properties.some(({ status }) => status === 'skipped')) return []
  const { kind, message, line, column } = error
  const lines = line === undefined ? [] : [`line ${line}, column ${column ?? 1}`]
  return [{ function: 'submission', name: 'is read', outcome: 'error', type: kind, message, lines }]
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('')

function outcomeElement({ outcome, type, message, lines }: TestCase): string {
  if (outcome === 'passed') return ''
  const body = [message, ...lines].map(escapeXml).join('\n')
  return `<${outcome}${attributes({ type, message })}>${body}</${outcome}>`
}

/** Readers take what is between dots for packages, and the last of them for a class. */
const packageOf = (path: string): string =>
  path
    .replace(/^(\.?\/)+/, '')
    .replaceAll('.', '_')
    .replaceAll('/', '.')

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3)

/** Names that came before get a number: some readers take two of one name for one. */
class Names {
  readonly #seen = new Map<string, number>()

  unique(classname: string, name: string): string {
    const key = JSON.stringify([classname, name])
    const count = (this.#seen.get(key) ?? 0) + 1
    this.#seen.set(key, count)
    return count === 1 ? name : this.unique(classname, `${name} (${count})`)
  }
}

const countOf = (cases: readonly TestCase[], outcome: Outcome): number =>
  cases.filter((each) => each.outcome === outcome).length

/** The laws of a function are checked side by side: each case carries an equal share of the submission's time. */
function testCase(each: TestCase, { submission, durationMs }: Report, count: number, names: Names) {
  const classname = `${packageOf(submission.path)}.${each.function}`
  const name = names.unique(classname, each.name)
  const time = seconds(durationMs / count)
  const about = attributes({ classname, name, file: submission.path, time })
  return `    <testcase${about}>${outcomeElement(each)}</testcase>`
}

const countsOf = (cases: readonly TestCase[]) => ({
  tests: cases.length,
  failures: countOf(cases, 'failure'),
  errors: countOf(cases, 'error'),
})

function properties(report: Report): string {
  const { score, maxScore, assignment, seed, status } = report
  const listed = Object.entries({ status, score, maxScore, assignment, seed })
  return listed.map(([name, value]) => `<property${attributes({ name, value })}/>`).join('')
}

function suite(report: Report, cases: readonly TestCase[], names: Names): string[] {
  const about = attributes({
    name: report.submission.path,
    ...countsOf(cases),
    skipped: countOf(cases, 'skipped'),
    time: seconds(report.durationMs),
  })
  return [
    `  <testsuite${about}>`,
    `    <properties>${properties(report)}</properties>`,
    ...cases.map((each) => testCase(each, report, cases.length, names)),
    '  </testsuite>',
  ]
}

/**
 * JUnit's XML as Jenkins and GitLab read it: a suite a submission, a case a law, and one more where the submission or a
 * function of it could not be had.
 */
export function junit(reports: readonly Report[]): string {
  const names = new Names()
  const suites = reports.map(harmless).map((report) => ({
    report,
    cases: [...report.properties.map(lawCase), ...errorCase(report)],
  }))
  const time = seconds(reports.reduce((sum, { durationMs }) => sum + durationMs, 0))
  const about = attributes({
    name: 'gradproof',
    ...countsOf(suites.flatMap(({ cases }) => cases)),
    time,
  })
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${about}>`,
    ...suites.flatMap(({ report, cases }) => suite(report, cases, names)),
    '</testsuites>',
  ]
  return `${lines.join('\n')}\n`
}
