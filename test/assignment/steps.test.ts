import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { CallError } from '../../properties/property.ts'
import type { Assignment, Call } from '../../src/assignment/assignment.ts'
import { builtIn } from '../../src/assignment/built-in.ts'
import type { Diagnosis } from '../../src/assignment/diagnosis.ts'
import { linearRegression } from '../../src/assignment/steps/linear-regression.ts'
import { checkFunctions } from '../../src/grading/check-functions.ts'
import { wrongFunctions } from '../../src/grading/mistake-report.ts'
import { propertyReports } from '../../src/grading/property-report.ts'
import { openSubmission, type Session } from '../../src/submission/index.ts'
import { callsOf } from '../written/in-process.ts'
import { type Edit, edits } from '../written/steps.ts'

const folder = mkdtempSync(join(tmpdir(), 'gradproof-steps-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fixtures = (assignment: string, file = '') =>
  fileURLToPath(new URL(`../../fixtures/assignments/${assignment}/${file}`, import.meta.url))

const textOf = (assignment: string, file: string) =>
  readFileSync(fixtures(assignment, file), 'utf8')

const assignmentNamed = (name: string) => {
  const found = builtIn.find(({ outline }) => outline.name === name)
  if (!found) throw new Error(`there is no assignment ${name}`)
  return found.load()
}

const functionNames = ({ outline }: Assignment<object>) => outline.functions.map(({ name }) => name)

/** One process for many submissions in one file: the functions' names say whose they are. */
async function openPython(
  text: string,
  functions: readonly { name: string; parameters: readonly string[] }[],
): Promise<Session> {
  const path = join(mkdtempSync(join(folder, 'python-')), 'submission.py')
  writeFileSync(path, text)
  const opened = await openSubmission(path, {
    sandbox: 'none',
    timeoutSeconds: 300,
    memoryMiB: 512,
    python: 'python3',
    functions,
  })
  if (opened.status === 'error') throw new Error(opened.error.message)
  return opened.session
}

const calls =
  (session: Session, nameOf: (name: string) => string): Call =>
  async (name, given) => {
    const outcome = await session.call(nameOf(name), given)
    if (outcome.status === 'error') throw new CallError(outcome.error.kind, outcome.error.message)
    return outcome
  }

/** The laws of every function, as in a check of a submission that has them all. */
async function judged(assignment: Assignment<object>, call: Call, seed: number, runs: number) {
  const names = functionNames(assignment)
  const found = Object.fromEntries(
    names.map((name) => [name, { status: 'found', as: name }] as const),
  )
  const checked = await checkFunctions(assignment, call, { seed, runs, found })
  const reports = propertyReports(checked, assignment.table)
  const lost = reports.filter(({ score, maxScore }) => score !== maxScore)
  const single = checked.filter(
    ({ result }) => result.status === 'passed' && result.precision === 'single',
  )
  return { checked, lost, single: single.map(({ law }) => `${law.function} ${law.name}`) }
}

const assignments = Object.keys(edits)
const right = assignments.flatMap((assignment) =>
  readdirSync(fixtures(assignment)).map((file) => ({ assignment, file })),
)

/** What speaks against a right submission under many seeds; every tenth time, whoever is wrong is looked for anyway. */
async function heldAgainst(assignment: Assignment<object>, call: Call): Promise<unknown[]> {
  const against: unknown[] = []
  for (let seed = 1; seed <= 100; seed++) {
    const { lost, single } = await judged(assignment, call, seed, 2)
    against.push(...lost, ...single)
    if (seed % 10 > 0) continue
    const { mistakes, facts } = await assignment.diagnose(call, functionNames(assignment), seed)
    against.push(...mistakes, ...facts)
  }
  return against
}

describe('right submissions have full points under 100 seeds and are accused of nothing', () => {
  test.for(right)('$assignment/$file', { timeout: 300_000 }, async ({ assignment, file }) => {
    const loaded = await assignmentNamed(assignment)
    const [names, text] = [functionNames(loaded), textOf(assignment, file)]
    if (extname(file) !== '.py') {
      expect(await heldAgainst(loaded, callsOf(text, names))).toEqual([])
      return
    }
    const session = await openPython(text, loaded.outline.functions)
    expect(await heldAgainst(loaded, calls(session, String))).toEqual([])
    await session.close()
  })
})

function edited(assignment: string, { file, from, to }: Edit): string {
  const text = textOf(assignment, file)
  if (!text.includes(from)) throw new Error(`${file} of ${assignment} has no ${from}`)
  return text.replace(from, to)
}

/** What is said of a submission as a whole: what lost points, and why. */
async function verdictOn(assignment: Assignment<object>, call: Call) {
  const { checked, lost } = await judged(assignment, call, 1, 20)
  const diagnosis: Diagnosis = await assignment.diagnose(call, wrongFunctions(checked), 1)
  return { lost, ids: diagnosis.mistakes.map(({ id }) => id), facts: diagnosis.facts }
}

/** Submissions in Python, their functions numbered, in one process. */
async function verdictsInPython(assignment: Assignment<object>, texts: readonly string[]) {
  const { functions } = assignment.outline
  const numbered = texts.map((text, i) => text.replaceAll(/^def (\w+)/gm, `def $1_${i}`))
  const all = texts.flatMap((_, i) =>
    functions.map(({ name, parameters }) => ({ name: `${name}_${i}`, parameters })),
  )
  const session = await openPython(numbered.join('\n\n'), all)
  const verdicts = []
  for (const i of texts.keys())
    verdicts.push(
      await verdictOn(
        assignment,
        calls(session, (name) => `${name}_${i}`),
      ),
    )
  await session.close()
  return verdicts
}

const sourceOf = (name: string): string =>
  readFileSync(new URL(`../../src/assignment/steps/${name}.ts`, import.meta.url), 'utf8')

/** The ids of the mistakes that several assignments know, by what tells of them. */
const told = new Map(
  Array.from(
    sourceOf('told').matchAll(
      /(\w+)(?:: | = )\(formula: string\): Told => \(\{\s+id: '([a-z-]+)'/g,
    ),
    ([, name, id]) => [name, id],
  ),
)

const inPython = ({ file }: Edit) => file.endsWith('.py')

describe('wrong submissions lose points, and their mistake is named', () => {
  test.for(assignments)('%s in Python', { timeout: 300_000 }, async (assignment) => {
    const made = edits[assignment].filter(inPython)
    const texts = made.map((edit) => edited(assignment, edit))
    const verdicts = await verdictsInPython(await assignmentNamed(assignment), texts)
    expect(verdicts.filter(({ lost }) => lost.length === 0)).toEqual([])
    expect(verdicts.map(({ ids, facts }) => [ids, facts])).toEqual(made.map(({ id }) => [[id], []]))
  })

  test.for(assignments)('%s in JavaScript', { timeout: 300_000 }, async (assignment) => {
    const loaded = await assignmentNamed(assignment)
    for (const edit of edits[assignment].filter((each) => !inPython(each))) {
      const call = callsOf(edited(assignment, edit), functionNames(loaded))
      const { lost, ids, facts } = await verdictOn(loaded, call)
      expect([edit.id, lost.length > 0, ids, facts]).toEqual([edit.id, true, [edit.id], []])
    }
  })

  test('every mistake of the assignments is made in both languages', () => {
    for (const assignment of assignments) {
      const source = sourceOf(assignment)
      const own = Array.from(source.matchAll(/id: '([a-z-]+)'/g), ([, id]) => id)
      const shared = Array.from(source.matchAll(/(\w+)\(formulas\./g), ([, name]) => told.get(name))
      const ids = [...own, ...shared]
      expect(own).not.toEqual([])
      expect(shared).not.toEqual([])
      for (const python of [true, false]) {
        const made = edits[assignment].filter((edit) => inPython(edit) === python)
        expect(made.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
      }
    }
  })

  test('two mistakes in one function are found together', { timeout: 120_000 }, async () => {
    const text = textOf('two-layer-network', 'vectorised.py')
      .replace('2 * (y - t)', '2 * (t - y)')
      .replace(' * (1 - H**2)', '')
    const [{ ids }] = await verdictsInPython(await assignmentNamed('two-layer-network'), [text])
    expect(ids.toSorted()).toEqual(['missing-activation-derivative', 'sign-flipped'])
  })

  test('what no known mistake explains is told by facts', { timeout: 120_000 }, async () => {
    const text = textOf('linear-regression', 'vectorised.py')
    const [{ ids, facts }] = await verdictsInPython(linearRegression, [
      text.replace('residual.sum()', '3 * residual.sum()'),
    ])
    expect(ids).toEqual([])
    expect(facts).toEqual([
      'b_grad is 3 times the expected value on every problem.',
      'w_grad is right on every problem.',
    ])
  })
})

test('the points of each assignment add up to 10', async () => {
  for (const name of assignments) {
    const { laws } = await assignmentNamed(name)
    expect(laws.reduce((sum, { points }) => sum + points, 0)).toBe(10)
  }
  expect(linearRegression.laws.length).toBeGreaterThan(10)
})
