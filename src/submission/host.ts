import type { Confinement } from './confine.ts'
import type { OutputCapture } from './output-capture.ts'
import type { Listener, StudentProcess } from './student-process.ts'

/** How a session gets processes: each starts with the submission being loaded. */
export interface Host {
  readonly confinement: Confinement
  readonly output: OutputCapture
  /** Whether the submission is run statement by statement from the start. */
  readonly careful: boolean
  launch(listener: Listener): StudentProcess
  /** Text of the submission's without the paths of its copy. */
  clean(text: string): string
  /** Called once nothing runs any more. */
  release(): void
}
