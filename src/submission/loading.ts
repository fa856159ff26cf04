import type { SubmissionError } from './contract.ts'
import type { Running } from './messages.ts'
import type { Manner } from './setup.ts'

/** Each costs a step's time again. */
const mostSkips = 3

/** How the submission is loaded: what was learnt from attempts that did not come to an end. */
export class Loading implements Manner {
  careful: boolean
  readonly skip: number[] = []
  readonly notes: string[] = []

  constructor(careful: boolean) {
    this.careful = careful
  }

  /**
   * A statement of the top level that never ends is skipped the next time.
   *
   * @param running the statement that was the last to begin
   * @returns whether there is to be another attempt
   */
  learn({ kind, message }: SubmissionError, running: Running | undefined): boolean {
    if (kind !== 'timeout' && kind !== 'memory') return false
    if (!this.careful) {
      this.careful = true
      return true
    }
    if (running === undefined || this.skip.length === mostSkips) return false
    this.skip.push(running.index)
    this.notes.push(`the statement in line ${running.line} was left out: ${message}`)
    return true
  }
}
