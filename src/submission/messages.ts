import type { Proof } from './confine.ts'
import type { ErrorKind, SubmissionError } from './contract.ts'
import { printable } from '../printable.ts'
import { ProtocolViolation } from './wire.ts'

/** What a process tells of itself in JSON, checked field by field. */
export interface Ready {
  /** For each wanted function the name under which it is there. */
  readonly found: readonly (string | null)[]
  /** The names of all functions. */
  readonly names: readonly string[]
  /** What did not work although the functions are there. */
  readonly notes: readonly string[]
}

const kinds: readonly ErrorKind[] = ['crash', 'memory', 'syntax', 'timeout']

/** The process could not make sense of the submission. */
export interface Unloadable {
  readonly failure: SubmissionError
}

export const readReady = (body: Buffer): Ready | Unloadable => {
  const message = parse(body)
  if ('failure' in message) return { failure: errorFrom(message.failure) }
  return {
    found: list(message.found).map((name) => (name === null ? null : text(name))),
    names: list(message.names).map(text),
    notes: list(message.notes).map((note) => printable(text(note))),
  }
}

/** A statement of the top level is about to run. */
export interface Running {
  readonly index: number
  readonly line: number
}

export const readRunning = (body: Buffer): Running => {
  const { index, line } = parse(body)
  if (!isCount(index) || !isCount(line)) throw malformed()
  return { index, line }
}

export const readProof = (body: Buffer): Proof => {
  const { pid, status, net, environment, permissions } = parse(body)
  if (!isCount(pid)) throw malformed()
  return {
    pid,
    status: text(status),
    net: text(net),
    environment: list(environment).map(text),
    permissions: permissions === true,
  }
}

export const readLastWords = (body: Buffer): SubmissionError => errorFrom(parse(body))

const parse = (body: Buffer): Record<string, unknown> => {
  try {
    return record(JSON.parse(body.toString('utf8')))
  } catch (error) {
    if (error instanceof ProtocolViolation) throw error
    throw new ProtocolViolation('a message is not JSON')
  }
}

const malformed = () => new ProtocolViolation('a message does not have the fields that it should')

const record = (value: unknown): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed()
  return Object.fromEntries(Object.entries(value))
}

const list = (value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw malformed()
  return value
}

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw malformed()
  return value
}

const errorFrom = (value: unknown): SubmissionError => {
  const { kind, message, line, column } = record(value)
  const known = kinds.find((one) => one === kind)
  if (known === undefined) throw malformed()
  return {
    kind: known,
    message: printable(text(message)),
    ...(isPosition(line) && { line }),
    ...(isPosition(column) && { column }),
  }
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const isPosition = (value: unknown): value is number => isCount(value) && value > 0
