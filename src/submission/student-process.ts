import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { Duplex } from 'node:stream'
import type { Confined, Proof } from './confine.ts'
import type { CallOutcome, SubmissionError } from './contract.ts'
import {
  readLastWords,
  readProof,
  readReady,
  readRunning,
  type Ready,
  type Running,
  type Unloadable,
} from './messages.ts'
import type { OutputCapture } from './output-capture.ts'
import {
  batchFrame,
  headerBytes,
  nonceBytes,
  ProtocolViolation,
  ReplyReader,
  setupFrame,
  toJudge,
  type WireCall,
  wordsAllowed,
} from './wire.ts'

/** A call on its way, and how many words it takes. */
export interface SentCall extends WireCall {
  readonly words: number
}

export type Ended =
  | { readonly how: 'exit'; readonly code: number | null; readonly signal: string | null }
  | { readonly how: 'violation'; readonly message: string }
  | { readonly how: 'last-words'; readonly error: SubmissionError }
  | { readonly how: 'unstartable'; readonly message: string }

export interface Listener {
  /** The process has told how it is confined, and nothing else yet. */
  proof(proof: Proof): void
  /** While loading: the statement that is about to run. */
  running(running: Running): void
  ready(ready: Ready | Unloadable): void
  /** Replies have come, which follow one by one. */
  progress(): void
  /** The outcome of the call that was sent first of those without an outcome. */
  reply(outcome: CallOutcome): void
  /** Once, and nothing after it. */
  end(ended: Ended): void
}

/** A frame with JSON in it; lists of names are what it holds. */
const longestJson = 256 * 1024
/** A frame of replies holds what is kept back, which ends with one reply more. */
const keptBackBytes = 64 * 1024
/** For the last bytes to arrive after a process is gone; its descendants may hold the channel. */
const graceMilliseconds = 200

const alive = new Set<StudentProcess>()
process.once('exit', () => {
  for (const student of alive) student.kill()
})

/** A descriptor of its own that goes both ways. */
const duplex = (stream: unknown): Duplex => {
  if (stream instanceof Duplex) return stream
  throw new TypeError('a process without a channel')
}

/** One process of a submission: sends it calls, and gives back what it answers, strictly read. */
export class StudentProcess {
  private readonly child: ChildProcess
  private readonly channel: Duplex
  /** Zeros until the setup is sent. */
  private nonce = Buffer.alloc(nonceBytes)
  private readonly listener: Listener
  /** Calls that were sent, from `answered` on without a reply. */
  private sent: SentCall[] = []
  private answered = 0
  private sequence = 0
  private largestCall = 0
  private chunks: Buffer[] = []
  private received = 0
  private ended: Ended | undefined
  /** Settles when the process is gone. */
  readonly gone: Promise<void>

  constructor({ command, args, env }: Confined, output: OutputCapture, listener: Listener) {
    this.listener = listener
    this.child = spawn(command, args, {
      env,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    })
    this.channel = duplex(this.child.stdio[3])
    alive.add(this)
    this.channel.on('data', (chunk: Buffer) => this.receive(chunk))
    // Writing to a process that is gone fails; its exit tells the story.
    this.channel.on('error', () => {})
    output.take(this.child.stdout!)
    output.take(this.child.stderr!)
    this.gone = this.watch()
  }

  /** @param setup what the process has to know; the nonce goes with it */
  setUp(setup: object): void {
    this.nonce = randomBytes(nonceBytes)
    this.channel.write(setupFrame({ ...setup, nonce: this.nonce.toString('hex') }))
  }

  send(calls: readonly SentCall[]): void {
    let words = 0
    for (const call of calls) {
      this.sent.push(call)
      this.largestCall = Math.max(this.largestCall, call.words)
      words += call.words
    }
    this.channel.write(batchFrame(calls, words))
  }

  /** With everything that it started and that has not left its group. */
  kill(): void {
    const { pid } = this.child
    if (pid === undefined) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // It is gone already.
    }
  }

  /** Ends it without a word to the listener. */
  discard(): void {
    this.ended = { how: 'exit', code: null, signal: 'SIGKILL' }
    this.kill()
  }

  private watch(): Promise<void> {
    return new Promise((resolve) => {
      this.child.once('error', ({ message }) => {
        this.end({ how: 'unstartable', message })
        resolve()
      })
      this.child.once('exit', (code, signal) => {
        this.kill()
        const finish = () => {
          clearTimeout(timer)
          this.end({ how: 'exit', code, signal })
          resolve()
        }
        const timer = setTimeout(finish, graceMilliseconds)
        this.child.once('close', finish)
      })
    })
  }

  private end(ended: Ended): void {
    alive.delete(this)
    this.kill()
    for (const stream of this.child.stdio) stream?.destroy()
    if (this.ended) return
    this.ended = ended
    this.listener.end(ended)
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk)
    this.received += chunk.length
    try {
      while (!this.ended && this.takeFrame()) continue
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error
      this.end({ how: 'violation', message: error.message })
    }
  }

  private takeFrame(): boolean {
    if (this.received < headerBytes) return false
    const header = this.peek(headerBytes)
    const length = header.readUInt32LE(0)
    const kind = header.readUInt32LE(4)
    if (!header.subarray(8, headerBytes).equals(this.nonce)) {
      throw new ProtocolViolation('bytes came on the channel that are no message')
    }
    if (length > this.longest(kind)) throw new ProtocolViolation('a message is too long')
    if (this.received < headerBytes + length) return false
    this.handle(kind, this.take(headerBytes + length).subarray(headerBytes))
    return true
  }

  private longest(kind: number): number {
    if (kind !== toJudge.replies) return longestJson
    return keptBackBytes + 8 * wordsAllowed(this.largestCall)
  }

  private peek(bytes: number): Buffer {
    if (this.chunks[0].length < bytes) this.chunks = [Buffer.concat(this.chunks)]
    return this.chunks[0].subarray(0, bytes)
  }

  private take(bytes: number): Buffer {
    if (this.chunks[0].length < bytes) this.chunks = [Buffer.concat(this.chunks)]
    const [first] = this.chunks
    if (first.length === bytes) this.chunks.shift()
    else this.chunks[0] = first.subarray(bytes)
    this.received -= bytes
    return first.subarray(0, bytes)
  }

  private handle(kind: number, body: Buffer): void {
    if (kind === toJudge.proof) this.listener.proof(readProof(body))
    else if (kind === toJudge.ready) this.listener.ready(readReady(body))
    else if (kind === toJudge.running) this.listener.running(readRunning(body))
    else if (kind === toJudge.lastWords) this.end({ how: 'last-words', error: readLastWords(body) })
    else if (kind === toJudge.replies) this.readReplies(body)
    else throw new ProtocolViolation('a message of a kind that does not exist')
  }

  private readReplies(body: Buffer): void {
    const aligned = new Uint8Array(body).buffer
    this.listener.progress()
    const reader = new ReplyReader(aligned)
    while (!reader.done) {
      const call = this.sent[this.answered]
      if (!call) throw new ProtocolViolation('a reply came to a call that was not made')
      const outcome = reader.reply(this.sequence, call.args.length, call.words)
      this.sequence++
      this.answered++
      this.listener.reply(outcome)
    }
    if (this.answered === this.sent.length) this.forget()
  }

  private forget(): void {
    this.sent = []
    this.answered = 0
    this.largestCall = 0
  }
}
