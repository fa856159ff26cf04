import { setImmediate } from 'node:timers/promises'
import type { Assignment } from './assignment/assignment.ts'
import type { BuiltIn } from './assignment/built-in.ts'
import type { Hints } from './grading/mistake-report.ts'
import type { Report } from './report.ts'
import { openSubmission, type SubmissionOptions } from './submission/index.ts'

export interface GradeOptions extends Omit<SubmissionOptions, 'functions'> {
  readonly seed: number
  readonly runs: number
  readonly hints: Hints
  /** Whether the data of the plots is gathered as well. */
  readonly figures?: boolean
  /** Called after each function, with the share of them that is done. */
  readonly onProgress?: (done: number) => void
}

/** The laws, with their problems made; in turns, so that the starting process is answered between them. */
async function prepared(load: BuiltIn['load'], options: GradeOptions): Promise<Assignment<object>> {
  const assignment = await load()
  for (const law of assignment.laws) {
    law.prepare(options)
    await setImmediate()
  }
  return assignment
}

/**
 * Checks one submission against an assignment: plain data, which the reporters turn into text. The laws and all that
 * checks them are loaded while the submission's process starts. Throws HarnessError where the harness itself cannot
 * work.
 */
export async function gradeSubmission(
  path: string,
  { outline, load }: BuiltIn,
  options: GradeOptions,
): Promise<Report> {
  const start = performance.now()
  const opening = openSubmission(path, { ...options, functions: outline.functions })
  const [assignment, { examine, unread }, { composeReport }, opened] = await Promise.all([
    prepared(load, options),
    import('./grading/examination.ts'),
    import('./grading/compose-report.ts'),
    opening,
  ])
  const examination =
    opened.status === 'opened'
      ? await examine(assignment, opened.session, options)
      : unread(assignment)
  const report = composeReport(path, opened, assignment, examination, options)
  return { ...report, durationMs: Math.round(performance.now() - start) }
}
