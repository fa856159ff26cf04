import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ClassReport } from '../class-report.ts'
import type { AssignmentOutline } from '../assignment/assignment.ts'
import { builtIn } from '../assignment/built-in.ts'
import { version } from '../version.ts'
import { classReport } from './class-results.ts'
import { contentDigest, sha256 } from './content.ts'
import { type Checking, codeOf, type Job } from './grade-job.ts'
import { type Outcome, readResult, resultFormat, resultsFolder, writeResult } from './result.ts'
import { partOf, type Shard } from './shard.ts'
import { type ClassSettings, recordFormat, type ShardRecord, writeRecord } from './shard-record.ts'
import { keyMark, studentSeed } from './student-seed.ts'
import { removeUnfinished } from './write-atomically.ts'
import { workThrough } from './worker-pool.ts'

export interface ClassOptions {
  readonly folder: string
  readonly checking: Checking
  /** Submissions at a time. */
  readonly jobs: number
  readonly shard: Shard
  /** The folder of the results. */
  readonly out: string
  /** The code that the students were given, a file or a folder. */
  readonly starter?: string
  /** With it each submission has a seed of its own. */
  readonly key?: string
}

/** A submission of this shard: where it lies, the seed of its problems, and what its result depends on. */
export interface Student {
  readonly name: string
  readonly path: string
  readonly seed: number
  readonly key: string
}

export interface Watcher {
  /** Before the first check: how many submissions there are, and how many have a result from an earlier run. */
  begin(count: number, kept: readonly Outcome[]): void
  /** After each check. */
  graded(student: Student, outcome: Outcome): void
  end(): void
}

/** A seed for each submission: the one that was given, or with a key one of its own. */
const seedOf = ({ key, checking }: ClassOptions, name: string): number =>
  key === undefined ? checking.seed : studentSeed(key, checking.seed, name)

const isBuiltIn = (name: string): boolean => builtIn.some(({ outline }) => outline.name === name)

const settingsOf = ({ checking, key }: ClassOptions): ClassSettings => ({
  ...checking,
  version,
  assignmentContent: isBuiltIn(checking.assignment) ? '' : contentDigest(checking.assignment),
  perStudent: key === undefined ? '' : keyMark(key),
})

const studentOf = (command: ClassOptions, settings: ClassSettings, name: string): Student => {
  const path = join(command.folder, name)
  const seed = seedOf(command, name)
  const key = sha256(JSON.stringify([resultFormat, name, contentDigest(path), seed, settings]))
  return { name, path, seed, key }
}

const jobOf = (command: ClassOptions, { path, seed }: Student): Job => ({
  path,
  checking: { ...command.checking, seed },
})

function recordOf(
  command: ClassOptions,
  { functions }: AssignmentOutline,
  names: readonly string[],
): Omit<ShardRecord, 'submissions'> {
  const { shard, folder } = command
  const starter = command.starter === undefined ? undefined : codeOf(command.starter, functions)
  return {
    format: recordFormat,
    shard,
    settings: settingsOf(command),
    folder,
    names: sha256(JSON.stringify(names)),
    ...(starter && { starter }),
  }
}

/** Those that have a result of the same key are done; who failed through no fault of theirs is tried once more. */
async function gradeMissing(
  students: readonly Student[],
  command: ClassOptions,
  watcher: Watcher,
): Promise<void> {
  const kept = new Map<Student, Outcome>()
  for (const student of students) {
    const outcome = readResult(command.out, student.name, student.key)?.outcome
    if (outcome?.status === 'graded') kept.set(student, outcome)
  }
  watcher.begin(students.length, [...kept.values()])
  const missing = students.filter((student) => !kept.has(student))
  kept.clear()
  const failed = new Set<Student>()
  await gradeEach(missing, command, (student, outcome) => {
    if (outcome.status === 'graded') watcher.graded(student, outcome)
    else failed.add(student)
  })
  await gradeEach([...failed], command, (student, outcome) => watcher.graded(student, outcome))
  watcher.end()
}

/** Checks these, and keeps what becomes of each before it is told. */
const gradeEach = (
  students: readonly Student[],
  command: ClassOptions,
  tell: (student: Student, outcome: Outcome) => void,
): Promise<void> =>
  workThrough(
    students,
    (student) => jobOf(command, student),
    command.jobs,
    async (student, outcome) => {
      const { name, key } = student
      await writeResult(command.out, { format: resultFormat, name, key, outcome })
      tell(student, outcome)
    },
  )

/**
 * Checks the submissions of a shard that have no result yet, or a result of something else, and keeps each result as it
 * is made. Rejects where the results cannot be kept.
 *
 * @param names of the whole class, sorted
 */
export async function gradeClass(
  command: ClassOptions,
  outline: AssignmentOutline,
  names: readonly string[],
  watcher: Watcher,
): Promise<ClassReport> {
  const { out } = command
  const record = recordOf(command, outline, names)
  const students = partOf(names, command.shard).map((name) =>
    studentOf(command, record.settings, name),
  )
  mkdirSync(resultsFolder(out), { recursive: true })
  for (const folder of [out, resultsFolder(out)]) await removeUnfinished(folder)
  const submissions = students.map(({ name, key }) => ({ name, key }))
  const whole = { ...record, submissions }
  await writeRecord(out, whole)
  await gradeMissing(students, command, watcher)
  return classReport([{ out, record: whole }])
}
