import type { Confinement } from './confine.ts'
import type { SubmissionOptions } from './contract.ts'
import { spellings } from './names.ts'
import { parser, preparer, stripper } from './programs.ts'
import type { SubmissionSource } from './read-submission.ts'
import type { Stage } from './stage.ts'

/** What a process is told of its submission, in any language. */
export interface Setup {
  /** Where it finds the copy. */
  readonly folder: string
  /** A folder to which it can write. */
  readonly scratch: string
  /** The file to load, and its name as a module. */
  readonly entry: string
  readonly module: string
  /** The spellings of each function. */
  readonly wanted: readonly (readonly string[])[]
  /** Names of what is passed to each function. */
  readonly parameters: readonly (readonly string[])[]
}

/** What besides is told to a process of JavaScript. */
export interface JavaScriptSetup extends Setup {
  readonly typescript: boolean
  readonly collector: string
  readonly epilogue: string
  /** Modules that are needed only sometimes, as paths. */
  readonly preparer: string
  readonly stripper: string
  readonly parser: string
  /** Set where types could not be taken out without moving lines, which then say nothing to the student. */
  linesMoved?: boolean
}

/** How the submission is loaded this time. */
export interface Manner {
  /** JavaScript runs as it is first, and statement by statement where that fails. */
  readonly careful: boolean
  /** Indices of statements that never end. */
  readonly skip: readonly number[]
}

export const setupFor = (
  stage: Stage,
  confinement: Confinement,
  { identity: { language } }: SubmissionSource,
  { functions }: SubmissionOptions,
): Setup | JavaScriptSetup => {
  const { folder, entry, collector, epilogue } = stage
  const setup: Setup = {
    folder: confinement.inside(folder),
    scratch: confinement.scratch(folder),
    entry,
    module: entry.replace(/\.\w+$/, ''),
    wanted: functions.map(({ name }) => spellings(name)),
    parameters: functions.map(({ parameters }) => parameters),
  }
  if (language === 'python') return setup
  const typescript = language === 'typescript'
  return {
    ...setup,
    typescript,
    collector,
    epilogue,
    preparer,
    stripper: typescript ? stripper() : '',
    parser: parser(),
  }
}
