import { batchesOf } from './batches.ts'
import { CallQueue, failed, type Call } from './call-queue.ts'
import { ConfinedProcess, Unconfined } from './confined-process.ts'
import type { CallOutcome, SubmissionError, SubmissionOptions } from './contract.ts'
import { completed, explainEnd } from './explain-end.ts'
import type { Host } from './host.ts'
import type { Loading } from './loading.ts'
import type { Ready, Running, Unloadable } from './messages.ts'
import type { Setup } from './setup.ts'
import { Stopwatch } from './stopwatch.ts'
import type { Ended } from './student-process.ts'

/** A statement of the top level has this part of a step's time: several may hang. */
const loadingSteps = 2
/** Processes may end between calls, by a timer of the student's, but not for ever. */
const mostIdleEnds = 3

interface Opening {
  resolve(ready: Ready | Unloadable): void
  reject(error: Error): void
}

type State = 'loading' | 'ready' | 'gone' | 'closed'

/** The processes of a submission, one after the other for as long as there are calls. */
export class Processes {
  readonly stopwatch: Stopwatch
  private readonly options: SubmissionOptions
  private readonly host: Host
  private readonly loading: Loading
  private readonly calls = new CallQueue()
  private state: State = 'loading'
  private current: ConfinedProcess
  private setup: Setup | undefined
  private running: Running | undefined
  private opened: Opening | undefined
  private pumping = false
  private stepSeconds = 0
  private timedOut = false
  private idleEnds = 0

  /** @param totalMs for which all of them together may work */
  constructor(options: SubmissionOptions, host: Host, loading: Loading, totalMs: number) {
    this.options = options
    this.host = host
    this.loading = loading
    this.stopwatch = new Stopwatch(totalMs, () => this.expire())
    this.current = this.launch()
  }

  /**
   * Resolves when one has loaded the submission, or with the reason why none ever will.
   *
   * @throws Unconfined
   */
  open(): Promise<Ready | Unloadable> {
    return new Promise((resolve, reject) => {
      this.opened = { resolve, reject }
    })
  }

  /** The files are in place: they may be loaded. */
  setUp(setup: Setup): void {
    this.setup = setup
    this.current.setUp(setup, this.loading)
  }

  /** Calls of the same turn of the event loop travel together. */
  add(call: Call): void {
    this.calls.add(call)
    this.schedule()
  }

  async close(): Promise<void> {
    if (this.state === 'closed') return
    this.lose({ kind: 'crash', message: 'the submission was closed' })
    this.state = 'closed'
    this.stopwatch.stop()
    this.current.kill()
    await this.current.gone
  }

  private launch(): ConfinedProcess {
    this.state = 'loading'
    this.running = undefined
    const process = new ConfinedProcess(this.host, {
      proven: () => this.allow(this.share / loadingSteps),
      unconfined: (reason) => this.unconfined(reason),
      running: (running) => this.advance(running),
      ready: (ready) => this.ready(ready),
      progress: () => this.stopwatch.progress(),
      reply: (outcome) => this.reply(outcome),
      end: (ended) => this.end(ended),
    })
    this.allow(this.share)
    if (this.setup) process.setUp(this.setup, this.loading)
    return process
  }

  /** Loading and each function may hang once, and the rest still is called. */
  private get share(): number {
    return this.options.timeoutSeconds / (this.options.functions.length + 1)
  }

  /** Until it goes on, or is ended. */
  private allow(stepSeconds: number): void {
    this.stepSeconds = stepSeconds
    this.stopwatch.start(1000 * stepSeconds)
  }

  private unconfined(reason: string): void {
    this.stopwatch.stop()
    this.opened?.reject(new Unconfined(reason))
    this.opened = undefined
    this.calls.giveUp({ kind: 'crash', message: reason })
  }

  private advance(running: Running): void {
    this.running = running
    this.stopwatch.progress()
  }

  private ready(ready: Ready | Unloadable): void {
    if (this.state !== 'loading') return
    this.stopwatch.stop()
    const failed = 'failure' in ready
    if (failed && ready.failure.kind !== 'syntax' && !this.loading.careful)
      return this.reloadCarefully()
    this.state = 'ready'
    if (failed) return this.lose(this.cleaned(ready.failure))
    this.opened?.resolve(ready)
    this.opened = undefined
    this.pump()
  }

  private reloadCarefully(): void {
    this.current.discard()
    this.loading.careful = true
    this.current = this.launch()
  }

  /** None gets as far as having functions. */
  private lose(failure: SubmissionError): void {
    this.opened?.resolve({ failure })
    this.opened = undefined
    this.calls.giveUp(failure)
  }

  private schedule(): void {
    if (this.pumping) return
    this.pumping = true
    setImmediate(() => {
      this.pumping = false
      this.pump()
    })
  }

  private pump(): void {
    if (!this.calls.hasWaiting() || this.state === 'closed') return
    if (this.state === 'gone') this.current = this.launch()
    if (this.state !== 'ready') return
    const calls = this.calls.next()
    if (calls.length === 0) return
    this.allow(this.share)
    for (const batch of batchesOf(calls)) this.current.send(batch)
  }

  private reply(outcome: CallOutcome): void {
    // Calls may be under way when it is closed; nobody waits for them any more.
    if (this.state === 'closed') return
    const cleaned = outcome.status === 'returned' ? outcome : failed(this.cleaned(outcome.error))
    if (!this.calls.settle(cleaned)) return
    this.stopwatch.stop()
    this.schedule()
  }

  private cleaned(error: SubmissionError): SubmissionError {
    return completed({ ...error, message: this.host.clean(error.message) }, this.options)
  }

  private expire(): void {
    this.timedOut = true
    this.current.kill()
  }

  private end(ended: Ended): void {
    if (this.state === 'closed') return
    const loading = this.state === 'loading'
    const lost = this.calls.lose()
    const error = this.explain(ended, lost[0])
    const { timedOut } = this
    const { exhausted } = this.stopwatch
    this.state = 'gone'
    this.timedOut = false
    this.stopwatch.stop()
    if (!loading) this.settle(lost, error, timedOut)
    else if (!exhausted && this.loading.learn(error, this.running)) this.current = this.launch()
    else this.lose(error)
    if (exhausted) this.calls.giveUp(error)
    this.schedule()
  }

  /** What becomes of its calls, and of those after them. */
  private settle(lost: Call[], error: SubmissionError, timedOut: boolean): void {
    if (lost.length > 0) return this.calls.blame(lost, error, timedOut)
    this.idleEnds++
    if (this.idleEnds === mostIdleEnds) this.calls.giveUp(error)
  }

  private explain(ended: Ended, call: Call | undefined): SubmissionError {
    const name = call && this.options.functions[call.functionIndex].name
    const loading = this.running ? `line ${this.running.line} of the submission` : 'the submission'
    return explainEnd(ended, {
      while: `while ${name ?? loading} was running`,
      limits: this.options,
      stepSeconds: this.timedOut ? this.stepSeconds : undefined,
      exhausted: this.stopwatch.exhausted,
      output: this.host.output,
      wrapped: this.host.confinement.name === 'bwrap',
    })
  }
}
