import type { Confinement, Launch } from './confine.ts'
import { confinementFor, giveUpOn } from './confinement.ts'
import type { SubmissionError, SubmissionIdentity, SubmissionOptions } from './contract.ts'
import { Unconfined } from './confined-process.ts'
import type { Host } from './host.ts'
import { launchOf } from './launch.ts'
import { OutputCapture } from './output-capture.ts'
import { readSubmission, type SubmissionSource } from './read-submission.ts'
import { RunningSession } from './running-session.ts'
import type { Session } from './session.ts'
import { setupFor } from './setup.ts'
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
