import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { confinement, type Confinement, type Launch } from './confine.ts'
import type { SubmissionError, SubmissionIdentity, SubmissionOptions } from './contract.ts'
import { pythonInterpreter } from './interpreter.ts'
import { spellings } from './names.ts'
import { OutputCapture } from './output-capture.ts'
import { printable } from './printable.ts'
import { readSubmission, type SubmissionSource } from './read.ts'
import { RunningSession, type Session } from './session.ts'
import { createStage, fillStage, type Stage } from './stage.ts'
import { StudentProcess } from './student-process.ts'

export type Opened =
  | {
      readonly status: 'opened'
      readonly submission: SubmissionIdentity
      readonly session: Session
    }
  | {
      readonly status: 'error'
      /** Absent where the file could not be read. */
      readonly submission?: SubmissionIdentity
      readonly error: SubmissionError
      readonly output: string
    }

const serveJavaScript = fileURLToPath(new URL('serve.cjs', import.meta.url))
const servePython = fileURLToPath(new URL('serve.py', import.meta.url))

/**
 * Starts a submission in a process of its own and waits until its functions are known.
 *
 * @throws HarnessError where an interpreter or a layer of confinement is missing
 */
export const openSubmission = async (path: string, options: SubmissionOptions): Promise<Opened> => {
  const source = readSubmission(path, options.functions)
  if (source.status === 'rejected') return { status: 'error', error: source.error, output: '' }
  const confined = confinement(options.sandbox)
  const stage = createStage(source, `gradproof$${randomBytes(8).toString('hex')}`)
  try {
    const launch = await launchOf(source, stage, options)
    return await start(source, stage, confined, launch, options)
  } catch (error) {
    stage.remove()
    throw error
  }
}

const start = async (
  source: SubmissionSource,
  stage: Stage,
  confined: Confinement,
  launch: Launch,
  options: SubmissionOptions,
): Promise<Opened> => {
  const output = new OutputCapture()
  const session = new RunningSession(options, {
    sandbox: confined.name,
    output,
    launch: (listener) => new StudentProcess(confined.confine(launch), output, listener),
    release: () => stage.remove(),
  })
  const opened = session.open()
  const unreadable = await fillStage(stage, source, options.functions)
  if (!unreadable) session.setUp(setupFor(stage, options))
  const error = unreadable ?? (await opened)
  const submission = source.identity
  if (error === undefined) return { status: 'opened', submission, session }
  await session.close()
  const precise = await located(error, source)
  return { status: 'error', submission, error: precise, output: session.output() }
}

const setupFor = ({ folder, entry, collector }: Stage, { functions }: SubmissionOptions) => ({
  entry: join(folder, entry),
  module: entry.replace(/\.\w+$/, ''),
  collector,
  wanted: functions.map(({ name }) => spellings(name)),
  parameters: functions.map(({ parameters }) => parameters),
})

/** An engine's syntax error gets its line and column; one that code threw was no such error. */
const located = async (
  error: SubmissionError,
  { identity, text, siblings }: SubmissionSource,
): Promise<SubmissionError> => {
  if (error.kind !== 'syntax' || identity.language !== 'javascript') return error
  const { syntaxPosition } = await import('./syntax-position.ts')
  const inEntry = syntaxPosition(text)
  if (inEntry) return inEntry
  for (const { name, bytes } of siblings.filter(({ name }) => name.endsWith('js'))) {
    const inSibling = syntaxPosition(bytes.toString('utf8'))
    if (inSibling) return { ...inSibling, message: `${printable(name)}: ${inSibling.message}` }
  }
  return { ...error, kind: 'crash' }
}

const launchOf = async (
  { identity: { language } }: SubmissionSource,
  { folder }: Stage,
  options: SubmissionOptions,
): Promise<Launch> =>
  language === 'python'
    ? pythonLaunch(folder, options, await pythonInterpreter(options.python))
    : javaScriptLaunch(folder, options)

/** What an interpreter takes for itself before it runs a line of the student's. */
const javaScriptOwnMiB = 256
const pythonOwnMiB = 256

const javaScriptLaunch = (folder: string, options: SubmissionOptions): Launch => ({
  command: process.execPath,
  args: [`--max-old-space-size=${options.memoryMiB}`, serveJavaScript],
  env: {},
  limits: limits(options, javaScriptOwnMiB),
  readable: [folder, serveJavaScript],
})

const pythonLaunch = (
  folder: string,
  options: SubmissionOptions,
  { executable, folders }: { executable: string; folders: readonly string[] },
): Launch => ({
  command: executable,
  args: ['-I', '-X', 'utf8', '-B', servePython],
  // One thread: sums in the same order every time, and no buffers for cores that are not used.
  env: { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  limits: limits(options, pythonOwnMiB),
  readable: [folder, servePython, ...folders],
})

const limits = ({ memoryMiB, timeoutSeconds }: SubmissionOptions, ownMiB: number) => ({
  memoryMiB: memoryMiB + ownMiB,
  // The wall clock comes first; this ends what the judge cannot, should it be gone.
  cpuSeconds: Math.ceil(timeoutSeconds) + 1,
})
