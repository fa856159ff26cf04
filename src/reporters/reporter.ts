import type { ClassReport } from '../class-report.ts'

export const visibilities = ['visible', 'hidden', 'after_due_date', 'after_published'] as const

export interface ReporterOptions {
  readonly color: boolean
  /** Whether these are all submissions of a class, however few, or those that were named one by one. */
  readonly scope: 'class' | 'submissions'
  /** When Gradescope shows the laws to the student. */
  readonly visibility: (typeof visibilities)[number]
}

/** Text for the end of a file that a CI system names in an environment variable. */
export interface Appendix {
  readonly variable: string
  readonly text: string
}

export interface Rendering {
  readonly text: string
  readonly appendices: readonly Appendix[]
}

/** Makes text of a report: no input, no output, and the same text for the same report. */
export type Reporter = (report: ClassReport, options: ReporterOptions) => Rendering

export const textOnly = (text: string): Rendering => ({ text, appendices: [] })
