import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Confinement, Launch } from './confine.ts'
import { confinementFor, giveUpOn } from './confinement.ts'
import type { SubmissionError, SubmissionIdentity, SubmissionOptions } from './contract.ts'
import { nodeInterpreter, pythonInterpreter } from './interpreter.ts'
import { spellings } from './names.ts'
import { OutputCapture } from './output-capture.ts'
import { readSubmission, type SubmissionSource } from './read-submission.ts'
import { RunningSession, Unconfined, type Host, type Session } from './session.ts'
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
      /** What confined it, where it got as far as being loaded. */
      readonly sandbox?: string
      readonly output: string
    }

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const serveJavaScript = fileOf('serve.cjs')
const servePython = fileOf('serve.py')
const preparer = fileOf('prepare.cjs')

const resolved = new Map<string, string>()

const resolve = (name: string): string => {
  const path = resolved.get(name) ?? createRequire(import.meta.url).resolve(name)
  resolved.set(name, path)
  return path
}

/**
 * Starts a submission in a process of its own and waits until its functions are known.
 *
 * @throws HarnessError where an interpreter or a layer of confinement is missing
 */
export const openSubmission = async (path: string, options: SubmissionOptions): Promise<Opened> => {
  const source = readSubmission(path, options.functions)
  if (source.status === 'rejected') return { status: 'error', error: source.error, output: '' }
  for (;;) {
    const confinement = confinementFor(options.sandbox)
    try {
      return await start(source, confinement, options)
    } catch (error) {
      if (!(error instanceof Unconfined)) throw error
      giveUpOn(confinement, error.message)
    }
  }
}

const start = async (
  source: SubmissionSource,
  confinement: Confinement,
  options: SubmissionOptions,
): Promise<Opened> => {
  const stage = createStage(source, options.functions)
  const output = new OutputCapture()
  try {
    const launch = await launchOf(source, stage, options)
    const session = new RunningSession(options, hostOf(stage, confinement, launch, output))
    const opening = session.open()
    fillStage(stage, source)
    session.setUp(setupFor(stage, confinement, source, options))
    const error = await opening
    const submission = source.identity
    if (error === undefined) return { status: 'opened', submission, session }
    await session.close()
    const { name: sandbox } = confinement
    return { status: 'error', submission, error, sandbox, output: session.output() }
  } catch (error) {
    stage.remove()
    throw error
  }
}

const hostOf = (
  stage: Stage,
  confinement: Confinement,
  launch: Launch,
  output: OutputCapture,
): Host => ({
  confinement,
  output,
  careful: launch.interpreter.language === 'python',
  launch: (listener) => new StudentProcess(confinement.confine(launch), output, listener),
  clean: (text) => withoutPaths(text, stage, confinement),
  release: () => stage.remove(),
})

/** Where the copy of the submission lies is nobody's concern, and differs from run to run. */
const withoutPaths = (text: string, { folder }: Stage, confinement: Confinement): string => {
  const inside = escaped(confinement.inside(folder))
  const prepared = `${escaped(confinement.scratch(folder))}/prepared`
  const within = new RegExp(`(?<![\\w./-])(file://)?(${prepared}|${inside})/`, 'g')
  return text.replaceAll(within, '').replaceAll(folder, '/submission')
}

const escaped = (path: string): string => path.replaceAll(/[^\w/]/g, String.raw`\$&`)

const setupFor = (
  { folder, entry, collector, epilogue }: Stage,
  confinement: Confinement,
  { identity: { language } }: SubmissionSource,
  { functions }: SubmissionOptions,
) => ({
  folder: confinement.inside(folder),
  scratch: confinement.scratch(folder),
  entry,
  module: entry.replace(/\.\w+$/, ''),
  wanted: functions.map(({ name }) => spellings(name)),
  parameters: functions.map(({ parameters }) => parameters),
  ...(language !== 'python' && {
    typescript: language === 'typescript',
    collector,
    epilogue,
    preparer,
    stripper: language === 'typescript' ? resolve('@swc/wasm-typescript') : '',
    parser: resolve('acorn'),
  }),
})

const launchOf = async (
  { identity: { language } }: SubmissionSource,
  { folder }: Stage,
  options: SubmissionOptions,
): Promise<Launch> =>
  language === 'python'
    ? pythonLaunch(folder, options, await pythonInterpreter(options.python))
    : javaScriptLaunch(folder, options, language === 'typescript')

/** What an interpreter takes for itself before it runs a line of the student's. */
// From version 24 on V8 sets aside half a gigabyte of data before it runs anything: 640 MiB is the least with which it starts.
const javaScriptOwnMiB = Number(process.versions.node.split('.')[0]) < 24 ? 256 : 768
const pythonOwnMiB = 256

/**
 * A submission's process lives for a tenth of a second of work: functions that are compiled into one another up to V8's
 * own limit take longer to compile than they ever save. Small ones still are.
 */
const inlining = '--max-inlined-bytecode-size-cumulative=100'

/** Node has about ten threads of its own. */
const javaScriptProcesses = 32
const pythonProcesses = 8

const javaScriptLaunch = (
  stage: string,
  options: SubmissionOptions,
  typescript: boolean,
): Launch => ({
  interpreter: nodeInterpreter,
  args: [`--max-old-space-size=${options.memoryMiB}`, inlining, serveJavaScript],
  env: {},
  limits: { ...limits(options, javaScriptOwnMiB), processes: javaScriptProcesses },
  stage,
  readable: [
    serveJavaScript,
    preparer,
    resolve('acorn'),
    ...(typescript ? [resolve('@swc/wasm-typescript')] : []),
  ],
})

const pythonLaunch = (
  stage: string,
  options: SubmissionOptions,
  interpreter: Launch['interpreter'],
): Launch => ({
  interpreter,
  // Without site, which runs whatever the installed packages left there to be run at every start: it takes a tenth of
  // the start, and the folders that it finds are known.
  args: ['-I', '-S', '-X', 'utf8', '-B', servePython, ...(interpreter.modules ?? [])],
  // One thread: sums in the same order every time, and no buffers for cores that are not used.
  env: { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  limits: { ...limits(options, pythonOwnMiB), processes: pythonProcesses },
  stage,
  readable: [servePython],
})

const limits = ({ memoryMiB, timeoutSeconds }: SubmissionOptions, ownMiB: number) => ({
  memoryMiB: memoryMiB + ownMiB,
  // The wall clock comes first; this ends what the judge cannot, should it be gone.
  cpuSeconds: Math.ceil(timeoutSeconds) + 1,
})
