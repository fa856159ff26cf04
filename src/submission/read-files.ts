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
import type { Language } from './contract.ts'
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

/** By the ending of a file's name. */
export const languages: Readonly<Record<string, Language>> = {
  '.ts': 'typescript',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.py': 'python',
  '.ipynb': 'python',
}

export interface SourceFile {
  /** Relative to the submission's folder, with `/` between its parts. */
  readonly name: string
  readonly bytes: Buffer
}

/** What cannot be a submission; the message says why. */
export class Rejected extends Error {}

// What tools leave behind, and what would configure tools of ours.
const ignored = /^(\..*|node_modules|__pycache__|package(-lock)?\.json)$/

export const isIgnored = (name: string): boolean => ignored.test(name)

/** Whether a file is source code, by its name. */
export const isSource = (name: string): boolean => extname(name) in languages

/** All files of a folder that are not ignored; throws Rejected. */
export const readFolder = (root: string): SourceFile[] => {
  const files: SourceFile[] = []
  let left = largestFolder
  const visit = (folder: string, prefix: string, depth: number): void => {
    if (depth > deepestFolder) throw new Rejected(`folders nested more than ${deepestFolder} deep`)
    const names = attempt(folder, () => readdirSync(folder)).filter((name) => !isIgnored(name))
    refuseCollisions(names)
    for (const name of names.toSorted()) {
      const path = join(folder, name)
      if (kindOf(path) === 'folder') {
        refuseSourceName(path)
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

/** A folder that passes for a source file by its name. */
export const refuseSourceName = (folder: string): void => {
  if (isSource(folder))
    throw new Rejected(`${shown(folder)} is a folder with the name of a source file`)
}

export const shown = (path: string): string => printable(basename(path), 100)

/** Of the path itself: links are not followed, and nothing but files and folders is opened. */
export const kindOf = (path: string): 'file' | 'folder' => {
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

/** Throws Rejected. What was checked may have been replaced since: the descriptor decides. */
export const readFile = (path: string, largest = largestOf(path)): Buffer =>
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

const largestOf = (path: string): number =>
  extname(path) === '.ipynb' ? largestNotebook : largestSource
