import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gradescope } from '../../src/reporters/gradescope.ts'
import { visibilities } from '../../src/reporters/reporter.ts'
import { hostileReport } from './hostile-reports.ts'
import { failed, held, mistake, report } from './reports.ts'

const validate = new Ajv({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('fixtures/schemas/gradescope-results.schema.json', 'utf8')) as object,
)

interface Results {
  readonly output: string
  readonly visibility: string
  readonly tests: readonly {
    readonly name: string
    readonly number: string
    readonly output: string
    readonly visibility: string
  }[]
}

const results = (...argv: Parameters<typeof gradescope>) =>
  JSON.parse(gradescope(...argv)) as Results

describe('the gradescope reporter', () => {
  const wrong = report([held, failed], { mistakes: [mistake] })

  test('writes a test a law, numbered by function, the mistakes with the first law that they break', () => {
    const { tests, output } = results([wrong], 'visible')
    expect(tests.map(({ name, number }) => [number, name])).toEqual([
      ['1.1', 'forward_states: recurrence'],
      ['2.1', 'backward_gradient: batch-mean'],
    ])
    expect(tests[1].output).toContain('sample 0 of 2:')
    expect(tests[1].output).toContain(`mistake: sum-not-mean\n${mistake.explanation}`)
    expect(output).toContain('failed: 2 of 3.5 points')
  })

  test('where the laws are hidden, nothing outside them says what came of them', () => {
    for (const visibility of visibilities.filter((each) => each !== 'visible')) {
      const { tests, output } = results([wrong], visibility)
      expect(tests.map((each) => each.visibility)).toEqual([visibility, visibility])
      expect(output).toBe('The submission was read and checked.')
    }
  })

  test('a submission that cannot be read is told why, hidden or not', () => {
    const error = { kind: 'syntax', message: 'Unexpected token', line: 3 } as const
    const unread = report([{ ...failed, status: 'skipped' }], { status: 'error', error })
    expect(results([unread], 'hidden').output).toBe('syntax: Unexpected token (line 3, column 1)')
  })

  test('obeys what Gradescope specifies, with nothing in it that steers a terminal or a page', () => {
    fc.assert(
      fc.property(hostileReport, fc.constantFrom(...visibilities), (hostile, visibility) => {
        const text = gradescope([hostile], visibility)
        validate(JSON.parse(text))
        expect(validate.errors).toBeNull()
        // every text is declared to be plain
        expect(text).not.toMatch(/_format": "(?!text")/)
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      }),
    )
  })

  test('is of one submission', () => {
    expect(() => gradescope([wrong, wrong], 'visible')).toThrow(/expected the report of one/)
  })
})
