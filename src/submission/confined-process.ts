import type { Proof } from './confine.ts'
import { printable } from '../printable.ts'
import type { Host } from './host.ts'
import type { OutputCapture } from './output-capture.ts'
import type { Manner, Setup } from './setup.ts'
import type { Ended, Listener, SentCall, StudentProcess } from './student-process.ts'

/** The process was not confined as promised; whether to go on in another way is not decided here. */
export class Unconfined extends Error {}

export interface ConfinedListener extends Omit<Listener, 'proof'> {
  /** From now on it loads the submission. */
  proven(): void
  /** Instead of an end. */
  unconfined(reason: string): void
}

/** A process of a submission that hears of it only once it has proved its confinement. */
export class ConfinedProcess {
  private isProven = false
  private isKilled = false
  private setup: (Setup & Manner) | undefined
  private readonly host: Host
  private readonly listener: ConfinedListener
  private readonly student: StudentProcess

  constructor(host: Host, listener: ConfinedListener) {
    this.host = host
    this.listener = listener
    this.student = host.launch({
      proof: (proof) => this.prove(proof),
      running: (running) => listener.running(running),
      ready: (ready) => listener.ready(ready),
      progress: () => listener.progress(),
      reply: (outcome) => listener.reply(outcome),
      end: (ended) => this.end(ended),
    })
  }

  /** The files are in place: it may load them. */
  setUp(setup: Setup, { careful, skip }: Manner): void {
    this.setup = { ...setup, careful, skip }
    this.begin()
  }

  send(calls: readonly SentCall[]): void {
    this.student.send(calls)
  }

  kill(): void {
    this.isKilled = true
    this.student.kill()
  }

  /** Ends it without a word to the listener. */
  discard(): void {
    this.student.discard()
  }

  get gone(): Promise<void> {
    return this.student.gone
  }

  private prove(proof: Proof): void {
    const broken = this.host.confinement.broken(proof)
    if (broken !== undefined) {
      this.student.discard()
      return this.listener.unconfined(broken)
    }
    this.isProven = true
    this.listener.proven()
    this.begin()
  }

  private begin(): void {
    if (this.isProven && this.setup) this.student.setUp(this.setup)
  }

  /** One that was killed before it had proved anything says nothing about its confinement. */
  private end(ended: Ended): void {
    if (this.isProven || this.isKilled) this.listener.end(ended)
    else this.listener.unconfined(unstartable(ended, this.host.output))
  }
}

/** What the launcher said of itself. */
const unstartable = (ended: Ended, output: OutputCapture): string => {
  const said = printable(output.text().trim().split('\n').at(-1) ?? '', 200)
  if (said !== '') return said
  return ended.how === 'exit' ? `the process ended with exit code ${ended.code}` : ended.how
}
