import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/report.ts'
import { pretty } from '../../src/reporters/pretty.ts'
import { failed, held, report } from './reports.ts'

const plain = (...reports: Report[]) => pretty(reports, { color: false })

const withInputs = (X: number[][]) => {
  const counterexample = { input: { X }, expected: {}, received: {}, shrinks: 0 }
  return plain(report([{ ...failed, counterexample }]))
}

describe('the pretty reporter', () => {
  test('leads with the verdict and the points, and shows the counterexample and how to replay it', () => {
    expect(plain(report([held, failed]))).toBe(`✗ failed  class/it's.py  2 of 3.5 points
  linear-rnn · python · seed 1 · 100 problems a law · sandbox none
  ✓ forward_states 2/2  1 of 1 laws hold
  ✗ backward_gradient 0/1.5  0 of 1 laws hold
    ✗ batch-mean 0/1.5  Gradients are means.
      wx_grad is 4, expected 2
      smallest problem (after 1 simplification): X = [[1], [1]], wRec = NaN
      sample 0 of 2:
               k       S_k  S_k received
               0         0             0
               1  0.333333       → -12.5
        expected                       2
  replay: gradproof check 'class/it'\\''s.py' --assignment linear-rnn --seed 1 --runs 100
`)
  })

  test('does not print the same counterexample twice', () => {
    const again = { ...failed, name: 'linearity' }
    const text = plain(report([failed, again]))
    expect(text.match(/smallest problem/g)).toHaveLength(1)
    expect(text).toContain('on the same problem as above')
  })

  test('shows a sequence of as many steps as laws ask for, and no batch of as many samples', () => {
    const sequence = Array.from({ length: 30 }, () => 1)
    expect(withInputs([sequence])).toContain(`X = [[${sequence.join(', ')}]]`)
    expect(withInputs(sequence.map(() => [1]))).toContain('on a large problem')
    expect(withInputs([[...sequence, 1, 1]])).toContain('on a large problem')
  })

  test('says once what keeps every law of a function from being checked', () => {
    const error = { ...failed, status: 'error', counterexample: undefined } as const
    const small = { ...error, message: 'backward_gradient returned 1 numbers' }
    const laws = [small, small, { ...error, message: 'IndexError: out of bounds' }]
    expect(plain(report(laws))).toContain(
      '\n  ! backward_gradient 0/4.5  backward_gradient returned 1 numbers; IndexError: out of bounds\n  replay',
    )
  })

  test('counts what passed when there are several submissions', () => {
    expect(plain(report([held]), report([failed]))).toMatch(/\n\n1 of 2 submissions passed\n$/)
  })

  test('keeps a stranger from steering the terminal', () => {
    const message = 'TypeError: \u001b[2Jgone\u202e \u0007'
    const text = plain(report([{ ...failed, message, counterexample: undefined }]))
    expect(text).toContain(String.raw`TypeError: \u001b[2Jgone\u202e \u0007`)
    expect(text).not.toContain('\u001b')
  })

  test('says once that float32 was enough, and calls it no mistake', () => {
    const note = { id: 'single-precision', function: 'loss', explanation: 'is right', hint: '' }
    const mistakes = [note, { ...note, function: 'forward_states' }]
    const text = plain(report([held], { mistakes }))
    expect(text).toMatch(/\n {2}note: single-precision: .*only: loss, forward_states\n$/)
    expect(text).not.toContain('mistake in')
  })

  test('says once what is wrong with a shape, whatever the size of the problem', () => {
    const law = { ...failed, status: 'error', counterexample: undefined } as const
    const laws = [
      { ...law, message: 'returned 3 numbers' },
      { ...law, message: 'returned 7 numbers' },
    ]
    expect(plain(report(laws)).match(/returned \d numbers/g)).toEqual(['returned 3 numbers'])
  })

  test('replays a path that would be taken for an option', () => {
    const submission = { ...report([]).submission, path: '-dash.py' }
    expect(plain(report([failed], { submission }))).toContain('gradproof check ./-dash.py --')
  })

  test('colours only when asked to', () => {
    expect(plain(report([held]))).not.toContain('\u001b')
    expect(pretty([report([held])], { color: true })).toContain('\u001b[')
  })

  test('says what kept a submission from being read, and where', () => {
    const error = { kind: 'syntax', message: 'Unexpected token', line: 3, column: 7 } as const
    const skipped = { ...failed, status: 'skipped', counterexample: undefined } as const
    expect(plain(report([skipped], { status: 'error', error }))).toContain(
      '  syntax: Unexpected token (line 3, column 7)\n',
    )
  })
})
