import type { Argument, CallOutcome, ErrorKind, Returned } from './contract.ts'
import { printable } from '../printable.ts'

/**
 * The messages between the judge and a student's process. A frame is a header and a body:
 *
 *     to the process     length: u32, kind: u32, body
 *     to the judge       length: u32, kind: u32, nonce: 16 bytes, body
 *
 * `length` counts the bytes of the body. The first frame is the process's proof of its confinement,
 * with a nonce of zeros: it hears the nonce in the setup. These two, ready, running and last words
 * are JSON; batches and replies are little-endian float64 words, which hold the small integers of their structure exactly:
 *
 *     batch   count, then for each call: function, count of arguments, arguments (arrays and texts)
 *     array   rank, dimensions, data in row-major order (a number has rank 0)
 *     text    -1, length, code points: an argument alone may be one
 *     replies one after the other: sequence number, 0, mask of mutated arguments, value
 *             or: sequence number, kind of error, line or 0, bytes of text, text padded to words
 *     value   an array, or -1, count, values
 */
export const toProcess = { setup: 1, batch: 2 } as const
export const toJudge = { ready: 1, replies: 2, lastWords: 3, running: 4, proof: 5 } as const

export const nonceBytes = 16
export const headerBytes = 8 + nonceBytes

/** Kinds of error that a process may report of a call; the index is what is sent. */
const replyKinds: readonly (ErrorKind | undefined)[] = [undefined, 'crash', 'memory', 'protocol']

/** Lists of lists of lists are as deep as an honest answer goes; recursion has to end somewhere. */
const deepest = 8

/** A reply may hold this many words, and eight for every word of its call. */
export const replyAllowance = 4096
export const wordsAllowed = (callWords: number): number => replyAllowance + 8 * callWords

/** Thrown where a process sent what no honest one sends. */
export class ProtocolViolation extends Error {}

const codePoints = (text: string): number[] =>
  Array.from(text, (character) => character.codePointAt(0)!)

const wordsOf = (argument: Argument): number => {
  if (typeof argument === 'number') return 2
  if (typeof argument === 'string') return 2 + codePoints(argument).length
  return 1 + argument.shape.length + argument.data.length
}

/** One call as words. */
export const encodeCall = (functionIndex: number, args: readonly Argument[]): Float64Array => {
  const words = new Float64Array(args.reduce((sum: number, argument) => sum + wordsOf(argument), 2))
  words[0] = functionIndex
  words[1] = args.length
  let at = 2
  for (const argument of args) {
    if (typeof argument === 'number') {
      words[at + 1] = argument
    } else if (typeof argument === 'string') {
      words.set([-1, codePoints(argument).length, ...codePoints(argument)], at)
    } else {
      words[at] = argument.shape.length
      words.set(argument.shape, at + 1)
      words.set(argument.data, at + 1 + argument.shape.length)
    }
    at += wordsOf(argument)
  }
  return words
}

const frame = (kind: number, body: Uint8Array): Buffer => {
  const bytes = Buffer.allocUnsafe(8 + body.length)
  bytes.writeUInt32LE(body.length, 0)
  bytes.writeUInt32LE(kind, 4)
  bytes.set(body, 8)
  return bytes
}

export const setupFrame = (setup: unknown): Buffer =>
  frame(toProcess.setup, Buffer.from(JSON.stringify(setup)))

export const batchFrame = (calls: readonly Float64Array[]): Buffer => {
  const body = new Float64Array(calls.reduce((sum, call) => sum + call.length, 1))
  body[0] = calls.length
  let at = 1
  for (const call of calls) {
    body.set(call, at)
    at += call.length
  }
  return frame(toProcess.batch, new Uint8Array(body.buffer))
}

/** Reads words one by one and refuses every structure that does not fit into what was sent. */
export class ReplyReader {
  private at = 0
  private readonly words: Float64Array

  constructor(body: ArrayBuffer) {
    if (body.byteLength % 8 !== 0) throw new ProtocolViolation('a reply is not made of whole words')
    this.words = new Float64Array(body)
  }

  get done(): boolean {
    return this.at === this.words.length
  }

  /** The reply to the call with this sequence number, which had `callWords` words. */
  reply(sequence: number, args: number, callWords: number): CallOutcome {
    const start = this.at
    if (this.word() !== sequence) throw new ProtocolViolation('a reply came out of order')
    const kind = replyKinds[this.integer(replyKinds.length - 1)]
    const outcome = kind === undefined ? this.returned(args) : this.error(kind)
    if (this.at - start > wordsAllowed(callWords))
      throw new ProtocolViolation('a reply is too long')
    return outcome
  }

  private returned(args: number): CallOutcome {
    const mask = this.integer(2 ** args - 1)
    const mutated = Array.from({ length: args }, (_, i) => i).filter(
      (i) => Math.floor(mask / 2 ** i) % 2 === 1,
    )
    return { status: 'returned', value: this.value(deepest), mutated }
  }

  private error(kind: ErrorKind): CallOutcome {
    const line = this.integer(2 ** 31)
    const message = printable(this.text())
    return { status: 'error', error: { kind, message, ...(line > 0 && { line }) } }
  }

  private value(depth: number): Returned {
    const rank = this.word()
    if (rank === -1) {
      if (depth === 0) throw new ProtocolViolation('lists are nested too deeply')
      return Array.from({ length: this.integer(this.left) }, () => this.value(depth - 1))
    }
    this.at--
    return this.array()
  }

  private array(): Returned {
    const rank = this.integer(deepest)
    const shape = Array.from({ length: rank }, () => this.integer(2 ** 31))
    const size = shape.reduce((product, length) => product * length, 1)
    if (size > this.left) throw new ProtocolViolation('an array is longer than its message')
    const data = this.words.slice(this.at, this.at + size)
    this.at += size
    return rank === 0 ? data[0] : { shape, data }
  }

  private text(): string {
    const bytes = this.integer(8 * this.left)
    const from = 8 * this.at
    this.at += Math.ceil(bytes / 8)
    return Buffer.from(this.words.buffer, from, bytes).toString('utf8')
  }

  private get left(): number {
    return this.words.length - this.at
  }

  private word(): number {
    if (this.left === 0) throw new ProtocolViolation('a reply ends too early')
    return this.words[this.at++]
  }

  private integer(largest: number): number {
    const word = this.word()
    if (!Number.isInteger(word) || word < 0 || word > largest) {
      throw new ProtocolViolation('a reply has a structure that cannot be')
    }
    return word
  }
}
