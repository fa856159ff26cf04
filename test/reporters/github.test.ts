import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { github } from '../../src/reporters/github.ts'
import { workflowCommand } from '../../src/reporters/github-command.ts'
import { hostileClass, hostileReport } from './hostile-reports.ts'
import { failed, held, mistake, report } from './reports.ts'

const of = (...reports: ReturnType<typeof report>[]) => github({ reports, alike: [], failures: [] })

const appendix = ({ appendices }: ReturnType<typeof github>, name: string): string =>
  appendices.find(({ variable }) => variable === name)?.text ?? ''

interface ClassroomTest {
  readonly status: string
  readonly score: number
}
interface Classroom {
  readonly version: number
  readonly status: string
  readonly max_score: number
  readonly tests: readonly ClassroomTest[]
}

/** As classroom-resources/autograding-grading-reporter reads it (src/main.js and src/notify-classroom.js at 43c2d9f). */
function readByClassroom(output: string) {
  const [, encoded] = /^result=([A-Za-z0-9+/=]+)\n$/.exec(output)!
  const results = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as Classroom
  const totalPoints = results.tests.reduce((total, { score }) => total + score, 0)
  return { results, totalPoints, maxPoints: results.max_score }
}

const unescape = (text: string) =>
  text
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%')

/** As actions/runner reads a line (src/Runner.Common/ActionCommand.cs): the command, its properties and its data. */
function readByRunner(line: string) {
  const [, command, properties, data] = /^::(\w+) (.*?)::(.*)$/.exec(line)!
  const pairs = properties.split(',').map((pair) => pair.split('='))
  return {
    command,
    properties: Object.fromEntries(
      pairs.map(([name, ...value]) => [name, unescape(value.join('='))]),
    ),
    data: unescape(data),
  }
}

describe('the github reporter', () => {
  test('annotates the file, with what is wrong and why', () => {
    const { text } = of(report([held, failed], { mistakes: [mistake] }))
    expect(text).toBe(
      "::error file=class/it's.py,title=backward_gradient%3A 0 of 1.5 points::batch-mean: wx_grad is 4, expected 2%0Asum-not-mean: The gradients are summed, not averaged.%0AWhat does twice the batch do?\n",
    )
  })

  test('points at the line of what cannot be read', () => {
    const error = { kind: 'syntax', message: 'Unexpected token', line: 3 } as const
    expect(of(report([], { status: 'error', error })).text).toBe(
      "::error file=class/it's.py,line=3,title=syntax::Unexpected token\n",
    )
  })

  test('a command says what it was given, whatever that is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (file, title, message) => {
        const line = workflowCommand({ level: 'error', file, title, message })
        expect(line).not.toMatch(/[\r\n]/)
        expect(readByRunner(line)).toEqual({
          command: 'error',
          properties: { file, title },
          data: message,
        })
      }),
    )
  })

  test('keeps to ten annotations of a level, and says how many there are more', () => {
    const many = Array.from({ length: 12 }, () => report([failed]))
    const lines = of(...many)
      .text.trimEnd()
      .split('\n')
    expect(lines).toHaveLength(10)
    expect(lines[9]).toContain('3 more are in the job summary')
  })

  test('every line of the log is a command of its own, whatever a submission says', () => {
    fc.assert(
      fc.property(hostileClass, (hostile) => {
        const { text } = github(hostile)
        for (const line of text.split('\n').filter((each) => each !== '')) {
          expect(line).toMatch(/^::(error|warning) file=/)
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        }
      }),
    )
  })

  test('the summary keeps to its megabyte in whole parts, and says what did not fit', () => {
    const long = { ...failed, message: '€'.repeat(1000) }
    const many = Array.from({ length: 400 }, () => report([long]))
    const summary = appendix(of(...many), 'GITHUB_STEP_SUMMARY')
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024)
    expect(Buffer.byteLength(summary)).toBeGreaterThan(1024 * 1024 - 8192)
    expect(summary).toMatch(/\n\(\d+ more parts did not fit\.\)\n$/)
  })

  test('GitHub Classroom reads the points of the submission, each law with a score', () => {
    fc.assert(
      fc.property(hostileReport, (hostile) => {
        const output = appendix(of(hostile), 'GITHUB_OUTPUT')
        const { results, totalPoints, maxPoints } = readByClassroom(output)
        expect(totalPoints).toBeCloseTo(hostile.score, 9)
        expect(maxPoints).toBe(hostile.maxScore)
        expect(results.version).toBe(1)
        for (const { status } of results.tests) expect(['pass', 'fail', 'error']).toContain(status)
      }),
    )
  })

  test('a class has no result for GitHub Classroom, which asks of one submission', () => {
    expect(appendix(of(report([held]), report([held])), 'GITHUB_OUTPUT')).toBe('')
  })
})
