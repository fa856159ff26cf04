import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csv } from '../../src/reporters/csv.ts'
import { hostileReport } from './hostile-reports.ts'
import { failed, held, mistake, report } from './reports.ts'

const read = (text: string) => parse(text, { recordDelimiter: '\r\n' })

describe('the csv reporter', () => {
  test('writes a row a submission, with the points of each function', () => {
    const rows = read(csv([report([held, failed], { mistakes: [mistake] }), report([held])]))
    expect(rows.map((cells) => cells.join(' | '))).toEqual([
      'submission | language | status | score | max_score | forward_states | backward_gradient | mistakes | error | assignment | seed | seconds',
      "class/it's.py | python | failed | 2 | 3.5 | 2 | 0 | sum-not-mean in backward_gradient |  | linear-rnn | 1 | 0.412",
      "class/it's.py | python | passed | 2 | 2 | 2 |  |  |  | linear-rnn | 1 | 0.412",
    ])
  })

  test('makes no cell a formula, where cells end at commas and where they end at semicolons', () => {
    fc.assert(
      fc.property(fc.array(hostileReport, { minLength: 1, maxLength: 3 }), (reports) => {
        const text = csv(reports)
        const rows = read(text)
        expect(rows).toHaveLength(reports.length + 1)
        for (const cell of rows.flat().flatMap((each) => each.split(';')))
          expect(cell).not.toMatch(/^\s*[=+\-@\t\r\n＝＋－＠]/)
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n\t]/)
      }),
    )
  })
})
