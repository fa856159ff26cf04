import { failed } from './call-queue.ts'
import { Unconfined } from './confined-process.ts'
import type {
  Argument,
  CallOutcome,
  FunctionStatus,
  SubmissionError,
  SubmissionOptions,
} from './contract.ts'
import { foundFunctions, noneFound } from './found-functions.ts'
import type { Host } from './host.ts'
import { Loading } from './loading.ts'
import { Processes } from './processes.ts'
import type { CallRequest, Session } from './session.ts'
import type { Setup } from './setup.ts'
import { callWords } from './wire.ts'

/** A session and its processes: those that answer its calls, and those of calls that are made again. */
export class RunningSession implements Session {
  functions: Readonly<Record<string, FunctionStatus>> = {}
  notes: readonly string[] = []
  private readonly options: SubmissionOptions
  private readonly host: Host
  private readonly loading: Loading
  private readonly indices: ReadonlyMap<string, number>
  private readonly processes: Processes
  private readonly repeats = new Set<Processes>()
  private setup: Setup | undefined

  constructor(options: SubmissionOptions, host: Host) {
    this.options = options
    this.host = host
    this.loading = new Loading(host.careful)
    this.indices = new Map(options.functions.map(({ name }, index) => [name, index]))
    this.processes = new Processes(options, host, this.loading, 1000 * options.timeoutSeconds)
  }

  get sandbox(): string {
    return this.host.confinement.name
  }

  /**
   * Resolves when the functions are known, or with the reason why they never will be.
   *
   * @throws Unconfined
   */
  async open(): Promise<SubmissionError | undefined> {
    const ready = await this.processes.open()
    if ('failure' in ready) return ready.failure
    const notes = ready.notes.map((note) => this.host.clean(note))
    this.notes = [...this.loading.notes, ...notes]
    this.functions = foundFunctions(this.options.functions, ready)
    return noneFound(this.functions, ready)
  }

  /** The files are in place: the process may load them. */
  setUp(setup: Setup): void {
    this.setup = setup
    this.processes.setUp(setup)
  }

  call(name: string, args: readonly Argument[]): Promise<CallOutcome> {
    return this.ask(this.processes, name, args)
  }

  async repeat(calls: readonly CallRequest[]): Promise<CallOutcome[]> {
    const again = new Processes(
      this.options,
      this.host,
      this.loading,
      this.processes.stopwatch.left,
    )
    this.repeats.add(again)
    const outcomes = await this.askAgain(again, calls)
    await again.close()
    this.repeats.delete(again)
    this.processes.stopwatch.spend(again.stopwatch.elapsed)
    return outcomes
  }

  output(): string {
    return this.host.clean(this.host.output.text())
  }

  async close(): Promise<void> {
    await Promise.all([this.processes, ...this.repeats].map((each) => each.close()))
    this.host.release()
  }

  /** A process that is ended before it has proved its confinement has run nothing: it says nothing of the functions. */
  private async askAgain(again: Processes, calls: readonly CallRequest[]): Promise<CallOutcome[]> {
    const opening = again.open()
    if (this.setup) again.setUp(this.setup)
    try {
      await opening
    } catch (error) {
      if (!(error instanceof Unconfined)) throw error
      const message = `no fresh process came as far as the submission (${error.message})`
      return calls.map(() => failed({ kind: 'timeout', message }))
    }
    return Promise.all(calls.map(({ name, args }) => this.ask(again, name, args)))
  }

  private ask(processes: Processes, name: string, args: readonly Argument[]): Promise<CallOutcome> {
    const functionIndex = this.indices.get(name)
    const status = this.functions[name]
    if (functionIndex === undefined || status?.status !== 'found') {
      const message = status?.status === 'missing' ? status.message : `${name} was not asked for`
      return Promise.resolve(failed({ kind: 'missing', message }))
    }
    return new Promise((resolve) => {
      processes.add({ functionIndex, args, words: callWords(args), resolve })
    })
  }
}
