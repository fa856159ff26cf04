import type { CallOutcome, SubmissionError } from './contract.ts'
import type { SentCall } from './student-process.ts'

export interface Call extends SentCall {
  resolve(outcome: CallOutcome): void
}

/**
 * A function that ends the process this often is not called any more: once in a batch, and then
 * three times alone.
 */
const mostEnds = 4

export const failed = (error: SubmissionError): CallOutcome => ({ status: 'error', error })

const fail = (calls: readonly Call[], error: SubmissionError): void => {
  for (const call of calls) call.resolve(failed(error))
}

/** Calls that wait, calls that a process has, and what becomes of both when it ends. */
export class CallQueue {
  private waiting: Call[] = []
  private underway: Call[] = []
  private settled = 0
  /** How many processes a function has ended, by its index. */
  private readonly ends = new Map<number, number>()
  private readonly abandoned = new Map<number, SubmissionError>()
  private given: SubmissionError | undefined

  add(call: Call): void {
    this.waiting.push(call)
  }

  /** Whether there is work for a process; calls that none is to answer fail. */
  hasWaiting(): boolean {
    if (this.given) fail(this.waiting.splice(0), this.given)
    this.dropAbandoned()
    return this.waiting.length > 0
  }

  /** Those to send now, if any: a function that ended a process goes alone, so that it costs itself. */
  next(): readonly Call[] {
    const suspect = this.waiting.findIndex(({ functionIndex }) => this.ends.has(functionIndex))
    if (this.underway.length > 0 && suspect !== -1) return []
    const count = suspect === -1 ? this.waiting.length : Math.max(suspect, 1)
    const calls = this.waiting.splice(0, count)
    for (const call of calls) this.underway.push(call)
    return calls
  }

  /** The outcome of the first of those without one. @returns whether it was the last of them */
  settle(outcome: CallOutcome): boolean {
    this.settled++
    this.underway[this.settled - 1].resolve(outcome)
    if (this.settled < this.underway.length) return false
    this.underway = []
    this.settled = 0
    return true
  }

  /** Takes those that a process has left without an outcome. */
  lose(): Call[] {
    const lost = this.underway.slice(this.settled)
    this.underway = []
    this.settled = 0
    return lost
  }

  /** The first call without an outcome ended the process, or a later one of the same function. */
  blame(lost: Call[], error: SubmissionError, timedOut: boolean): void {
    const { functionIndex } = lost[0]
    const ends = (this.ends.get(functionIndex) ?? 0) + 1
    this.ends.set(functionIndex, ends)
    if (lost.length === 1 || timedOut) fail(lost.splice(0, 1), error)
    this.waiting = [...lost, ...this.waiting]
    if (timedOut || ends >= mostEnds) this.abandoned.set(functionIndex, error)
  }

  /** No call is answered any more. */
  giveUp(error: SubmissionError): void {
    this.given ??= error
    fail(this.underway.splice(this.settled), error)
    fail(this.waiting.splice(0), error)
  }

  private dropAbandoned(): void {
    if (this.abandoned.size === 0) return
    const calls = this.waiting
    this.waiting = calls.filter(({ functionIndex }) => !this.abandoned.has(functionIndex))
    for (const call of calls) {
      const error = this.abandoned.get(call.functionIndex)
      if (error) call.resolve(failed(error))
    }
  }
}
