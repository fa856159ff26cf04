import * as fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import type { ClassReport } from '../../../src/class-report.ts'
import type { Report } from '../../../src/report.ts'
import { html } from '../../../src/reporters/html/html.ts'
import { hostileClass } from '../hostile-reports.ts'
import { failed, held, mistake, report } from '../reports.ts'

const of = (...reports: Report[]) => html({ reports, alike: [], failures: [] }, 'submissions')

/** How often each element and each attribute occurs: what a page is made of, whatever its words. */
function shape(page: string) {
  const counts: Record<string, number> = {}
  const count = (name: string) => (counts[name] = (counts[name] ?? 0) + 1)
  for (const element of parseHTML(page).document.querySelectorAll('*')) {
    count(element.tagName)
    for (const { name } of element.attributes) count(`${element.tagName}.${name}`)
  }
  return counts
}

/** The same class with a text wherever a submission or an instructor may put one. */
const classSaying = (attack: string): ClassReport => ({
  reports: [
    report([held, { ...failed, message: attack, name: attack }], {
      mistakes: [{ ...mistake, explanation: attack, hint: attack, id: attack }],
      notes: [attack],
      facts: [attack],
      submission: { path: `class/${attack}`, language: 'python', sha256: '' },
    }),
    report([held]),
  ],
  alike: [{ kind: 'similar', paths: [attack, attack], similarity: 0.8 }],
  failures: [{ path: attack, message: attack }],
})

describe('the html reporter', () => {
  test('has the verdict, the points, the mistake and the table with its first difference marked', () => {
    const { document } = parseHTML(of(report([held, failed], { mistakes: [mistake] })))
    expect(document.querySelector('.verdict')!.textContent).toBe('✗ failed2 of 3.5 points')
    expect(document.querySelector('.card')!.textContent).toContain(mistake.explanation)
    expect(document.querySelector('.hint')!.textContent).toBe(`Hint. ${mistake.hint}`)
    expect(document.querySelector('.card .differs')!.textContent).toMatch(/^→ -12.5/)
  })

  test('an element or attribute of a page never comes from a text in the report', () => {
    fc.assert(
      fc.property(hostileClass, (hostile) => {
        const page = html(hostile, 'class')
        const { document } = parseHTML(page)
        expect(document.querySelectorAll('script')).toHaveLength(1)
        expect(document.querySelectorAll('style')).toHaveLength(1)
        expect(
          document.querySelectorAll('img, iframe, object, embed, base, foreignObject'),
        ).toHaveLength(0)
        for (const element of document.querySelectorAll('*'))
          for (const { name, value } of element.attributes) {
            expect(name).not.toMatch(/^(on|style$|src)/)
            if (name === 'href') expect(value).toMatch(/^(#|data:image\/svg\+xml,)/)
          }
        expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u)
      }),
      { numRuns: 40 },
    )
  })

  test('a hostile text makes the same page as a plain one', () => {
    const plain = shape(html(classSaying('text'), 'class'))
    fc.assert(
      fc.property(fc.constantFrom('<b>', '"><i a="', '</td></table>', '<!--', ']]>'), (attack) => {
        expect(shape(html(classSaying(attack), 'class'))).toEqual(plain)
      }),
    )
  })

  test('is the same page for the same report, and plots are drawn only where there is data', () => {
    const plotted = report([failed], {
      figures: { gradientOverTime: [{ wRec: 0.5, expected: [0.5, 1], received: ['NaN', 1] }] },
    })
    expect(of(plotted)).toBe(of(plotted))
    expect(parseHTML(of(plotted)).document.querySelectorAll('svg[role=img]')).toHaveLength(1)
    expect(of(plotted)).toContain('1 received values are 0, beyond all measure or not finite')
    expect(parseHTML(of(report([failed]))).document.querySelectorAll('svg[role=img]')).toHaveLength(
      0,
    )
  })

  test('numbers at the ends of what a double holds are left out of a plot, which says so', () => {
    const extremes = report([failed], {
      figures: {
        gradientOverTime: [{ wRec: 0.5, expected: [0.5, 1], received: [1.7e308, 5e-324] }],
        stepSize: {
          parameter: 'wRec',
          at: { wRec: 1 },
          derivative: 1,
          steps: [1e-8, 1],
          errors: [5e-324, 1.7e308],
          bounds: [5e-324, 1.7e308],
          checkBound: 5e-324,
          received: 1.7e308,
        },
      },
    })
    expect(of(extremes)).toContain('2 received values are 0, beyond all measure')
    expect(of(extremes)).not.toMatch(/ (d|transform|[xy][12]?)="[^"]*(NaN|Infinity)/)
    expect(of(extremes)).toContain('it is known to 4.9\u00a0×\u00a010⁻³²⁴')
  })
})
