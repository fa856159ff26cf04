import type { Confinement, Proof } from './confine.ts'
import type {
  Argument,
  CallOutcome,
  FunctionStatus,
  SubmissionError,
  SubmissionOptions,
} from './contract.ts'
import { explainEnd } from './explain-end.ts'
import type { Ready, Running, Unloadable } from './messages.ts'
import { allMissingMessage, missingMessage } from './names.ts'
import type { OutputCapture } from './output-capture.ts'
import { printable } from '../printable.ts'
import { Stopwatch } from './stopwatch.ts'
import type { Ended, Listener, SentCall, StudentProcess } from './student-process.ts'
import { callWords } from './wire.ts'

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

/** How a session gets processes: each starts with the submission being loaded. */
export interface Host {
  readonly confinement: Confinement
  readonly output: OutputCapture
  /** Whether the submission is run statement by statement from the start. */
  readonly careful: boolean
  launch(listener: Listener): StudentProcess
  /** Text of the submission's without the paths of its copy. */
  clean(text: string): string
  /** Called once nothing runs any more. */
  release(): void
}

/** The process was not confined as promised; whether to go on in another way is not decided here. */
export class Unconfined extends Error {}

/** How the submission is loaded: what was learnt from attempts that did not come to an end. */
interface Loading {
  /** JavaScript runs as it is first, and statement by statement where that fails. */
  careful: boolean
  /** Indices of statements that never end. */
  readonly skip: number[]
  readonly notes: string[]
}

/** A statement of the top level has this part of a step's time: several may hang. */
const loadingSteps = 2
/** Each costs that time again. */
const mostSkips = 3

interface Call extends SentCall {
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

interface Opening {
  resolve(error: SubmissionError | undefined): void
  reject(error: Error): void
}

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
  private opened: Opening | undefined
  private proven = false
  private running: Running | undefined
  private loading: Loading
  private readonly repeats = new Set<RunningSession>()
  private timedOut = false
  private idleEnds = 0
  private readonly ends = new Map<number, number>()
  private readonly abandoned = new Map<number, SubmissionError>()
  private given: SubmissionError | undefined

  constructor(options: SubmissionOptions, host: Host, totalMs = 1000 * options.timeoutSeconds) {
    this.options = options
    this.host = host
    this.loading = { careful: host.careful, skip: [], notes: [] }
    this.indices = new Map(options.functions.map(({ name }, index) => [name, index]))
    this.stopwatch = new Stopwatch(totalMs, () => this.expire())
    this.student = this.launch()
  }

  get sandbox(): string {
    return this.host.confinement.name
  }

  /** Loading and each function may hang once, and the rest still is called. */
  private get stepSeconds(): number {
    const step = this.options.timeoutSeconds / (this.options.functions.length + 1)
    return this.state === 'loading' && this.proven ? step / loadingSteps : step
  }

  /**
   * Resolves when the functions are known, or with the reason why they never will be.
   *
   * @throws Unconfined
   */
  open(): Promise<SubmissionError | undefined> {
    return new Promise((resolve, reject) => {
      this.opened = { resolve, reject }
    })
  }

  /** The files are in place: the process may load them. */
  setUp(setup: object): void {
    this.setup = setup
    this.begin()
  }

  call(name: string, args: readonly Argument[]): Promise<CallOutcome> {
    const functionIndex = this.indices.get(name)
    const status = this.functions[name]
    if (functionIndex === undefined || status?.status !== 'found') {
      const message = status?.status === 'missing' ? status.message : `${name} was not asked for`
      return Promise.resolve(failed({ kind: 'missing', message }))
    }
    return new Promise((resolve) => {
      this.waiting.push({ functionIndex, args, words: callWords(args), resolve })
      this.schedule()
    })
  }

  async repeat(calls: readonly CallRequest[]): Promise<CallOutcome[]> {
    const host = { ...this.host, release: () => {} }
    const again = new RunningSession(this.options, host, this.stopwatch.left)
    this.repeats.add(again)
    again.loading = this.loading
    const opening = again.open()
    if (this.setup) again.setUp(this.setup)
    await opening
    Object.assign(again.functions, this.functions)
    const outcomes = await Promise.all(calls.map(({ name, args }) => again.call(name, args)))
    await again.close()
    this.repeats.delete(again)
    this.stopwatch.spend(again.stopwatch.elapsed)
    return outcomes
  }

  output(): string {
    return this.host.clean(this.host.output.text())
  }

  async close(): Promise<void> {
    if (this.state === 'closed') return
    this.giveUp({ kind: 'crash', message: 'the submission was closed' })
    this.state = 'closed'
    this.stopwatch.stop()
    this.student.kill()
    await Promise.all([this.student.gone, ...Array.from(this.repeats, (again) => again.close())])
    this.host.release()
  }

  private launch(): StudentProcess {
    this.state = 'loading'
    this.proven = false
    this.running = undefined
    this.stopwatch.start(1000 * this.stepSeconds)
    return this.host.launch({
      proof: (proof) => this.prove(proof),
      running: (running) => this.advance(running),
      ready: (ready) => this.ready(ready),
      progress: () => this.stopwatch.progress(),
      reply: (outcome) => this.reply(outcome),
      end: (ended) => this.end(ended),
    })
  }

  private prove(proof: Proof): void {
    const broken = this.host.confinement.broken(proof)
    if (broken !== undefined) return this.unconfined(broken)
    this.proven = true
    this.stopwatch.start(1000 * this.stepSeconds)
    this.begin()
  }

  /** Nothing of the submission is run before the confinement is proved. */
  private begin(): void {
    if (!this.proven || !this.setup) return
    const { careful, skip } = this.loading
    this.student.setUp({ ...this.setup, careful, skip })
  }

  private unconfined(reason: string): void {
    this.student.discard()
    this.stopwatch.stop()
    this.opened?.reject(new Unconfined(reason))
    this.opened = undefined
    this.giveUp({ kind: 'crash', message: reason })
  }

  private advance(running: Running): void {
    this.running = running
    this.stopwatch.progress()
  }

  private ready(ready: Ready | Unloadable): void {
    if (this.state !== 'loading') return
    if ('failure' in ready && ready.failure.kind !== 'syntax' && !this.loading.careful) {
      this.student.discard()
      this.stopwatch.stop()
      return this.reload()
    }
    this.state = 'ready'
    this.stopwatch.stop()
    const error = 'failure' in ready ? this.cleaned(ready.failure) : this.describeOnce(ready)
    this.opened?.resolve(error)
    this.opened = undefined
    if (error) this.giveUp(error)
    this.pump()
  }

  private reload(): void {
    this.loading.careful = true
    this.student = this.launch()
  }

  private describeOnce(ready: Ready): SubmissionError | undefined {
    return this.opened ? this.describe(ready) : undefined
  }

  private describe({ found, names, notes }: Ready): SubmissionError | undefined {
    this.notes = [...this.loading.notes, ...notes.map((note) => this.host.clean(note))]
    for (const [index, { name }] of this.options.functions.entries()) {
      const as = found[index]
      this.functions[name] =
        typeof as === 'string'
          ? { status: 'found', as }
          : { status: 'missing', message: missingMessage(name, names) }
    }
    const missing = Object.values(this.functions).filter(({ status }) => status === 'missing')
    if (missing.length < this.options.functions.length) return undefined
    const wanted = this.options.functions.map(({ name }) => name)
    return { kind: 'missing', message: allMissingMessage(wanted, names) }
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
    this.stopwatch.start(1000 * this.stepSeconds)
    for (const call of calls) this.underway.push(call)
    let batch: Call[] = []
    let words = 0
    for (const call of calls) {
      batch.push(call)
      words += call.words
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
    this.settled++
    this.underway[this.settled - 1].resolve(this.cleanedOutcome(outcome))
    if (this.settled < this.underway.length) return
    this.underway = []
    this.settled = 0
    this.stopwatch.stop()
    this.schedule()
  }

  private cleanedOutcome(outcome: CallOutcome): CallOutcome {
    return outcome.status === 'returned' ? outcome : failed(this.cleaned(outcome.error))
  }

  /** The process knows that memory ran out, and not where the limit is. */
  private cleaned(error: SubmissionError): SubmissionError {
    const message = this.host.clean(error.message)
    if (error.kind !== 'memory') return { ...error, message }
    return { ...error, message: `${message} (the memory limit is ${this.options.memoryMiB} MiB)` }
  }

  private expire(): void {
    this.timedOut = true
    this.student.kill()
  }

  private end(ended: Ended): void {
    if (this.state === 'closed') return
    if (!this.proven) return this.unconfined(this.unstartable(ended))
    const loading = this.state === 'loading'
    const lost = this.underway.slice(this.settled)
    this.underway = []
    this.settled = 0
    const error = this.explain(ended, lost[0])
    const exhausted = this.stopwatch.exhausted
    this.state = 'gone'
    this.stopwatch.stop()
    if (loading && !exhausted && this.mayReload(error)) return this.reload()
    if (loading) this.lose(error)
    else if (lost.length === 0) this.endedIdle(error)
    else this.blame(lost, error)
    if (exhausted) this.giveUp(error)
    this.timedOut = false
    this.schedule()
  }

  /** What the launcher said of itself. */
  private unstartable(ended: Ended): string {
    const said = printable(this.host.output.text().trim().split('\n').at(-1) ?? '', 200)
    if (said !== '') return said
    return ended.how === 'exit' ? `the process ended with exit code ${ended.code}` : ended.how
  }

  /** A statement of the top level that never ends is skipped the next time. */
  private mayReload({ kind, message }: SubmissionError): boolean {
    if (kind !== 'timeout' && kind !== 'memory') return false
    this.timedOut = false
    if (!this.loading.careful) return true
    if (this.running === undefined || this.loading.skip.length === mostSkips) return false
    this.loading.skip.push(this.running.index)
    this.loading.notes.push(`the statement in line ${this.running.line} was left out: ${message}`)
    return true
  }

  /** It did not get as far as having functions. */
  private lose(error: SubmissionError): void {
    this.opened?.resolve(error)
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
      while: `while ${name ?? this.loadingStep()} was running`,
      limits: this.options,
      stepSeconds: this.timedOut ? this.stepSeconds : undefined,
      exhausted: this.stopwatch.exhausted,
      output: this.host.output,
      wrapped: this.host.confinement.name === 'bwrap',
    })
  }

  private loadingStep(): string {
    return this.running ? `line ${this.running.line} of the submission` : 'the submission'
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
