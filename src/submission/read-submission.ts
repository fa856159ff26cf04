import { createHash } from 'node:crypto'
import { basename, extname } from 'node:path'
import { chooseEntry, type Entry } from './choose-entry.ts'
import type { FunctionSpec, SubmissionError, SubmissionIdentity } from './contract.ts'
import {
  isSource,
  kindOf,
  languages,
  readFile,
  readFolder,
  refuseSourceName,
  Rejected,
  shown,
  type SourceFile,
} from './read-files.ts'

export interface SubmissionSource {
  readonly status: 'read'
  readonly identity: SubmissionIdentity
  readonly entry: SourceFile
  /** The entry's text without a byte order mark. */
  readonly text: string
  /** Other files of a folder, for imports. */
  readonly siblings: readonly SourceFile[]
}

export interface Rejection {
  readonly status: 'rejected'
  readonly error: SubmissionError
}

/** Reads a file or a folder; nothing in it is followed, run or parsed. */
export const readSubmission = (
  path: string,
  functions: readonly FunctionSpec[],
): SubmissionSource | Rejection => {
  try {
    return describe(path, readEntry(path, functions))
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    return { status: 'rejected', error: { kind: 'rejected', message: error.message } }
  }
}

const readEntry = (path: string, functions: readonly FunctionSpec[]): Entry => {
  if (kindOf(path) === 'folder') {
    refuseSourceName(path)
    return chooseEntry(path, readFolder(path), functions)
  }
  if (!isSource(path)) {
    throw new Rejected(`${shown(path)} is not one of ${Object.keys(languages).join(', ')}`)
  }
  return { entry: { name: basename(path), bytes: readFile(path) }, siblings: [] }
}

const describe = (path: string, { entry, siblings }: Entry): SubmissionSource => {
  const text = decode(entry)
  const language = languages[extname(entry.name)]
  const sha256 = createHash('sha256').update(entry.bytes).digest('hex')
  return { status: 'read', identity: { path, language, sha256 }, entry, text, siblings }
}

const decode = ({ name, bytes }: SourceFile): string => {
  if (bytes.includes(0)) throw new Rejected(`${shown(name)} has null bytes in it: it is not text`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Rejected(`${shown(name)} is not UTF-8 (from byte ${firstInvalid(bytes)} on)`)
  }
}

/** The number of bytes before the first that is not UTF-8. */
const firstInvalid = (bytes: Buffer): number => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const encoded = Buffer.from(text)
  return encoded.findIndex((byte, i) => byte !== bytes[i])
}
