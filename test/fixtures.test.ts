import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtIn } from '../src/assignment/built-in.ts'
import { checkFunctions } from '../src/grading/check-functions.ts'
import { gradeSubmission } from '../src/grade.ts'
import { RepeatedCalls } from '../src/grading/repeat-calls.ts'
import { propertyReports } from '../src/grading/property-report.ts'
import { openSubmission } from '../src/submission/index.ts'

const [assignment] = builtIn
const confinement = {
  sandbox: 'none',
  timeoutSeconds: 300,
  memoryMiB: 512,
  python: 'python3',
} as const

const submissions = (kind: string) =>
  readdirSync(new URL(`../fixtures/submissions/${kind}/`, import.meta.url)).map((name) => ({
    name,
    path: `fixtures/submissions/${kind}/${name}`,
  }))

const grade = (path: string) =>
  gradeSubmission(path, assignment, { ...confinement, seed: 1, runs: 30, hints: 'gentle' })

describe('right submissions', () => {
  const seeds = 200
  const runs = 3

  test.for(submissions('right'))(
    `$name passes with full points under ${seeds} seeds`,
    { timeout: 300_000 },
    async ({ path }) => {
      const { outline, load } = assignment
      const laws = await load()
      const opened = await openSubmission(path, { ...confinement, functions: outline.functions })
      if (opened.status === 'error') throw new Error(opened.error.message)
      const { call } = new RepeatedCalls(opened.session, 'backward_gradient', 1)
      const found = opened.session.functions
      for (let seed = 1; seed <= seeds; seed++) {
        const checked = await checkFunctions(laws, call, { seed, runs, found })
        const lost = propertyReports(checked, laws.table).filter(
          ({ status, score, maxScore }) => status !== 'passed' || score !== maxScore,
        )
        expect(lost, `seed ${seed}`).toEqual([])
      }
      await opened.session.close()
    },
  )

  test.for(submissions('right'))(
    '$name gets 10 points, and a note for single precision alone',
    async ({ name, path }) => {
      const { status, score, maxScore, mistakes, facts } = await grade(path)
      expect(facts).toEqual([])
      expect({ status, score, maxScore }).toEqual({ status: 'passed', score: 10, maxScore: 10 })
      const noted = new Set(mistakes.map(({ id }) => id))
      expect([...noted]).toEqual(name.startsWith('single-precision') ? ['single-precision'] : [])
    },
  )
})

/** The functions in which a mistake of that name may show. */
function functionsOf(mistake: string): string[] {
  if (mistake.startsWith('loss-')) return ['loss']
  if (mistake.startsWith('output-gradient-')) return ['output_gradient']
  if (mistake.startsWith('forward-')) return ['update_state', 'forward_states']
  return ['backward_gradient']
}

/** One behaviour with two names: the same gradient in both places is right for one of the weights. */
const sameBehaviour: Record<string, string> = {
  'returns-one-twice--recurrent': 'states-for-inputs',
}

const expectedMistakes = (name: string): string[] => {
  const stem = name.replace(/\.\w+$/, '')
  return [...new Set((sameBehaviour[stem] ?? stem.replace(/--[\w-]+$/, '')).split('+'))].toSorted()
}

describe('wrong submissions', () => {
  test.for([...submissions('wrong'), ...submissions('pairs')])(
    '$name fails in the functions that are wrong only, and its mistakes are named',
    async ({ name, path }) => {
      const { status, score, properties, mistakes, facts } = await grade(path)
      expect(status).toBe('failed')
      expect(score).toBeLessThan(10)
      const suspects = expectedMistakes(name).flatMap(functionsOf)
      const failed = properties.filter((law) => law.status !== 'passed').map((law) => law.function)
      expect(suspects).toEqual(expect.arrayContaining(failed))
      expect([...new Set(mistakes.map(({ id }) => id))].toSorted()).toEqual(expectedMistakes(name))
      expect(facts).toEqual([])
    },
  )
})
