import type { Assignment } from './assignment/assignment.ts'
import type { BuiltIn } from './assignment/built-in.ts'
import type { Diagnosis } from './assignment/diagnosis.ts'
import { callsTo, type Checked, checkFunctions, skipAll } from './check-functions.ts'
import {
  type Hints,
  mistakeReports,
  paidBefore,
  singlePrecisionNotes,
  wrongFunctions,
} from './mistake-report.ts'
import { propertyReports } from './property-report.ts'
import type { ErrorKind, ErrorReport, PropertyReport, Report, Status } from './report.ts'
import {
  type Opened,
  openSubmission,
  type Session,
  type SubmissionOptions,
} from './submission/index.ts'
import { version } from './version.ts'

export interface GradeOptions extends Omit<SubmissionOptions, 'functions'> {
  readonly seed: number
  readonly runs: number
  readonly hints: Hints
  /** Called after each function, with the share of them that is done. */
  readonly onProgress?: (done: number) => void
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
  properties.reduce((total, property) => total + property[key], 0)

const unreadable = { language: 'unknown', sha256: '' } as const

/** What is known of how the submission was run, whether or not it could be read. */
function circumstances(opened: Opened, path: string, { sandbox }: GradeOptions) {
  return opened.status === 'opened'
    ? {
        sandbox: opened.session.sandbox,
        submission: opened.submission,
        notes: opened.session.notes,
      }
    : { sandbox, submission: opened.submission ?? { path, ...unreadable }, notes: [] }
}

interface Examination {
  readonly checked: readonly Checked[]
  readonly diagnosis: Diagnosis
}

const nothingFound: Diagnosis = { mistakes: [], facts: [] }

const unread = ({ laws }: Assignment<object>): Examination => ({
  checked: skipAll(laws, 'the submission could not be read'),
  diagnosis: nothingFound,
})

/** Checks every function, then asks of those that are wrong what was done; the session is closed after it. */
async function examine(
  assignment: Assignment<object>,
  session: Session,
  options: GradeOptions,
): Promise<Examination> {
  try {
    const checked = await checkFunctions(assignment, session, options)
    const wrong = wrongFunctions(checked)
    const diagnosis =
      wrong.length === 0
        ? nothingFound
        : await assignment.diagnose(callsTo(session), wrong, options.seed)
    return { checked, diagnosis }
  } finally {
    await session.close()
  }
}

/**
 * Checks one submission against an assignment: plain data, which the reporters turn into text. The assignment's laws
 * are loaded while the submission's process starts. Throws HarnessError where the harness itself cannot work.
 */
export async function gradeSubmission(
  path: string,
  { outline, load }: BuiltIn,
  options: GradeOptions,
): Promise<Report> {
  const start = performance.now()
  const opening = openSubmission(path, { ...options, functions: outline.functions })
  const [assignment, opened] = await Promise.all([load(), opening])
  const { checked, diagnosis } =
    opened.status === 'opened'
      ? await examine(assignment, opened.session, options)
      : unread(assignment)
  const properties = propertyReports(checked, assignment.table, paidBefore(diagnosis.mistakes))
  const error = opened.status === 'error' ? opened.error : errorOf(checked)
  return {
    schemaVersion: 1,
    tool: { name: 'gradproof', version },
    assignment: outline.name,
    seed: options.seed,
    runs: options.runs,
    ...circumstances(opened, path, options),
    status: opened.status === 'error' ? 'error' : statusOf(properties),
    score: sum(properties, 'score'),
    maxScore: sum(properties, 'maxScore'),
    properties,
    mistakes: [
      ...mistakeReports(diagnosis.mistakes, properties, options.hints),
      ...singlePrecisionNotes(checked),
    ],
    facts: diagnosis.facts,
    ...(error && { error }),
    durationMs: Math.round(performance.now() - start),
  }
}
