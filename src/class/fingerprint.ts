import { extname } from 'node:path'
import type { SubmissionSource } from '../submission/index.ts'
import { sha256 } from './content.ts'
import { type Notation, type Token, tokensOf } from './tokens.ts'

/** By what the code of submissions is compared, without the code. */
export interface Fingerprint {
  /** Digest of the tokens: the same for code that differs in comments and formatting. */
  readonly exact: string
  /** Digest of the tokens with every name replaced by its number in order of appearance. */
  readonly renamed: string
  /** Hashes of runs of tokens without their names, 32 bits each, sorted and distinct. */
  readonly prints: readonly number[]
}

/**
 * Runs of this many tokens are hashed, about one statement, and of this many neighbouring hashes the smallest is kept:
 * two sources that share a run of gram + window − 1 tokens share a hash (winnowing: Schleimer, Wilkerson, Aiken 2003).
 */
const gram = 10
const window = 5
/** More than any submission written by hand has. */
const mostPrints = 5000

/** Of all the code of a submission. */
export function fingerprintOf({ entry, siblings, text }: SubmissionSource): Fingerprint {
  const others = siblings
    .filter(({ name }) => notations[extname(name)] !== undefined)
    .flatMap(({ name, bytes }) => tokensOfFile(name, bytes.toString('utf8')))
  const tokens = [...tokensOfFile(entry.name, text), ...others]
  return {
    exact: digest(tokens.map(({ kind, text }) => `${kind} ${text}`)),
    renamed: digest(numberedNames(tokens)),
    prints: winnow(runs(tokens.map(anonymous))),
  }
}

const notations: Readonly<Record<string, Notation>> = {
  '.py': 'python',
  '.ipynb': 'python',
  '.ts': 'javascript',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
}

const tokensOfFile = (name: string, text: string): Token[] =>
  tokensOf(extname(name) === '.ipynb' ? codeOf(text) : text, notations[extname(name)])

interface Notebook {
  readonly cells?: readonly { readonly cell_type?: string; readonly source?: unknown }[]
}

/** The code of a notebook's cells; a notebook that cannot be read is compared as the text it is. */
function codeOf(text: string): string {
  try {
    const { cells = [] } = JSON.parse(text) as Notebook
    return cells
      .filter(({ cell_type: kind }) => kind === 'code')
      .map(({ source }) => [source].flat().join(''))
      .join('\n')
  } catch {
    return text
  }
}

const digest = (texts: readonly string[]): string => sha256(texts.join('\n')).slice(0, 32)

function numberedNames(tokens: readonly Token[]): string[] {
  const numbers = new Map<string, number>()
  return tokens.map(({ kind, text }, index) => {
    if (kind !== 'name' || isMember(tokens, index)) return `${kind} ${text}`
    numbers.set(text, numbers.get(text) ?? numbers.size)
    return `name ${numbers.get(text)}`
  })
}

/** What follows a point is named by a library as a rule: `np.mean` is not `np.sum` under another name. */
const isMember = (tokens: readonly Token[], index: number): boolean =>
  index > 0 && /^\??\.$/.test(tokens[index - 1].text)

function anonymous({ kind, text }: Token, index: number, tokens: readonly Token[]): string {
  if (kind === 'string') return 'string'
  return kind === 'name' && !isMember(tokens, index) ? 'name' : text
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}

const runs = (texts: readonly string[]): number[] =>
  Array.from({ length: Math.max(0, texts.length - gram + 1) }, (_, start) =>
    hash(texts.slice(start, start + gram).join(' ')),
  )

/** The smallest hash of every window; of a source shorter than a window, of all of it. */
function winnow(hashes: readonly number[]): number[] {
  const kept = new Set<number>()
  for (let start = 0; start === 0 || start + window <= hashes.length; start++)
    if (hashes.length > 0) kept.add(Math.min(...hashes.slice(start, start + window)))
  return [...kept].toSorted((a, b) => a - b).slice(0, mostPrints)
}
