import type { Assignment } from './assignment/assignment.ts'
import type { BuiltIn } from './assignment/built-in.ts'
import type { Diagnosis } from './assignment/diagnosis.ts'
import { type Checked, checkFunctions, skipAll } from './check-functions.ts'
import {
  type Hints,
  mistakeReports,
  nondeterminismNotes,
  paidBefore,
  singlePrecisionNotes,
  wrongFunctions,
} from './mistake-report.ts'
import { RepeatedCalls } from './repeat-calls.ts'
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
  /** Functions that answer the same call differently. */
  readonly nondeterministic: ReadonlySet<string>
}

/** One call in ten is repeated; with fewer problems there is nothing to repeat. */
const fewestToRepeat = 10

const nothingFound: Diagnosis = { mistakes: [], facts: [] }

const unread = ({ laws }: Assignment<object>): Examination => ({
  checked: skipAll(laws, 'the submission could not be read'),
  diagnosis: nothingFound,
  nondeterministic: new Set(),
})

/** Checks every function, then asks of those that are wrong what was done; the session is closed after it. */
async function examine(
  assignment: Assignment<object>,
  session: Session,
  options: GradeOptions,
): Promise<Examination> {
  const { functions } = assignment.outline
  const repeated = new RepeatedCalls(session, functions[functions.length - 1].name, options.seed)
  const { call } = repeated
  try {
    const found = session.functions
    const checked = await checkFunctions(assignment, call, { ...options, found })
    const wrong = wrongFunctions(checked)
    const diagnosis =
      wrong.length === 0 ? nothingFound : await assignment.diagnose(call, wrong, options.seed)
    const nondeterministic =
      options.runs < fewestToRepeat ? new Set<string>() : await repeated.nondeterministic()
    return { checked, diagnosis, nondeterministic }
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
  const { checked, diagnosis, nondeterministic } =
    opened.status === 'opened'
      ? await examine(assignment, opened.session, options)
      : unread(assignment)
  const properties = propertyReports(checked, assignment.table, {
    paidBefore: paidBefore(diagnosis.mistakes),
    nondeterministic,
  })
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
      ...nondeterminismNotes(nondeterministic),
      ...singlePrecisionNotes(checked),
    ],
    facts: diagnosis.facts,
    ...(error && { error }),
    durationMs: Math.round(performance.now() - start),
  }
}
