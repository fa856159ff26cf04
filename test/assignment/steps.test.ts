import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import type { Assignment } from '../../src/assignment/assignment.ts'
import { builtIn } from '../../src/assignment/built-in.ts'
import { linearRegression } from '../../src/assignment/steps/linear-regression.ts'
import { gradeSubmission } from '../../src/grade.ts'
import { checkFunctions } from '../../src/grading/check-functions.ts'
import { propertyReports } from '../../src/grading/property-report.ts'
import { RepeatedCalls } from '../../src/grading/repeat-calls.ts'
import { openSubmission } from '../../src/submission/index.ts'
import { edits } from '../written/steps.ts'

const confinement = {
  sandbox: 'none',
  timeoutSeconds: 300,
  memoryMiB: 512,
  python: 'python3',
} as const

const folder = mkdtempSync(join(tmpdir(), 'gradproof-steps-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fixtures = (assignment: string, file = '') =>
  fileURLToPath(new URL(`../../fixtures/assignments/${assignment}/${file}`, import.meta.url))

const assignmentNamed = (name: string) => {
  const found = builtIn.find(({ outline }) => outline.name === name)
  if (!found) throw new Error(`there is no assignment ${name}`)
  return found
}

const grade = (assignment: string, path: string, runs: number) =>
  gradeSubmission(path, assignmentNamed(assignment), {
    ...confinement,
    seed: 1,
    runs,
    hints: 'gentle',
  })

const names = Object.keys(edits)
const right = names.flatMap((assignment) =>
  readdirSync(fixtures(assignment)).map((file) => ({ assignment, file })),
)

async function lostUnder(assignment: Assignment<object>, path: string, seeds: number) {
  const { functions } = assignment.outline
  const opened = await openSubmission(path, { ...confinement, functions })
  if (opened.status === 'error') throw new Error(opened.error.message)
  const last = functions[functions.length - 1].name
  const { call } = new RepeatedCalls(opened.session, last, 1)
  const lost: unknown[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const found = opened.session.functions
    const checked = await checkFunctions(assignment, call, { seed, runs: 2, found })
    const reports = propertyReports(checked, assignment.table)
    lost.push(...reports.filter(({ score, maxScore }) => score !== maxScore))
  }
  await opened.session.close()
  return lost
}

describe('right submissions', () => {
  test.for(right)(
    '$assignment/$file passes with full points under 100 seeds',
    { timeout: 300_000 },
    async ({ assignment, file }) => {
      const loaded = await assignmentNamed(assignment).load()
      expect(await lostUnder(loaded, fixtures(assignment, file), 100)).toEqual([])
    },
  )

  test.for(right)(
    '$assignment/$file gets 10 points and is accused of nothing',
    { timeout: 120_000 },
    async ({ assignment, file }) => {
      const report = await grade(assignment, fixtures(assignment, file), 30)
      expect(report).toMatchObject({ status: 'passed', score: 10, maxScore: 10 })
      expect([report.mistakes, report.facts]).toEqual([[], []])
    },
  )
})

describe('wrong submissions', () => {
  const wrong = names.flatMap((assignment) =>
    edits[assignment].map((edit) => ({ assignment, ...edit })),
  )

  test.for(wrong)(
    '$assignment/$file with $id is killed and named',
    { timeout: 120_000 },
    async ({ assignment, file, id, from, to }) => {
      const text = readFileSync(fixtures(assignment, file), 'utf8')
      expect(text).toContain(from)
      const path = join(folder, `${assignment}-${id}-${file}`)
      writeFileSync(path, text.replace(from, to))
      const report = await grade(assignment, path, 20)
      expect(report.status).toBe('failed')
      expect(report.mistakes.map((mistake) => mistake.id)).toEqual([id])
      expect(report.facts).toEqual([])
    },
  )

  test('two mistakes in one function are found together', { timeout: 120_000 }, async () => {
    const text = readFileSync(fixtures('two-layer-network', 'vectorised.py'), 'utf8')
    const path = join(folder, 'pair.py')
    writeFileSync(path, text.replace('2 * (y - t)', '2 * (t - y)').replace(' * (1 - H**2)', ''))
    const { mistakes } = await grade('two-layer-network', path, 20)
    expect(mistakes.map(({ id }) => id).toSorted()).toEqual([
      'missing-activation-derivative',
      'sign-flipped',
    ])
  })

  test('what no known mistake explains is told by facts', { timeout: 120_000 }, async () => {
    const text = readFileSync(fixtures('linear-regression', 'vectorised.py'), 'utf8')
    const path = join(folder, 'unknown.py')
    writeFileSync(path, text.replace('residual.sum()', '3 * residual.sum()'))
    const { mistakes, facts } = await grade('linear-regression', path, 20)
    expect(mistakes).toEqual([])
    expect(facts).toEqual([
      'b_grad is 3 times the expected value on every problem.',
      'w_grad is right on every problem.',
    ])
  })
})

test('every mistake of the assignments has a submission that makes it', async () => {
  for (const name of names) {
    const made = new Set(edits[name].map(({ id }) => id))
    const source = readFileSync(
      new URL(`../../src/assignment/steps/${name}.ts`, import.meta.url),
      'utf8',
    )
    for (const [, id] of source.matchAll(/id: '([a-z-]+)'/g)) expect(made).toContain(id)
  }
})

test('the points of each assignment add up to 10', async () => {
  for (const name of names) {
    const { laws } = await assignmentNamed(name).load()
    expect(laws.reduce((sum, { points }) => sum + points, 0)).toBe(10)
  }
  expect(linearRegression.laws.length).toBeGreaterThan(10)
})
