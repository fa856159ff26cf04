import type { Report } from './report.ts'

/** Submissions of which one may come from the other; it is for a person to say whether it does. */
export interface Alike {
  /**
   * `identical`: the same code but for comments and formatting; `renamed`: but for names as well; `similar`: most of
   * what neither shares with the class or the starter code is the same.
   */
  readonly kind: 'identical' | 'renamed' | 'similar'
  /** At least two, sorted. */
  readonly paths: readonly string[]
  /** The share of that code which is the same, above 0 and at most 1; the smallest of the pairs that were compared. */
  readonly similarity: number
}

/** A submission that has no report because the harness could not do its work. */
export interface HarnessFailure {
  readonly path: string
  readonly message: string
}

/** What is known of several submissions, or of one: plain data, which the reporters turn into text. */
export interface ClassReport {
  /** Sorted by path where a class was graded, in the order of the command line where submissions were checked. */
  readonly reports: readonly Report[]
  /** Empty where submissions were checked without being compared. */
  readonly alike: readonly Alike[]
  readonly failures: readonly HarnessFailure[]
}
