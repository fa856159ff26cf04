import type { PropertyReport, Report } from '../report.ts'
import { counterexampleLines } from './counterexample.ts'
import { harmless } from './harmless.ts'
import { replayCommand } from './pretty.ts'
import { nounOf } from './noun-of.ts'
import type { ReporterOptions } from './reporter.ts'

type Visibility = ReporterOptions['visibility']

const mistakeLines = ({ mistakes }: Report, name: string): string[] =>
  mistakes
    .filter((mistake) => mistake.function === name)
    .flatMap(({ id, explanation, hint }) => [
      `${nounOf(id)}: ${id}`,
      explanation,
      hint === '' ? [] : [`hint: ${hint}`],
    ])
    .flat()

/** The mistakes of a function stand with the first law that they break, so that they are hidden where it is. */
const bearsMistakes = (property: PropertyReport, { properties }: Report): boolean =>
  properties.find((law) => law.function === property.function && law.status !== 'passed') ===
  property

const outputOf = (property: PropertyReport, report: Report): string =>
  [
    property.message,
    property.statement,
    ...(property.counterexample ? counterexampleLines(property.counterexample) : []),
    ...(bearsMistakes(property, report) ? mistakeLines(report, property.function) : []),
  ].join('\n')

/** Functions are numbered from 1 and their laws within them. */
function numbers(properties: readonly PropertyReport[]): string[] {
  const functions = [...new Set(properties.map((law) => law.function))]
  return properties.map((law, index) => {
    const before = properties.slice(0, index).filter((other) => other.function === law.function)
    return `${functions.indexOf(law.function) + 1}.${before.length + 1}`
  })
}

const test = (
  property: PropertyReport,
  number: string,
  report: Report,
  visibility: Visibility,
) => ({
  score: property.score,
  max_score: property.maxScore,
  status: property.status === 'passed' ? 'passed' : 'failed',
  name: `${property.function}: ${property.name}`,
  name_format: 'text',
  number,
  output: outputOf(property, report),
  output_format: 'text',
  tags: [property.function, property.status],
  visibility,
  extra_data: { runs: property.runs },
})

/** What every student sees: whether the file could be read, and where no law is hidden what came of it. */
function summary(report: Report, visibility: Visibility): string {
  const { status, score, maxScore, error, facts, notes } = report
  const at = error?.line === undefined ? '' : ` (line ${error.line}, column ${error.column ?? 1})`
  const problem = error && status === 'error' ? [`${error.kind}: ${error.message}${at}`] : []
  if (visibility !== 'visible') return problem[0] ?? 'The submission was read and checked.'
  return [
    `${status}: ${score} of ${maxScore} points`,
    ...problem,
    ...facts,
    ...notes.map((note) => `note: ${note}`),
    ...(status === 'passed' ? [] : [`replay: ${replayCommand(report)}`]),
  ].join('\n')
}

/**
 * The results.json of a Gradescope autograder
 * (https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format): a test a law. Throws RangeError
 * unless there is one report: Gradescope starts the autograder for each submission.
 */
export function gradescope(reports: readonly Report[], visibility: Visibility): string {
  if (reports.length !== 1)
    throw new RangeError(`gradescope: expected the report of one submission, got ${reports.length}`)
  const report = harmless(reports[0])
  const { score, maxScore, properties, durationMs, assignment, seed, runs, status } = report
  const number = numbers(properties)
  const results = {
    score,
    execution_time: durationMs / 1000,
    output: summary(report, visibility),
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    extra_data: { assignment, seed, runs, status, max_score: maxScore },
    tests: properties.map((property, index) => test(property, number[index], report, visibility)),
    // points are for the student alone
    leaderboard: [],
  }
  return `${JSON.stringify(results, null, 2)}\n`
}
