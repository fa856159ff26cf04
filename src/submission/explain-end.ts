import { constants } from 'node:os'
import type { SubmissionError, SubmissionOptions } from './contract.ts'
import type { OutputCapture } from './output-capture.ts'
import { printable } from '../printable.ts'
import type { Ended } from './student-process.ts'

export interface Circumstances {
  /** What went on, in words. */
  readonly while: string
  readonly limits: SubmissionOptions
  /** Where the judge ended it for taking too long: what one step may take. */
  readonly stepSeconds: number | undefined
  /** The time of the whole submission is used up. */
  readonly exhausted: boolean
  readonly output: OutputCapture
  /** Whether a launcher stands between, which reports a signal as an exit code. */
  readonly wrapped: boolean
}

/** Why a process ended, in a sentence for the student. */
export const explainEnd = (ended: Ended, circumstances: Circumstances): SubmissionError => {
  if (circumstances.stepSeconds !== undefined) return timeout(circumstances)
  if (ended.how === 'last-words') return lastWords(ended.error, circumstances)
  if (ended.how === 'violation') return violation(ended.message, circumstances)
  if (ended.how === 'unstartable') return { kind: 'crash', message: printable(ended.message) }
  const { code, signal } = circumstances.wrapped ? unwrapped(ended) : ended
  return exit(code, signal, circumstances)
}

/** Shells and bubblewrap exit with 128 and the number of the signal. */
const unwrapped = ({ code, signal }: { code: number | null; signal: string | null }) => {
  const name = Object.entries(constants.signals).find(([, number]) => number + 128 === code)?.[0]
  return name === undefined ? { code, signal } : { code: null, signal: name }
}

const seconds = (value: number): string => `${Number(value.toPrecision(3))} s`

const timeout = (circumstances: Circumstances): SubmissionError => {
  const limit = seconds(circumstances.limits.timeoutSeconds)
  const step = seconds(circumstances.stepSeconds!)
  const message = circumstances.exhausted
    ? `the time limit of ${limit} was reached ${circumstances.while}`
    : `no answer for ${step} ${circumstances.while} (the time limit of the submission is ${limit})`
  return { kind: 'timeout', message }
}

const lastWords = (error: SubmissionError, { while: when, limits }: Circumstances) =>
  error.kind === 'memory'
    ? outOfMemory(limits, when)
    : { ...error, message: `${error.message} (an error that nothing handled, ${when})` }

const violation = (message: string, { while: when }: Circumstances): SubmissionError => ({
  kind: 'protocol',
  message: `the submission's process wrote into the channel of its answers ${when}: ${message}`,
})

const outOfMemory = ({ memoryMiB }: SubmissionOptions, when: string): SubmissionError => ({
  kind: 'memory',
  message: `the memory limit of ${memoryMiB} MiB was reached ${when}`,
})

/** What interpreters print when memory is short and they stop. */
const complaints = [
  'JavaScript heap out of memory',
  'Fatal process out of memory',
  'Out of memory',
  'MemoryError',
]

const cpuSignals = new Set(['SIGXCPU'])

const exit = (code: number | null, signal: string | null, circumstances: Circumstances) => {
  const { while: when, limits, output } = circumstances
  if (signal !== null && cpuSignals.has(signal)) {
    const limit = seconds(limits.timeoutSeconds)
    return { kind: 'timeout', message: `the time limit of ${limit} was reached ${when}` } as const
  }
  const complained = complaints.some((complaint) => output.includes(complaint))
  if (code !== 0 && complained) return outOfMemory(limits, when)
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`
  return { kind: 'crash', message: `the process ${how} ${when}` } as const
}

/** What a process said of an error: it knows that memory ran out, and not where the limit is. */
export const completed = (error: SubmissionError, { memoryMiB }: SubmissionOptions) =>
  error.kind === 'memory'
    ? { ...error, message: `${error.message} (the memory limit is ${memoryMiB} MiB)` }
    : error
