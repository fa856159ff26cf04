import { basename, extname, join } from 'node:path'
import type { FunctionSpec } from './contract.ts'
import { spellings } from './names.ts'
import { isSource, readFile, Rejected, shown, type SourceFile } from './read-files.ts'
import { printable } from '../printable.ts'

/** Entries of a folder by which it is known, the likeliest first. */
const entryStems = ['submission', 'main', 'index', 'solution']

/** The file that is checked, and those that it may import. */
export interface Entry {
  readonly entry: SourceFile
  readonly siblings: readonly SourceFile[]
}

/** Of the files of a folder the one that is checked; throws Rejected where that is not clear. */
export const chooseEntry = (
  path: string,
  files: readonly SourceFile[],
  functions: readonly FunctionSpec[],
): Entry => {
  const sources = files.filter(({ name }) => !name.includes('/') && isSource(name))
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
    return defines(readFile(path).toString('utf8'), functions)
  } catch (error) {
    if (error instanceof Rejected) return false
    throw error
  }
}

const defines = (text: string, functions: readonly FunctionSpec[]): boolean => {
  const names = functions.flatMap(({ name }) => spellings(name)).join('|')
  return new RegExp(`\\b(def|function\\*?|const|let|var)\\s+(${names})\\b`).test(text)
}
