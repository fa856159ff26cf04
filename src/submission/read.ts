import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
} from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { FunctionSpec, Language, SubmissionError, SubmissionIdentity } from './contract.ts'
import { spellings } from './names.ts'
import { printable } from '../printable.ts'

/** Source code is written by hand; whatever is larger holds something else. */
const largestSource = 2 ** 20
/** A notebook holds the pictures that it drew. */
const largestNotebook = 8 * 2 ** 20
/** A folder may bring a small data set along. */
const largestFolder = 8 * 2 ** 20
const mostFiles = 200
const deepestFolder = 5
/** The limit of common file systems. */
const longestName = 255

const languages: Readonly<Record<string, Language>> = {
  '.ts': 'typescript',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.py': 'python',
  '.ipynb': 'python',
}

/** Entries of a folder by which it is known, the likeliest first. */
const entryStems = ['submission', 'main', 'index', 'solution']

export interface SourceFile {
  /** Relative to the submission's folder, with `/` between its parts. */
  readonly name: string
  readonly bytes: Buffer
}

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

class Rejected extends Error {}

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

const largestOf = (path: string): number =>
  extname(path) === '.ipynb' ? largestNotebook : largestSource

interface Entry {
  readonly entry: SourceFile
  readonly siblings: readonly SourceFile[]
}

const readEntry = (path: string, functions: readonly FunctionSpec[]): Entry => {
  const kind = kindOf(path)
  if (kind === 'folder' && extname(path) in languages) {
    throw new Rejected(`${shown(path)} is a folder with the name of a source file`)
  }
  if (kind === 'folder') return chooseEntry(path, readFolder(path), functions)
  if (!(extname(path) in languages)) {
    throw new Rejected(`${shown(path)} is not one of ${Object.keys(languages).join(', ')}`)
  }
  return { entry: { name: basename(path), bytes: readFile(path, largestOf(path)) }, siblings: [] }
}

const describe = (path: string, { entry, siblings }: Entry): SubmissionSource => {
  const text = decode(entry)
  const language = languages[extname(entry.name)]
  const sha256 = createHash('sha256').update(entry.bytes).digest('hex')
  return { status: 'read', identity: { path, language, sha256 }, entry, text, siblings }
}

const shown = (path: string): string => printable(basename(path), 100)

/** Of the path itself: links are not followed, and nothing but files and folders is opened. */
const kindOf = (path: string): 'file' | 'folder' => {
  if (Buffer.byteLength(basename(path)) > longestName) {
    throw new Rejected(`a name of more than ${longestName} bytes: ${shown(path)}`)
  }
  const stats = attempt(path, () => lstatSync(path))
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'folder'
  const what = stats.isSymbolicLink() ? 'a symbolic link' : 'neither a file nor a folder'
  throw new Rejected(`${shown(path)} is ${what}`)
}

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  return code === 'ENOENT' ? 'there is no such file' : code
}

const attempt = <T>(path: string, read: () => T): T => {
  try {
    return read()
  } catch (error) {
    if (error instanceof Rejected) throw error
    throw new Rejected(`${shown(path)} cannot be read: ${reasonOf(error)}`)
  }
}

/** What was checked may have been replaced since: the descriptor decides. */
const readFile = (path: string, largest: number): Buffer =>
  attempt(path, () => {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
    const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      const stats = fstatSync(descriptor)
      if (!stats.isFile()) throw new Rejected(`${shown(path)} is not a file`)
      if (stats.size > largest) throw tooLarge(path, largest)
      return readAll(descriptor, stats.size)
    } finally {
      closeSync(descriptor)
    }
  })

const tooLarge = (path: string, largest: number) =>
  new Rejected(`${shown(path)} is larger than ${largest / 2 ** 20} MiB`)

const readAll = (descriptor: number, size: number): Buffer => {
  const bytes = Buffer.alloc(size)
  let at = 0
  while (at < size) {
    const count = readSync(descriptor, bytes, at, size - at, at)
    if (count === 0) break
    at += count
  }
  return bytes.subarray(0, at)
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

// What tools leave behind, and what would configure tools of ours.
const ignored = /^(\..*|node_modules|__pycache__|package(-lock)?\.json)$/

export const isIgnored = (name: string): boolean => ignored.test(name)

/** Whether a file is source code, by its name. */
export const isSource = (name: string): boolean => extname(name) in languages

const readFolder = (root: string): SourceFile[] => {
  const files: SourceFile[] = []
  let left = largestFolder
  const visit = (folder: string, prefix: string, depth: number): void => {
    if (depth > deepestFolder) throw new Rejected(`folders nested more than ${deepestFolder} deep`)
    const names = attempt(folder, () => readdirSync(folder)).filter((name) => !isIgnored(name))
    refuseCollisions(names)
    for (const name of names.toSorted()) {
      const path = join(folder, name)
      if (kindOf(path) === 'folder') {
        if (extname(name) in languages) readEntry(path, [])
        visit(path, `${prefix}${name}/`, depth + 1)
        continue
      }
      if (files.length === mostFiles) throw new Rejected(`more than ${mostFiles} files`)
      const bytes = readFile(path, extname(name) in languages ? largestOf(name) : left)
      left -= bytes.length
      if (left < 0) throw tooLarge(root, largestFolder)
      files.push({ name: prefix + name, bytes })
    }
  }
  visit(root, '', 0)
  return files
}

/** Which of them is meant would depend on the file system. */
const refuseCollisions = (names: readonly string[]): void => {
  const seen = new Map<string, string>()
  for (const name of names) {
    const other = seen.get(name.toLowerCase())
    if (other !== undefined) {
      throw new Rejected(`${shown(other)} and ${shown(name)} differ in nothing but case`)
    }
    seen.set(name.toLowerCase(), name)
  }
}

const chooseEntry = (
  path: string,
  files: readonly SourceFile[],
  functions: readonly FunctionSpec[],
): Entry => {
  const sources = files.filter(({ name }) => !name.includes('/') && extname(name) in languages)
  if (sources.length === 0) throw new Rejected(`there is no source file in ${shown(path)}`)
  const candidates = narrowed(sources, functions)
  if (candidates.length > 1) {
    const names = candidates.map(({ name }) => printable(name, 80)).join(', ')
    throw new Rejected(`it is not clear which file is the submission: ${names}`)
  }
  const entry = candidates[0]
  return { entry, siblings: files.filter((file) => file !== entry) }
}

const narrowed = (
  sources: readonly SourceFile[],
  functions: readonly FunctionSpec[],
): readonly SourceFile[] => {
  if (sources.length === 1) return sources
  for (const stem of entryStems) {
    const named = sources.filter(({ name }) => stemOf(name) === stem)
    if (named.length > 0) return named
  }
  const defining = sources.filter(({ bytes }) => defines(bytes.toString('utf8'), functions))
  return defining.length > 0 ? defining : sources
}

const stemOf = (name: string): string => basename(name, extname(name))

/**
 * Whether a folder holds several submissions by its source files: two or more define wanted functions, and none has the
 * name of the file that is to be checked.
 */
export const holdsSeveral = (
  folder: string,
  sources: readonly string[],
  functions: readonly FunctionSpec[],
): boolean => {
  if (sources.some((name) => entryStems.includes(stemOf(name)))) return false
  return sources.filter((name) => definesAny(join(folder, name), functions)).length > 1
}

const definesAny = (path: string, functions: readonly FunctionSpec[]): boolean => {
  try {
    return defines(readFile(path, largestOf(path)).toString('utf8'), functions)
  } catch (error) {
    if (error instanceof Rejected) return false
    throw error
  }
}

const defines = (text: string, functions: readonly FunctionSpec[]): boolean => {
  const names = functions.flatMap(({ name }) => spellings(name)).join('|')
  return new RegExp(`\\b(def|function\\*?|const|let|var)\\s+(${names})\\b`).test(text)
}
