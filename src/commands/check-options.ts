import type { ParseArgsConfig } from 'node:util'
import { visibilities } from '../reporters/reporter.ts'
import { type ReporterName, reporterNames } from '../reporters/reporters.ts'
import { UsageError } from '../usage-error.ts'
import { integer, number, oneOf, parse } from './command-line.ts'

export const sandboxes = ['auto', 'bwrap', 'permissions', 'none'] as const
export const hintLevels = ['none', 'gentle', 'full'] as const

export interface ReporterChoice {
  readonly name: ReporterName
  /** Where it writes; standard output without one. */
  readonly file?: string
}

/** How each submission is checked. */
export interface CheckingOptions {
  readonly assignment: string
  readonly seed: number
  readonly runs: number
  readonly sandbox: (typeof sandboxes)[number]
  readonly timeoutSeconds: number
  readonly memoryMiB: number
  readonly python: string
  readonly hints: (typeof hintLevels)[number]
  /** Whether the data of the plots is gathered: for the reporter that draws them. */
  readonly figures?: boolean
}

export interface CheckCommand extends CheckingOptions {
  readonly submissions: readonly string[]
  readonly reporters: readonly ReporterChoice[]
  readonly visibility: (typeof visibilities)[number]
}

export const reporterOption = {
  reporter: { type: 'string', multiple: true, default: ['pretty'] },
} satisfies ParseArgsConfig['options']

export const checkingOptions = {
  assignment: { type: 'string', default: 'linear-rnn' },
  seed: { type: 'string', default: '1' },
  runs: { type: 'string', default: '100' },
  sandbox: { type: 'string', default: 'auto' },
  timeout: { type: 'string', default: '60' },
  memory: { type: 'string', default: '512' },
  python: { type: 'string', default: 'python3' },
  hints: { type: 'string', default: 'gentle' },
} satisfies ParseArgsConfig['options']

function reporter(text: string): ReporterChoice {
  const [name, ...file] = text.split('=')
  const choice = { name: oneOf('reporter', name, reporterNames) }
  if (file.length === 0) return choice
  if (file.join('=') === '') throw new UsageError(`--reporter ${text}: expected a file after =`)
  return { ...choice, file: file.join('=') }
}

export function reporters(texts: readonly string[]): ReporterChoice[] {
  const choices = texts.map(reporter)
  if (choices.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError('only one reporter can write to standard output; give the others =FILE')
  return choices
}

/** Gradescope starts its autograder for each submission. */
export function refuseGradescope(choices: readonly ReporterChoice[]): void {
  if (choices.some(({ name }) => name === 'gradescope'))
    throw new UsageError('--reporter gradescope: expected check with one submission')
}

/** The options of checking, each validated; throws UsageError. */
export const checking = (
  values: Readonly<Record<keyof typeof checkingOptions, string>>,
  choices: readonly ReporterChoice[],
): CheckingOptions => ({
  assignment: values.assignment,
  seed: integer('seed', values.seed, 0, 2 ** 32 - 1),
  runs: integer('runs', values.runs, 1, 1_000_000),
  sandbox: oneOf('sandbox', values.sandbox, sandboxes),
  timeoutSeconds: number(
    'timeout',
    values.timeout,
    (value) => value > 0 && value <= 86_400,
    'seconds above 0, at most 86400',
  ),
  memoryMiB: integer('memory', values.memory, 64, 1_048_576),
  python: values.python,
  hints: oneOf('hints', values.hints, hintLevels),
  ...(choices.some(({ name }) => name === 'html') && { figures: true }),
})

/** The command line of `check`, every option validated; throws UsageError. */
export function checkCommand(argv: readonly string[]): CheckCommand {
  const { values, positionals } = parse(argv, {
    ...checkingOptions,
    ...reporterOption,
    visibility: { type: 'string', default: 'visible' },
  })
  if (positionals.length === 0)
    throw new UsageError('check: expected at least one submission (a file or a folder)')
  const chosen = reporters(values.reporter)
  if (positionals.length > 1) refuseGradescope(chosen)
  return {
    submissions: positionals,
    reporters: chosen,
    visibility: oneOf('visibility', values.visibility, visibilities),
    ...checking(values, chosen),
  }
}
