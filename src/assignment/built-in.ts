import type { Assignment, AssignmentOutline } from './assignment.ts'
import { elmanRnnOutline } from './elman-functions.ts'
import { gruOutline, lstmOutline } from './gated-functions.ts'
import { linearRnnOutline } from './linear-outline.ts'

export interface BuiltIn {
  readonly outline: AssignmentOutline
  /** The laws and what generates their problems are loaded while the submission's process starts. */
  readonly load: () => Promise<Assignment<object>>
}

export const builtIn: readonly BuiltIn[] = [
  {
    outline: linearRnnOutline,
    load: async () => (await import('./linear-rnn.ts')).linearRnn,
  },
  {
    outline: elmanRnnOutline,
    load: async () => (await import('./elman-rnn.ts')).elmanRnn,
  },
  {
    outline: lstmOutline,
    load: async () => (await import('./lstm.ts')).lstm,
  },
  {
    outline: gruOutline,
    load: async () => (await import('./gru.ts')).gru,
  },
]
