import { lstatSync } from 'node:fs'
import { type GradeCommand, gradeCommand } from './class-options.ts'
import type { FunctionSpec } from '../submission/index.ts'
import { findSubmissions } from '../class/find-submissions.ts'
import { gradeClass } from '../class/grade-class.ts'
import { UsageError } from '../usage-error.ts'
import { assignmentNamed } from '../named-assignment/assignment-named.ts'
import { gradeProgress } from './grade-progress.ts'
import { printClass, warnUnconfined } from './print-report.ts'

function expectFolder(path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${path}: expected a folder with the submissions of a class below it`)
}

function namesIn(command: GradeCommand, functions: readonly FunctionSpec[]): string[] {
  const { folder, layout, out } = command
  const names = findSubmissions(folder, { layout, functions, except: out })
  if (names.length > 0) return names
  throw new UsageError(
    `${folder}: there is no submission below it; expected files (.ts .js .mjs .cjs .py .ipynb) or a folder for each student`,
  )
}

/** `gradproof grade`; gives the exit code. */
export async function grade(argv: readonly string[]): Promise<number> {
  const command = gradeCommand(argv)
  expectFolder(command.folder)
  const { outline } = await assignmentNamed(command.checking.assignment)
  const names = namesIn(command, outline.functions)
  warnUnconfined(command.checking.sandbox)
  const report = await gradeClass(command, outline, names, gradeProgress(process.stderr))
  return printClass(report, command.reporters)
}
