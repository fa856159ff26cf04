import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type {
  CallOutcome,
  FunctionSpec,
  Opened,
  Session,
  SubmissionOptions,
  Tensor,
} from '../../src/submission/index.ts'
import { openSubmission } from '../../src/submission/index.ts'

export const functions: readonly FunctionSpec[] = [
  { name: 'update_state', parameters: ['xk', 'sk', 'wx', 'wRec'] },
  { name: 'forward_states', parameters: ['X', 'wx', 'wRec'] },
  { name: 'loss', parameters: ['y', 't'] },
  { name: 'output_gradient', parameters: ['y', 't'] },
  { name: 'backward_gradient', parameters: ['X', 'S', 'grad_out', 'wRec'] },
]

export const options: SubmissionOptions = {
  functions,
  sandbox: 'auto',
  timeoutSeconds: 60,
  memoryMiB: 512,
  python: 'python3',
}

export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/submissions/${name}`, import.meta.url))

/** A folder with these files in it, for one test. */
export const folderWith = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'gradproof-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

export const fileWith = (name: string, content: string | Uint8Array): string =>
  join(folderWith({ [name]: content }), name)

/** Opens for one test; the session is closed after it. */
export const open = async (
  path: string,
  changed: Partial<SubmissionOptions> = {},
): Promise<Opened> => {
  const opened = await openSubmission(path, { ...options, ...changed })
  if (opened.status === 'opened') onTestFinished(() => opened.session.close())
  return opened
}

export const session = async (
  path: string,
  changed: Partial<SubmissionOptions> = {},
): Promise<Session> => {
  const opened = await open(path, changed)
  if (opened.status === 'error') throw new Error(JSON.stringify(opened.error))
  return opened.session
}

export const vector = (...data: number[]): Tensor => ({
  shape: [data.length],
  data: Float64Array.from(data),
})

export const matrix = (rows: number, columns: number, ...data: number[]): Tensor => ({
  shape: [rows, columns],
  data: Float64Array.from(data),
})

export const returned = (value: unknown, mutated: number[] = []) => ({
  status: 'returned',
  value,
  mutated,
})

/** `kind: message (line)` of an error; anything else is an error of the test. */
export const failure = (outcome: CallOutcome | Opened): string => {
  if (outcome.status !== 'error') throw new Error(`not an error: ${outcome.status}`)
  const { kind, message, line, column } = outcome.error
  const place = line === undefined ? '' : ` (${line}${column === undefined ? '' : `:${column}`})`
  return `${kind}: ${message}${place}`
}
