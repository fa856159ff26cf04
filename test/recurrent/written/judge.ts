import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallError } from '../../../properties/property.ts'
import type { Call } from '../../../src/assignment/assignment.ts'
import { builtIn } from '../../../src/assignment/built-in.ts'
import type { RecurrentName } from '../../../src/mistakes/recurrent/network-functions.ts'
import { openSubmission } from '../../../src/submission/index.ts'
import { mistakesOf, type ToWrite } from './settings.ts'
import { pythonFunction, pythonHead } from './python.ts'
import { typescriptFunction, typescriptHead } from './typescript.ts'

const writers = {
  py: { head: pythonHead, write: pythonFunction },
  ts: { head: typescriptHead, write: typescriptFunction },
}

/** One way of making a mistake, and what is said of it. */
export interface Verdict {
  readonly function: string
  readonly id: string
  readonly way: number
  readonly found: readonly string[]
  readonly facts: readonly string[]
}

export async function assignmentNamed(name: RecurrentName) {
  const found = builtIn.find(({ outline }) => outline.name === name)
  if (found === undefined) throw new Error(`there is no assignment ${name}`)
  return { outline: found.outline, assignment: await found.load() }
}

export const unconfined = {
  sandbox: 'none',
  timeoutSeconds: 300,
  memoryMiB: 512,
  python: 'python3',
} as const

type Way = ReturnType<typeof mistakesOf> extends Generator<infer Each> ? Each : never

/** A file that takes long to load is taken for one that hangs. */
const mostInAFile = 50

/**
 * Ways of making the mistakes of a network, written in a language and named by the assignment. Many stand in one file as
 * functions with numbers for names, so that one process answers for them all.
 */
export async function judgeMistakes(
  network: RecurrentName,
  language: 'py' | 'ts',
  isChosen: (way: Way, index: number) => boolean = () => true,
): Promise<Verdict[]> {
  const made = [...mistakesOf(network)].filter(isChosen)
  const verdicts: Verdict[] = []
  for (let from = 0; from < made.length; from += mostInAFile)
    verdicts.push(...(await judgeFile(network, language, made.slice(from, from + mostInAFile))))
  return verdicts
}

async function judgeFile(
  network: RecurrentName,
  language: 'py' | 'ts',
  made: readonly Way[],
): Promise<Verdict[]> {
  const { head, write } = writers[language]
  const source = made.map((each, i) => write(each as unknown as ToWrite, `made_${i}`))
  const folder = mkdtempSync(join(tmpdir(), 'recurrent-'))
  const path = join(folder, `submission.${language}`)
  writeFileSync(path, [head, ...source].join('\n'))
  const { outline, assignment } = await assignmentNamed(network)
  const parametersOf = (name: string) =>
    outline.functions.find((each) => each.name === name)?.parameters ?? []
  const functions = made.map(({ name }, i) => ({
    name: `made_${i}`,
    parameters: parametersOf(name),
  }))
  const opened = await openSubmission(path, { ...unconfined, functions })
  if (opened.status === 'error') throw new Error(opened.error.message)
  const verdicts: Verdict[] = []
  for (const [i, { name, id, way }] of made.entries()) {
    const call: Call = async (_, given) => {
      const outcome = await opened.session.call(`made_${i}`, given)
      if (outcome.status === 'error') throw new CallError(outcome.error.kind, outcome.error.message)
      return outcome
    }
    const { mistakes, facts } = await assignment.diagnose(call, [name], 1)
    verdicts.push({ function: name, id, way, found: mistakes.map((each) => each.id), facts })
  }
  await opened.session.close()
  rmSync(folder, { recursive: true })
  return verdicts
}
