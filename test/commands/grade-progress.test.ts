import { describe, expect, test } from 'vitest'
import type { Student } from '../../src/class/grade-class.ts'
import type { Outcome } from '../../src/class/result.ts'
import { gradeProgress } from '../../src/commands/grade-progress.ts'

const outcome = (status: 'passed' | 'failed'): Outcome =>
  ({ status: 'graded', report: { status, score: 5, maxScore: 10 } }) as Outcome

const student = (path: string) => ({ path }) as Student

/** What is written to a stream while three of four submissions are graded, ten seconds each. */
function written(isTTY: boolean): string[] {
  const texts: string[] = []
  const stream = { isTTY, write: (text: string) => texts.push(text) }
  let time = 0
  const watcher = gradeProgress(stream as unknown as NodeJS.WriteStream, () => time)
  watcher.begin(4, [outcome('failed')])
  for (const path of ['a.py', 'b\u001b[31m.py']) {
    time += 10_000
    watcher.graded(student(path), outcome(path === 'a.py' ? 'passed' : 'failed'))
  }
  watcher.graded(student('c.py'), { status: 'harness-failure', message: 'no python' })
  watcher.end()
  return texts
}

const clear = '\r\u001b[K'

describe('the progress of a class', () => {
  test('is one line on a terminal: done, failing, time left', () => {
    expect(written(true)).toEqual([
      `${clear}1 of 4 graded, 1 failing`,
      `${clear}2 of 4 graded, 1 failing, about 20 s left`,
      `${clear}3 of 4 graded, 2 failing, about 10 s left`,
      `${clear}4 of 4 graded, 3 failing`,
      clear,
    ])
  })

  test('is a plain line for each submission elsewhere', () => {
    expect(written(false)).toEqual([
      '1 of 4 were graded before\n',
      '2/4 a.py: passed, 5 of 10 points\n',
      String.raw`3/4 b\u001b[31m.py: failed, 5 of 10 points` + '\n',
      '4/4 c.py: no report (no python)\n',
    ])
  })
})
