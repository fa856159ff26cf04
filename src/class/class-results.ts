import { join } from 'node:path'
import type { ClassReport, HarnessFailure } from '../class-report.ts'
import type { Report } from '../report.ts'
import { findAlike, type Compared } from './alike.ts'
import { type Outcome, readResult } from './result.ts'
import type { ShardRecord } from './shard-record.ts'

/** Results of one shard, and where they are. */
export interface ShardResults {
  readonly out: string
  readonly record: ShardRecord
}

interface Kept {
  readonly name: string
  readonly path: string
  readonly outcome: Outcome
}

const absent: Outcome = { status: 'harness-failure', message: 'it has no result yet' }

const keptOf = ({ out, record: { folder, submissions } }: ShardResults): Kept[] =>
  submissions.map(({ name, key }) => ({
    name,
    path: join(folder, name),
    outcome: readResult(out, name, key)?.outcome ?? absent,
  }))

/** What the results of all shards say, as one class; that of submissions which are gone is left out. */
export function classReport(shards: readonly ShardResults[]): ClassReport {
  const kept = shards.flatMap(keptOf).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return {
    reports: kept.flatMap(reportOf),
    alike: findAlike(kept.flatMap(comparedOf), shards[0].record.starter),
    failures: kept.flatMap(failureOf),
  }
}

const reportOf = ({ path, outcome }: Kept): Report[] =>
  outcome.status === 'graded'
    ? [{ ...outcome.report, submission: { ...outcome.report.submission, path } }]
    : []

const comparedOf = ({ path, outcome }: Kept): Compared[] =>
  outcome.status === 'graded' && outcome.code ? [{ path, code: outcome.code }] : []

const failureOf = ({ path, outcome }: Kept): HarnessFailure[] =>
  outcome.status === 'graded' ? [] : [{ path, message: outcome.message }]
