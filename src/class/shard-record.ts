import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Fingerprint } from './fingerprint.ts'
import type { Checking } from './grade-job.ts'
import type { Shard } from './shard.ts'
import { writeAtomically } from './write-atomically.ts'

/** What has to be the same for reports to belong to one class. */
export interface ClassSettings extends Checking {
  readonly version: string
  /** Digest of the assignment where it is a module of somebody's; a built-in one is the version's. */
  readonly assignmentContent: string
  /** Tells whether each submission has a seed of its own, and by which key. */
  readonly perStudent: string
}

export interface NamedResult {
  readonly name: string
  readonly key: string
}

/** What a run of `grade` was to do; the results are in files beside it. */
export interface ShardRecord {
  readonly format: typeof recordFormat
  readonly shard: Shard
  readonly settings: ClassSettings
  /** As it was given. */
  readonly folder: string
  /** Digest of the names of the whole class, by which it was divided. */
  readonly names: string
  readonly starter?: Fingerprint
  readonly submissions: readonly NamedResult[]
}

export const recordFormat = 1

const fileName = /^shard-\d+-of-(\d+)\.json$/

export const recordName = ({ index, count }: Shard): string => `shard-${index}-of-${count}.json`

/** Writes the record, and removes those of another division into shards, whose results this one may replace. */
export async function writeRecord(out: string, record: ShardRecord): Promise<void> {
  for (const name of readdirSync(out)) {
    const count = fileName.exec(name)?.[1]
    if (count !== undefined && Number(count) !== record.shard.count) rmSync(join(out, name))
  }
  await writeAtomically(join(out, recordName(record.shard)), `${JSON.stringify(record, null, 2)}\n`)
}

/** The records in a folder of results; more than one where several machines write into it. */
export function readRecords(out: string): ShardRecord[] {
  const names = readdirSync(out).filter((name) => fileName.test(name))
  return names
    .map((name) => JSON.parse(readFileSync(join(out, name), 'utf8')) as ShardRecord)
    .filter(({ format }) => format === recordFormat)
}
