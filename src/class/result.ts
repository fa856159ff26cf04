import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../report.ts'
import { sha256 } from './content.ts'
import type { Fingerprint } from './fingerprint.ts'
import { writeAtomically } from './write-atomically.ts'

/** What became of one submission of a class. */
export type Outcome =
  | {
      readonly status: 'graded'
      readonly report: Report
      /** Absent where there is nothing to compare: it could not be read. */
      readonly code?: Fingerprint
    }
  /** The harness could not do its work: it is tried again in the next run. */
  | { readonly status: 'harness-failure'; readonly message: string }

export interface Result {
  readonly format: typeof resultFormat
  /** Of the submission, relative to the folder of the class. */
  readonly name: string
  /** A digest of all that the outcome depends on. */
  readonly key: string
  readonly outcome: Outcome
}

export const resultFormat = 1

/** Within the limit of every file system, with the digest and the ending. */
const longestStem = 60

/**
 * A name for the result of a submission: readable, safe everywhere whatever the submission's name is, and different for
 * names that differ in nothing but case or in characters that are left out.
 */
export function resultFileName(name: string): string {
  const stem = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longestStem)
  return `${stem.replace(/^-/, '')}-${sha256(name).slice(0, 20)}.json`
}

export const resultsFolder = (out: string): string => join(out, 'submissions')

const pathOf = (out: string, name: string): string => join(resultsFolder(out), resultFileName(name))

export const writeResult = (out: string, result: Result): Promise<void> =>
  writeAtomically(pathOf(out, result.name), `${JSON.stringify(result, null, 2)}\n`)

/** The result that is kept for a submission, if it is still the result of this key. */
export function readResult(out: string, name: string, key: string): Result | undefined {
  const result = parsed(pathOf(out, name))
  const isValid = result?.format === resultFormat && result.name === name && result.key === key
  return isValid ? result : undefined
}

/** A file that is not there, or that something else has written, is no result. */
function parsed(path: string): Result | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Result
  } catch {
    return undefined
  }
}
