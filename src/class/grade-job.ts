import { gradeSubmission, type GradeOptions } from '../grade.ts'
import { assignmentNamed } from '../named-assignment/assignment-named.ts'
import { type FunctionSpec, readSubmission } from '../submission/index.ts'
import { fingerprintOf, type Fingerprint } from './fingerprint.ts'
import type { Outcome } from './result.ts'

/** How each submission is checked. */
export interface Checking extends Omit<GradeOptions, 'onProgress'> {
  /** As it was named. */
  readonly assignment: string
}

/** One submission to check, as it travels to a worker. */
export interface Job {
  readonly path: string
  readonly checking: Checking
}

/** Never rejects: what the harness cannot do with one submission is that submission's outcome. */
export async function gradeJob({ path, checking }: Job): Promise<Outcome> {
  try {
    const assignment = await assignmentNamed(checking.assignment)
    const report = await gradeSubmission(path, assignment, checking)
    const code = codeOf(path, assignment.outline.functions)
    return { status: 'graded', report, ...(code && { code }) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { status: 'harness-failure', message }
  }
}

/** By what the submission is compared with others; nothing where it was refused unread. */
export function codeOf(path: string, functions: readonly FunctionSpec[]): Fingerprint | undefined {
  const source = readSubmission(path, functions)
  return source.status === 'read' ? fingerprintOf(source) : undefined
}
