import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallError } from '../../../properties/property.ts'
import type { Assignment, Call } from '../../../src/assignment/assignment.ts'
import { builtIn } from '../../../src/assignment/built-in.ts'
import type { RecurrentName } from '../../../src/mistakes/recurrent/network-functions.ts'
import { openSubmission } from '../../../src/submission/index.ts'
import type { Made, ToWrite } from './settings.ts'
import { pythonFunction, pythonHead } from './python.ts'
import { typescriptFunction, typescriptHead } from './typescript.ts'

const writers = {
  py: { head: pythonHead, write: pythonFunction },
  ts: { head: typescriptHead, write: typescriptFunction },
}

/** What is said of a submission in which a function, or each of several, has mistakes. */
export interface Verdict {
  /** As 'backward_gradient sign-flipped', in the order of the functions and of their mistakes. */
  readonly made: readonly string[]
  readonly found: readonly string[]
  readonly facts: readonly string[]
  readonly milliseconds: number
}

/** `fewer`: the same numbers on every problem come of fewer mistakes, as one of them hides what the other does. */
export type Agreement = 'exact' | 'fewer' | 'other'

export function agreementOf({ made, found }: Verdict): Agreement {
  if (found.toSorted().join() === made.toSorted().join()) return 'exact'
  return found.length > 0 && found.length < made.length ? 'fewer' : 'other'
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

/** A file that takes long to load is taken for one that hangs. */
const mostInAFile = 50

/**
 * Submissions, each by its wrong functions, written in a language and named by the assignment. Many stand in one file as
 * functions with numbers for names, so that one process answers for them all.
 */
export async function judge(
  network: RecurrentName,
  language: 'py' | 'ts',
  wrong: readonly (readonly Made[])[],
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (let from = 0; from < wrong.length; from += mostInAFile)
    verdicts.push(...(await judgeFile(network, language, wrong.slice(from, from + mostInAFile))))
  return verdicts
}

/** Each function of each submission, with the name under which it stands in the file. */
const numbered = (wrong: readonly (readonly Made[])[]) =>
  wrong.map((functions, i) => functions.map((each) => ({ ...each, as: `made_${i}_${each.name}` })))

async function judgeFile(
  network: RecurrentName,
  language: 'py' | 'ts',
  wrong: readonly (readonly Made[])[],
): Promise<Verdict[]> {
  const { head, write } = writers[language]
  const submissions = numbered(wrong)
  const all = submissions.flat()
  const folder = mkdtempSync(join(tmpdir(), 'recurrent-'))
  const path = join(folder, `submission.${language}`)
  const source = all.map((each) => write(each as unknown as ToWrite, each.as))
  writeFileSync(path, [head, ...source].join('\n'))
  const { outline, assignment } = await assignmentNamed(network)
  const parametersOf = (name: string) =>
    outline.functions.find((each) => each.name === name)?.parameters ?? []
  const functions = all.map(({ name, as }) => ({ name: as, parameters: parametersOf(name) }))
  const opened = await openSubmission(path, { ...unconfined, functions })
  if (opened.status === 'error') throw new Error(opened.error.message)
  const verdicts: Verdict[] = []
  for (const submission of submissions) {
    const call: Call = async (name, given) => {
      const { as } = submission.find((each) => each.name === name)!
      const outcome = await opened.session.call(as, given)
      if (outcome.status === 'error') throw new CallError(outcome.error.kind, outcome.error.message)
      return outcome
    }
    verdicts.push(await verdictOn(assignment, submission, call))
  }
  await opened.session.close()
  rmSync(folder, { recursive: true })
  return verdicts
}

async function verdictOn(
  assignment: Assignment<object>,
  submission: readonly Made[],
  call: Call,
): Promise<Verdict> {
  const start = performance.now()
  const { mistakes, facts } = await assignment.diagnose(
    call,
    submission.map(({ name }) => name),
    1,
  )
  return {
    made: submission.flatMap(({ name, ids }) => ids.map((id) => `${name} ${id}`)),
    found: mistakes.map((each) => `${each.function} ${each.id}`),
    facts,
    milliseconds: performance.now() - start,
  }
}
