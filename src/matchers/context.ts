/** What vitest and jest tell a matcher. */
export interface MatcherContext {
  readonly isNot?: boolean
  /** Path of the test file. */
  readonly testPath?: string
  /** Says whether snapshots are written. */
  readonly snapshotState?: object
}

export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}
