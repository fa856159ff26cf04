import type { Assignment } from '../assignment/assignment.ts'
import type { Checked } from './check-functions.ts'
import type { Examination } from './examination.ts'
import {
  factsOf,
  type Hints,
  mistakeReports,
  nondeterminismNotes,
  paidBefore,
  singlePrecisionNotes,
} from './mistake-report.ts'
import { jsonFigures } from './json-quantities.ts'
import { sumOfPoints } from '../sum-of-points.ts'
import { printable } from '../printable.ts'
import { propertyReports } from './property-report.ts'
import type { ErrorReport, PropertyReport, Report, Status } from '../report.ts'
import type { ErrorKind, Opened } from '../submission/index.ts'
import { version } from '../version.ts'

/** What a report says of how the check was asked for. */
export interface ReportOptions {
  readonly seed: number
  readonly runs: number
  readonly hints: Hints
  /** As it was chosen; a submission that was opened knows what is in force. */
  readonly sandbox: string
}

function statusOf(properties: readonly PropertyReport[]): Status {
  const statuses = new Set(properties.map(({ status }) => status))
  statuses.delete('passed')
  if (statuses.size === 0) return 'passed'
  statuses.delete('inconclusive')
  return statuses.size === 0 ? 'inconclusive' : 'failed'
}

/** The first thing that kept a function from being checked. */
function errorOf(checked: readonly Checked[]): ErrorReport | undefined {
  for (const { law, result } of checked) {
    if (result.status === 'skipped') return { kind: 'missing', message: result.message }
    if (result.status === 'error')
      return { kind: result.kind as ErrorKind, message: `${law.function}: ${result.message}` }
  }
  return undefined
}

const sum = (properties: readonly PropertyReport[], key: 'score' | 'maxScore'): number =>
  sumOfPoints(properties.map((property) => property[key]))

const unreadable = { language: 'unknown', sha256: '' } as const

/** What a submission printed before it failed may say why; more than a screenful would not. */
const longestOutput = 2000

const printed = (output: string): string[] =>
  output === '' ? [] : [`it printed: ${printable(output, longestOutput)}`]

/** What is known of how the submission was run, whether or not it could be read. */
function circumstances(opened: Opened, path: string, { sandbox }: ReportOptions) {
  return opened.status === 'opened'
    ? {
        sandbox: opened.session.sandbox,
        submission: opened.submission,
        notes: opened.session.notes,
      }
    : {
        sandbox: opened.sandbox ?? sandbox,
        submission: opened.submission ?? { path, ...unreadable },
        notes: printed(opened.output),
      }
}

/** The report but for how long it took. */
export function composeReport(
  path: string,
  opened: Opened,
  assignment: Assignment<object>,
  { checked, diagnosis, nondeterministic, figures }: Examination,
  options: ReportOptions,
): Omit<Report, 'durationMs'> {
  const properties = propertyReports(checked, assignment.table, {
    paidBefore: paidBefore(diagnosis.mistakes),
    nondeterministic,
  })
  const error = opened.status === 'error' ? opened.error : errorOf(checked)
  const { path: module } = assignment.outline
  return {
    schemaVersion: 1,
    tool: { name: 'gradproof', version },
    assignment: assignment.outline.name,
    ...(module !== undefined && { assignmentPath: module }),
    seed: options.seed,
    runs: options.runs,
    ...circumstances(opened, path, options),
    status: opened.status === 'error' ? 'error' : statusOf(properties),
    score: sum(properties, 'score'),
    maxScore: sum(properties, 'maxScore'),
    properties,
    mistakes: [
      ...mistakeReports(diagnosis.mistakes, properties, options.hints),
      ...nondeterminismNotes(nondeterministic),
      ...singlePrecisionNotes(checked),
    ],
    facts: factsOf(diagnosis, nondeterministic),
    ...(error && { error }),
    ...(figures && { figures: jsonFigures(figures) }),
  }
}
