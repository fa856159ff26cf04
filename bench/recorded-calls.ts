import type { BuiltIn } from '../src/assignment/built-in.ts'
import { examine } from '../src/grading/examination.ts'
import {
  type CallRequest,
  openSubmission,
  type Session,
  type SubmissionOptions,
} from '../src/submission/index.ts'

/** Calls that are made before any of them has an answer. */
export type Batch = readonly CallRequest[]

/** All that a check asks of a submission: the batches in their order, and what is repeated in a fresh process. */
export interface Recording {
  readonly batches: readonly Batch[]
  readonly repeated: readonly Batch[]
}

/** Passes everything on, and writes down what is asked. */
class RecordingSession implements Session {
  readonly batches: CallRequest[][] = []
  readonly repeated: CallRequest[][] = []
  private isAnswered = true
  private readonly session: Session

  constructor(session: Session) {
    this.session = session
  }

  get sandbox() {
    return this.session.sandbox
  }

  get functions() {
    return this.session.functions
  }

  get notes() {
    return this.session.notes
  }

  async call(...[name, args]: Parameters<Session['call']>) {
    if (this.isAnswered) this.batches.push([])
    this.isAnswered = false
    this.batches.at(-1)!.push({ name, args: structuredClone(args) })
    const outcome = await this.session.call(name, args)
    this.isAnswered = true
    return outcome
  }

  repeat(calls: readonly CallRequest[]) {
    this.repeated.push([...structuredClone(calls)])
    return this.session.repeat(calls)
  }

  output() {
    return this.session.output()
  }

  close() {
    return this.session.close()
  }
}

const opened = async (path: string, options: SubmissionOptions): Promise<Session> => {
  const outcome = await openSubmission(path, options)
  if (outcome.status === 'opened') return outcome.session
  throw new Error(`${path}: ${outcome.error.message}`)
}

/** What checking a submission asks of it, with a seed and a number of problems a law. */
export async function record(
  path: string,
  { outline, load }: BuiltIn,
  options: Omit<SubmissionOptions, 'functions'> & { readonly seed: number; readonly runs: number },
): Promise<Recording> {
  const session = new RecordingSession(
    await opened(path, { ...options, functions: outline.functions }),
  )
  await examine(await load(), session, options)
  return session
}

/** Asks the same again of nothing but the submission's processes: no problem is made, and no answer looked at. */
export async function replay(
  path: string,
  { batches, repeated }: Recording,
  options: SubmissionOptions,
): Promise<void> {
  const session = await opened(path, options)
  for (const batch of batches)
    await Promise.all(batch.map(({ name, args }) => session.call(name, args)))
  for (const calls of repeated) await session.repeat(calls)
  await session.close()
}
