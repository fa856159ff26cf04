import { dirname } from 'node:path'
import type { Launch } from './confine.ts'
import type { SubmissionOptions } from './contract.ts'
import { nodeInterpreter, pythonInterpreter } from './interpreter.ts'
import { parser, programs, stripper } from './programs.ts'
import type { SubmissionSource } from './read-submission.ts'
import type { Stage } from './stage.ts'

/**
 * How a process of the submission is started, before anything confines it.
 *
 * @throws HarnessError where the interpreter is missing
 */
export const launchOf = async (
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
  args: [`--max-old-space-size=${options.memoryMiB}`, inlining, programs.javascript],
  env: {},
  limits: { ...limits(options, javaScriptOwnMiB), processes: javaScriptProcesses },
  stage,
  readable: [dirname(programs.javascript), parser(), ...(typescript ? [stripper()] : [])],
})

const pythonLaunch = (
  stage: string,
  options: SubmissionOptions,
  interpreter: Launch['interpreter'],
): Launch => ({
  interpreter,
  // Without site, which runs whatever the installed packages left there to be run at every start: it takes a tenth of
  // the start, and the folders that it finds are known.
  args: ['-I', '-S', '-X', 'utf8', '-B', programs.python, ...(interpreter.modules ?? [])],
  // One thread: sums in the same order every time, and no buffers for cores that are not used.
  env: { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  limits: { ...limits(options, pythonOwnMiB), processes: pythonProcesses },
  stage,
  readable: [dirname(programs.python)],
})

const limits = ({ memoryMiB, timeoutSeconds }: SubmissionOptions, ownMiB: number) => ({
  memoryMiB: memoryMiB + ownMiB,
  // The wall clock comes first; this ends what the judge cannot, should it be gone.
  cpuSeconds: Math.ceil(timeoutSeconds) + 1,
})
