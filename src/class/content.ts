import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  readlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { isIgnored } from '../submission/index.ts'

/** Larger files are refused unread, whatever is in them. */
const largest = 2 ** 23
/** So are folders that are nested deeper or hold more than this. */
const deepest = 8
const mostEntries = 1000

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

type Content = readonly [name: string, kind: string, what: string]

/**
 * A digest of all that a check can see of a file or a folder: names, kinds and bytes. Links are read and not
 * followed; what cannot be read counts as its error.
 */
export const contentDigest = (path: string): string =>
  sha256(JSON.stringify(contents(path, '', { left: mostEntries }, 0)))

function contents(path: string, name: string, budget: { left: number }, depth: number): Content[] {
  if (budget.left-- === 0) return [[name, 'too many', '']]
  if (budget.left < 0) return []
  try {
    const stats = lstatSync(path)
    if (stats.isSymbolicLink()) return [[name, 'link', readlinkSync(path)]]
    if (stats.isFile()) return [[name, 'file', fileDigest(path)]]
    if (!stats.isDirectory() || depth > deepest) return [[name, 'other', '']]
    const names = readdirSync(path)
      .filter((each) => !isIgnored(each))
      .toSorted()
    const below = names.flatMap((each) =>
      contents(join(path, each), `${name}/${each}`, budget, depth + 1),
    )
    return [[name, 'folder', ''], ...below]
  } catch (error) {
    return [[name, 'unreadable', (error as NodeJS.ErrnoException).code ?? '']]
  }
}

function fileDigest(path: string): string {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const { size } = fstatSync(descriptor)
    if (size > largest) return `${size} bytes`
    const bytes = Buffer.alloc(size)
    return sha256(bytes.subarray(0, readSync(descriptor, bytes, 0, size, 0)))
  } finally {
    closeSync(descriptor)
  }
}
