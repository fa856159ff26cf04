import type { AssignedFunction } from '../assignment/assignment.ts'

export const kitLanguages = ['ts', 'python'] as const
export type KitLanguage = (typeof kitLanguages)[number]

/** What a starter kit is made for. */
export interface Kit {
  readonly language: KitLanguage
  readonly title: string
  readonly functions: readonly AssignedFunction[]
  /** As `--assignment` takes it: a built-in name, or the module's file name within the kit. */
  readonly assignment: string
  /** Whether the assignment is a module that stands in the kit. */
  readonly ownModule: boolean
  /** Of gradproof, which the kit asks for. */
  readonly version: string
}

export const submissionName = ({ language }: Kit): string =>
  language === 'ts' ? 'submission.ts' : 'submission.py'

export const solutionName = ({ language }: Kit): string =>
  language === 'ts' ? 'solution.ts' : 'solution.py'
