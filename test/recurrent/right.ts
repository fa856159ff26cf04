import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtIn } from '../../src/assignment/built-in.ts'
import { gradeSubmission } from '../../src/grade.ts'
import { checkFunctions } from '../../src/grading/check-functions.ts'
import { propertyReports } from '../../src/grading/property-report.ts'
import { RepeatedCalls } from '../../src/grading/repeat-calls.ts'
import type { RecurrentName } from '../../src/mistakes/recurrent/network-functions.ts'
import { openSubmission } from '../../src/submission/index.ts'
import { assignmentNamed, unconfined } from './written/judge.ts'

const submissionsOf = (network: RecurrentName) =>
  readdirSync(new URL(`../../fixtures/networks/${network}/`, import.meta.url)).map((file) => ({
    file,
    path: `fixtures/networks/${network}/${file}`,
  }))

const seeds = 100

/** A chain of sigmoids can make one derivative in a hundred problems too small to be seen, and one of two is allowed that. */
const runs = { 'elman-rnn': 2, lstm: 1, gru: 1 } as const

/** The right submissions of one network; each has a file of tests, so that they run side by side. */
export function expectRight(network: RecurrentName): void {
  const right = submissionsOf(network)

  test.for(right)(
    `$file passes with full points under ${seeds} seeds`,
    { timeout: 300_000 },
    async ({ path }) => {
      const { outline, assignment } = await assignmentNamed(network)
      const opened = await openSubmission(path, { ...unconfined, functions: outline.functions })
      if (opened.status === 'error') throw new Error(opened.error.message)
      const { call } = new RepeatedCalls(opened.session, 'backward_gradient', 1)
      const found = opened.session.functions
      for (let seed = 1; seed <= seeds; seed++) {
        const checked = await checkFunctions(assignment, call, {
          seed,
          runs: runs[network],
          found,
        })
        const lost = propertyReports(checked, assignment.table).filter(
          ({ status, score, maxScore }) => status !== 'passed' || score !== maxScore,
        )
        expect(lost, `seed ${seed}`).toEqual([])
      }
      await opened.session.close()
    },
  )

  test.for(right)('$file gets 10 points and no mistake', async ({ path }) => {
    const assignment = builtIn.find(({ outline }) => outline.name === network)
    const options = { ...unconfined, seed: 1, runs: 20, hints: 'gentle' } as const
    const { status, score, maxScore, mistakes, facts } = await gradeSubmission(
      path,
      assignment!,
      options,
    )
    expect({ status, score, maxScore, mistakes, facts }).toEqual({
      status: 'passed',
      score: 10,
      maxScore: 10,
      mistakes: [],
      facts: [],
    })
  })
}
