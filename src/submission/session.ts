import type {
  Argument,
  CallOutcome,
  FunctionStatus,
  SubmissionError,
  SubmissionOptions,
} from './contract.ts'
import { explainEnd } from './explain-end.ts'
import type { Ready, Unloadable } from './messages.ts'
import { missingMessage } from './names.ts'
import type { OutputCapture } from './output-capture.ts'
import { Stopwatch } from './stopwatch.ts'
import type { Ended, Listener, SentCall, StudentProcess } from './student-process.ts'
import { encodeCall } from './wire.ts'

/** A running submission: its functions can be called until it is closed. */
export interface Session {
  /** What confines it, to be named in reports. */
  readonly sandbox: string
  /** By the names that were asked for. */
  readonly functions: Readonly<Record<string, FunctionStatus>>
  /** What went wrong while it was loaded without losing a function. */
  readonly notes: readonly string[]
  /** Never rejects; calls of the same turn of the event loop travel together. */
  call(name: string, args: readonly Argument[]): Promise<CallOutcome>
  /** What it printed, capped and escaped. */
  output(): string
  /** Ends its processes. */
  close(): Promise<void>
}

/** How a session gets processes: each starts with the submission being loaded. */
export interface Host {
  readonly sandbox: string
  readonly output: OutputCapture
  launch(listener: Listener): StudentProcess
  /** Called once nothing runs any more. */
  release(): void
}

interface Call extends SentCall {
  readonly functionIndex: number
  resolve(outcome: CallOutcome): void
}

/**
 * A function that ends the process this often is not called any more: once in a batch, and then
 * three times alone.
 */
const mostEnds = 4
/** A batch is cut here, so that the process starts on the first calls while the rest is sent. */
const batchWords = 2 ** 16
/** Processes may end between calls, by a timer of the student's, but not for ever. */
const mostIdleEnds = 3

type State = 'loading' | 'ready' | 'gone' | 'closed'

/** Calls, processes, and what becomes of the calls when a process ends. */
export class RunningSession implements Session {
  readonly functions: Record<string, FunctionStatus> = {}
  notes: readonly string[] = []
  private readonly options: SubmissionOptions
  private readonly host: Host
  private readonly stopwatch: Stopwatch
  private readonly indices: ReadonlyMap<string, number>
  private state: State = 'loading'
  private student: StudentProcess
  private setup: object | undefined
  private waiting: Call[] = []
  private underway: Call[] = []
  private settled = 0
  private pumping = false
  private opened: ((error: SubmissionError | undefined) => void) | undefined
  private timedOut = false
  private idleEnds = 0
  private readonly ends = new Map<number, number>()
  private readonly abandoned = new Map<number, SubmissionError>()
  private given: SubmissionError | undefined

  constructor(options: SubmissionOptions, host: Host) {
    this.options = options
    this.host = host
    this.indices = new Map(options.functions.map(({ name }, index) => [name, index]))
    const total = 1000 * options.timeoutSeconds
    this.stopwatch = new Stopwatch(total, 1000 * this.stepSeconds, () => this.expire())
    this.student = this.launch()
  }

  get sandbox(): string {
    return this.host.sandbox
  }

  /** Loading and each function may hang once, and the rest still is called. */
  get stepSeconds(): number {
    return this.options.timeoutSeconds / (this.options.functions.length + 1)
  }

  /** Resolves when the functions are known, or with the reason why they never will be. */
  open(): Promise<SubmissionError | undefined> {
    return new Promise((resolve) => {
      this.opened = resolve
    })
  }

  /** The files are in place: the process may load them. */
  setUp(setup: object): void {
    this.setup = setup
    this.student.setUp(setup)
  }
  call(name: string, args: readonly Argument[]): Promise<CallOutcome> {
    const functionIndex = this.indices.get(name)
    const status = this.functions[name]
    if (functionIndex === undefined || status?.status !== 'found') {
      const message = status?.status === 'missing' ? status.message : `${name} was not asked for`
      return Promise.resolve(failed({ kind: 'missing', message }))
    }
    return new Promise((resolve) => {
      const words = encodeCall(functionIndex, args)
      this.waiting.push({ functionIndex, words, argumentCount: args.length, resolve })
      this.schedule()
    })
  }

  output(): string {
    return this.host.output.text()
  }

  async close(): Promise<void> {
    if (this.state === 'closed') return
    this.giveUp({ kind: 'crash', message: 'the submission was closed' })
    this.state = 'closed'
    this.stopwatch.stop()
    this.student.kill()
    await this.student.gone
    this.host.release()
  }

  private launch(): StudentProcess {
    this.state = 'loading'
    this.stopwatch.start()
    const student = this.host.launch({
      ready: (ready) => this.ready(ready),
      reply: (outcome) => this.reply(outcome),
      end: (ended) => this.end(ended),
    })
    if (this.setup) student.setUp(this.setup)
    return student
  }

  private ready(ready: Ready | Unloadable): void {
    if (this.state !== 'loading') return
    const first = this.opened !== undefined
    const error = 'failure' in ready ? ready.failure : first ? this.describe(ready) : undefined
    this.state = 'ready'
    this.stopwatch.stop()
    this.opened?.(error)
    this.opened = undefined
    if (error) this.giveUp(error)
    this.pump()
  }

  private describe({ found, names, notes }: Ready): SubmissionError | undefined {
    this.notes = notes
    for (const [index, { name }] of this.options.functions.entries()) {
      const as = found[index]
      this.functions[name] =
        typeof as === 'string'
          ? { status: 'found', as }
          : { status: 'missing', message: missingMessage(name, names) }
    }
    const missing = Object.values(this.functions).filter(({ status }) => status === 'missing')
    if (missing.length < this.options.functions.length) return undefined
    const messages = missing.map((status) => ('message' in status ? status.message : ''))
    return { kind: 'missing', message: messages.join('; ') }
  }

  private schedule(): void {
    if (this.pumping) return
    this.pumping = true
    setImmediate(() => {
      this.pumping = false
      this.pump()
    })
  }

  /** Sends what is waiting: a function that ended a process goes alone, so that it costs itself. */
  private pump(): void {
    if (this.given) return this.fail(this.waiting.splice(0), this.given)
    this.dropAbandoned()
    if (this.waiting.length === 0 || this.state === 'closed') return
    if (this.state === 'gone') this.student = this.launch()
    if (this.state !== 'ready') return
    const suspect = this.waiting.findIndex(({ functionIndex }) => this.ends.has(functionIndex))
    if (this.underway.length > 0 && suspect !== -1) return
    const count = suspect === -1 ? this.waiting.length : Math.max(suspect, 1)
    this.send(this.waiting.splice(0, count))
  }

  private send(calls: readonly Call[]): void {
    this.stopwatch.start()
    for (const call of calls) this.underway.push(call)
    let batch: Call[] = []
    let words = 0
    for (const call of calls) {
      batch.push(call)
      words += call.words.length
      if (words < batchWords) continue
      this.student.send(batch)
      batch = []
      words = 0
    }
    if (batch.length > 0) this.student.send(batch)
  }

  private reply(outcome: CallOutcome): void {
    // Calls may be under way when it is closed; nobody waits for them any more.
    if (this.state === 'closed') return
    this.stopwatch.progress()
    this.settled++
    this.underway[this.settled - 1].resolve(this.withLimit(outcome))
    if (this.settled < this.underway.length) return
    this.underway = []
    this.settled = 0
    this.stopwatch.stop()
    this.schedule()
  }
  /** The process knows that memory ran out, and not where the limit is. */
  private withLimit(outcome: CallOutcome): CallOutcome {
    if (outcome.status === 'returned' || outcome.error.kind !== 'memory') return outcome
    const message = `${outcome.error.message} (the memory limit is ${this.options.memoryMiB} MiB)`
    return { status: 'error', error: { ...outcome.error, message } }
  }

  private expire(): void {
    this.timedOut = true
    this.student.kill()
  }

  private end(ended: Ended): void {
    const loading = this.state === 'loading'
    if (this.state === 'closed') return
    this.state = 'gone'
    const lost = this.underway.slice(this.settled)
    this.underway = []
    this.settled = 0
    const error = this.explain(ended, lost[0])
    const exhausted = this.stopwatch.exhausted
    this.stopwatch.stop()
    if (loading) this.lose(error)
    else if (lost.length === 0) this.endedIdle(error)
    else this.blame(lost, error)
    if (exhausted || ended.how === 'unstartable') this.giveUp(error)
    this.timedOut = false
    this.schedule()
  }

  /** It did not get as far as having functions. */
  private lose(error: SubmissionError): void {
    this.opened?.(error)
    this.opened = undefined
    this.giveUp(error)
  }

  private endedIdle(error: SubmissionError): void {
    this.idleEnds++
    if (this.idleEnds === mostIdleEnds) this.giveUp(error)
  }

  /** The first call without a reply ended it, or a later one of the same function. */
  private blame(lost: Call[], error: SubmissionError): void {
    const { functionIndex } = lost[0]
    const ends = (this.ends.get(functionIndex) ?? 0) + 1
    this.ends.set(functionIndex, ends)
    if (lost.length === 1 || this.timedOut) this.fail(lost.splice(0, 1), error)
    this.waiting = [...lost, ...this.waiting]
    if (this.timedOut || ends >= mostEnds) this.abandoned.set(functionIndex, error)
  }

  private explain(ended: Ended, call: Call | undefined): SubmissionError {
    const name = call && this.options.functions[call.functionIndex].name
    return explainEnd(ended, {
      while: name === undefined ? 'while the submission was loaded' : `while ${name} was running`,
      limits: this.options,
      stepSeconds: this.timedOut ? this.stepSeconds : undefined,
      exhausted: this.stopwatch.exhausted,
      output: this.host.output,
    })
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

  private giveUp(error: SubmissionError): void {
    this.given ??= error
    this.fail(this.underway.splice(this.settled), error)
    this.fail(this.waiting.splice(0), error)
  }

  private fail(calls: readonly Call[], error: SubmissionError): void {
    for (const call of calls) call.resolve(failed(error))
  }
}

const failed = (error: SubmissionError): CallOutcome => ({ status: 'error', error })
