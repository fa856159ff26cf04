import type { Argument, CallOutcome, FunctionStatus } from './contract.ts'

/** A running submission: its functions can be called until it is closed. */
export interface Session {
  /** What confines it, to be named in reports. */
  readonly sandbox: string
  /** By the names that were asked for. */
  readonly functions: Readonly<Record<string, FunctionStatus>>
  /** What went wrong while it was loaded without losing a function. */
  readonly notes: readonly string[]
  /**
   * Never rejects; calls of the same turn of the event loop travel together. What is passed must not change until the
   * outcome is there.
   */
  call(name: string, args: readonly Argument[]): Promise<CallOutcome>
  /**
   * The same in a fresh process, which ends after the last of these calls: what then differs depends
   * on state between calls or on chance.
   */
  repeat(calls: readonly CallRequest[]): Promise<CallOutcome[]>
  /** What it printed, capped and escaped. */
  output(): string
  /** Ends its processes. */
  close(): Promise<void>
}

export interface CallRequest {
  readonly name: string
  readonly args: readonly Argument[]
}
