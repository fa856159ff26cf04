import type { ShardResults } from './class-results.ts'
import { readResult } from './result.ts'
import { shardName } from './shard.ts'
import { readRecords, type ShardRecord } from './shard-record.ts'

/** Shards that do not make one class. */
export class UnmergeableShards extends Error {
  override readonly name = 'UnmergeableShards'
}

/** All shards of a class, from folders in any order; throws UnmergeableShards, which says what is wrong with which. */
export function gatherShards(folders: readonly string[]): ShardResults[] {
  const shards = folders.flatMap(shardsIn)
  for (const shard of shards.slice(1)) expectSameClass(shards[0], shard)
  expectEachOnce(shards)
  for (const shard of shards) expectFinished(shard)
  return shards
}

function shardsIn(out: string): ShardResults[] {
  const records = recordsIn(out)
  if (records.length > 0) return records.map((record) => ({ out, record }))
  throw new UnmergeableShards(
    `${out}: there are no results of gradproof grade; expected the folder of its --out`,
  )
}

function recordsIn(out: string): ShardRecord[] {
  try {
    return readRecords(out)
  } catch (error) {
    throw new UnmergeableShards(`${out} cannot be read: ${(error as Error).message}`)
  }
}

const named = ({ out, record: { shard } }: ShardResults): string =>
  `shard ${shardName(shard)} (${out})`

/** What has to agree, in the words of the command line. */
const facts = ({ record: { shard, settings, names, starter } }: ShardResults) => ({
  version: settings.version,
  assignment: settings.assignment,
  'content of the assignment': settings.assignmentContent,
  seed: settings.seed,
  runs: settings.runs,
  hints: settings.hints,
  sandbox: settings.sandbox,
  timeout: settings.timeoutSeconds,
  memory: settings.memoryMiB,
  python: settings.python,
  'key of --per-student': settings.perStudent || 'none',
  'starter code': starter?.exact ?? 'none',
  'number of shards': shard.count,
  'names of the class': names,
})

function expectSameClass(one: ShardResults, other: ShardResults): void {
  const [expected, given] = [Object.entries(facts(one)), Object.entries(facts(other))]
  for (const [index, [what, value]] of expected.entries())
    if (given[index][1] !== value)
      throw new UnmergeableShards(
        `${named(one)} and ${named(other)} are not of one class: the ${what} is ${value} in the first and ${given[index][1]} in the second`,
      )
}

function expectEachOnce(shards: readonly ShardResults[]): void {
  const { count } = shards[0].record.shard
  const missing: string[] = []
  for (let index = 1; index <= count; index++) {
    const found = shards.filter(({ record }) => record.shard.index === index)
    if (found.length > 1)
      throw new UnmergeableShards(
        `shard ${index}/${count} is there more than once: in ${found.map(({ out }) => out).join(' and ')}`,
      )
    if (found.length === 0) missing.push(`${index}/${count}`)
  }
  if (missing.length > 0) throw new UnmergeableShards(`missing: shard ${missing.join(', shard ')}`)
}

function expectFinished(shard: ShardResults): void {
  const { submissions } = shard.record
  const left = submissions.filter(({ name, key }) => readResult(shard.out, name, key) === undefined)
  if (left.length > 0)
    throw new UnmergeableShards(
      `${named(shard)} is not finished: ${left.length} of its ${submissions.length} submissions have no result; run its command again`,
    )
}
