import { lstatSync } from 'node:fs'
import { UsageError } from '../usage-error.ts'
import { type CheckCommand, checkCommand } from './check-options.ts'
import { gradeSubmission } from '../grade.ts'
import type { Report } from '../report.ts'
import { HarnessError } from '../submission/index.ts'
import { assignmentNamed } from '../named-assignment/assignment-named.ts'
import { overwrite } from './overwritten-line.ts'
import { printReport, warnUnconfined } from './print-report.ts'

function progress(path: string, index: number, count: number) {
  if (!process.stderr.isTTY) return { update: () => {}, clear: () => {} }
  const of = count > 1 ? ` (${index + 1} of ${count})` : ''
  const update = (done: number) => overwrite(`checking ${path}${of}: ${Math.round(100 * done)} %`)
  return { update, clear: () => overwrite('') }
}

function expectThere(paths: readonly string[]): void {
  for (const path of paths)
    if (!lstatSync(path, { throwIfNoEntry: false }))
      throw new UsageError(`${path}: there is no such file or folder`)
}

interface Checks {
  readonly reports: readonly Report[]
  /** What kept the harness from checking a submission: an interpreter or a layer of confinement is missing. */
  readonly failures: ReadonlyMap<string, string>
}

async function checkEach(command: CheckCommand): Promise<Checks> {
  const assignment = await assignmentNamed(command.assignment)
  const reports: Report[] = []
  const failures = new Map<string, string>()
  for (const [index, path] of command.submissions.entries()) {
    const { update, clear } = progress(path, index, command.submissions.length)
    update(0)
    try {
      reports.push(await gradeSubmission(path, assignment, { ...command, onProgress: update }))
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error
      failures.set(path, error.message)
    } finally {
      clear()
    }
  }
  return { reports, failures }
}

/** `gradproof check`; gives the exit code. */
export async function check(argv: readonly string[]): Promise<number> {
  const command = checkCommand(argv)
  expectThere(command.submissions)
  warnUnconfined(command.sandbox)
  const { reports, failures } = await checkEach(command)
  for (const failure of new Set(failures.values())) process.stderr.write(`gradproof: ${failure}\n`)
  if (reports.length === 0) return 3
  const failed = Array.from(failures, ([path, message]) => ({ path, message }))
  await printReport({ reports, alike: [], failures: failed }, command.reporters, {
    scope: 'submissions',
    visibility: command.visibility,
  })
  if (failures.size > 0) return 3
  return reports.every(({ status }) => status === 'passed') ? 0 : 1
}
