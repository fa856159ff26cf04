import { lstatSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type FunctionSpec, holdsSeveral, isIgnored, isSource } from '../submission/index.ts'

/**
 * How a class lies in its folder. `files`: every source file is a submission. `folders`: every folder directly below
 * is one, as is every source file beside them. `auto`: a folder with source files in it is one submission, unless two
 * or more of them define functions of the assignment and none is named as the one to check: then each is a submission
 * of its own; a folder that only has folders in it is a part of the class.
 */
export const layouts = ['auto', 'files', 'folders'] as const
export type Layout = (typeof layouts)[number]

export interface Search {
  readonly layout: Layout
  readonly functions: readonly FunctionSpec[]
  /** Where results are written, which is no part of the class. */
  readonly except: string
}

/** Nobody sorts a class into more parts of parts; what lies deeper is a submission, and its check says what is wrong. */
const deepest = 5

/**
 * Names of the submissions below a folder, relative to it and with `/` between their parts, sorted by code units. A
 * link is not followed. What has no source file in it counts where a folder directly below is a student's, so that
 * nobody who handed in something is passed over.
 */
export function findSubmissions(folder: string, search: Search): string[] {
  const found: string[] = []
  visit(folder, '', 0, search, found)
  return found.toSorted()
}

interface Entries {
  readonly sources: readonly string[]
  readonly folders: readonly string[]
}

function entriesOf(path: string, except: string): Entries {
  const sources: string[] = []
  const folders: string[] = []
  for (const name of readdirSync(path).filter((each) => !isIgnored(each))) {
    const one = join(path, name)
    if (isSource(name)) sources.push(name)
    else if (isFolder(one) && resolve(one) !== resolve(except)) folders.push(name)
  }
  return { sources, folders }
}

const isFolder = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

function visit(path: string, prefix: string, depth: number, search: Search, found: string[]): void {
  const { sources, folders } = entriesOf(path, search.except)
  found.push(...sources.map((name) => prefix + name))
  for (const name of folders)
    if (isOne(join(path, name), depth, search)) found.push(prefix + name)
    else visit(join(path, name), `${prefix}${name}/`, depth + 1, search, found)
}

/** Whether a folder is one submission; one that cannot be looked into is, so that its report says so. */
function isOne(path: string, depth: number, { layout, functions, except }: Search): boolean {
  if (layout === 'folders' || depth === deepest) return true
  try {
    const { sources, folders } = entriesOf(path, except)
    if (layout === 'files') return false
    if (sources.length === 0) return folders.length === 0
    return !holdsSeveral(path, sources, functions)
  } catch {
    return true
  }
}
