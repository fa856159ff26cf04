import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { ParseArgsConfig } from 'node:util'
import { layouts, type Layout } from '../class/find-submissions.ts'
import type { ClassOptions } from '../class/grade-class.ts'
import type { Shard } from '../class/shard.ts'
import { shortestKey } from '../class/student-seed.ts'
import {
  checking,
  checkingOptions,
  refuseGradescope,
  type ReporterChoice,
  reporterOption,
  reporters,
} from './check-options.ts'
import { integer, oneOf, parse } from './command-line.ts'
import { UsageError } from '../usage-error.ts'

export interface GradeCommand extends ClassOptions {
  readonly layout: Layout
  readonly reporters: readonly ReporterChoice[]
}

export interface MergeCommand {
  readonly folders: readonly string[]
  readonly reporters: readonly ReporterChoice[]
}

const gradeOptions = {
  ...checkingOptions,
  ...reporterOption,
  jobs: { type: 'string' },
  shard: { type: 'string', default: '1/1' },
  out: { type: 'string', default: 'gradproof-results' },
  layout: { type: 'string', default: 'auto' },
  starter: { type: 'string' },
  'per-student': { type: 'boolean', default: false },
  'key-file': { type: 'string' },
} satisfies ParseArgsConfig['options']

function shard(text: string): Shard {
  const [index, count] = (text.match(/^(\d{1,5})\/(\d{1,5})$/) ?? []).slice(1).map(Number)
  if (!(index >= 1 && index <= count))
    throw new UsageError(`--shard ${text}: expected I/N with I from 1 to N, such as 2/4`)
  return { index, count }
}

const howToKey = `a key of at least ${shortestKey} characters in the environment variable GRADPROOF_KEY or in the file of --key-file; openssl rand -hex 32 makes one`

function keyIn(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`--key-file ${path}: ${(error as Error).message}; expected ${howToKey}`)
  }
}

/** On the command line every user of the machine could read it. */
function key(file: string | undefined): string {
  const text = (file === undefined ? (process.env.GRADPROOF_KEY ?? '') : keyIn(file)).trim()
  if (text.length >= shortestKey) return text
  throw new UsageError(`--per-student: expected ${howToKey}; there are ${text.length} characters`)
}

function classReporters(texts: readonly string[]): readonly ReporterChoice[] {
  const choices = reporters(texts)
  refuseGradescope(choices)
  return choices
}

/** The command line of `grade`, every option validated; throws UsageError. */
export function gradeCommand(argv: readonly string[]): GradeCommand {
  const { values, positionals } = parse(argv, gradeOptions)
  if (positionals.length !== 1)
    throw new UsageError(`grade: expected one folder, and ${positionals.length} were given`)
  if (values['key-file'] !== undefined && !values['per-student'])
    throw new UsageError('--key-file: expected --per-student with it')
  const chosen = classReporters(values.reporter)
  return {
    folder: positionals[0],
    checking: checking(values, chosen),
    reporters: chosen,
    jobs:
      values.jobs === undefined ? availableParallelism() : integer('jobs', values.jobs, 1, 1024),
    shard: shard(values.shard),
    out: values.out,
    layout: oneOf('layout', values.layout, layouts),
    ...(values.starter !== undefined && { starter: values.starter }),
    ...(values['per-student'] && { key: key(values['key-file']) }),
  }
}

/** The command line of `merge`, every option validated; throws UsageError. */
export function mergeCommand(argv: readonly string[]): MergeCommand {
  const { values, positionals } = parse(argv, reporterOption)
  if (positionals.length === 0)
    throw new UsageError('merge: expected the --out folders of all shards')
  return { folders: positionals, reporters: classReporters(values.reporter) }
}
