import * as fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { describe, expect, test } from 'vitest'
import { markdown } from '../../src/reporters/markdown.ts'
import { hostileClass } from './hostile-reports.ts'
import { failed, held, mistake, report } from './reports.ts'

/** HTML as GitHub makes it: raw HTML and dangerous addresses would pass, so that the test sees them. */
const rendered = (text: string): string =>
  micromark(text, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  })

const of = (...reports: ReturnType<typeof report>[]) =>
  markdown({ reports, alike: [], failures: [] })

const ours = 'h1 h2 p code pre strong ul li table thead tbody tr th td'.split(' ')

describe('the markdown reporter', () => {
  test('says what came of one submission', () => {
    expect(of(report([held, failed], { mistakes: [mistake] })))
      .toBe(`## ✗ failed, 2 of 3.5 points: \` class/it's.py \`

| function | points | laws that hold |
| --- | --- | --- |
| ✓ \` forward_states \` | 2 of 2 | 1 of 1 |
| ✗ \` backward_gradient \` | 0 of 1.5 | 0 of 1 |

**Mistake** in \` backward_gradient \`: \` sum-not-mean \`. The gradients are summed, not averaged.

**Hint.** What does twice the batch do?

✗ \` batch-mean \` of \` backward_gradient \`, 0 of 1.5 points. Gradients are means.

→ \` wx_grad is 4, expected 2 \`

\`\`\`text
smallest problem (after 1 simplification): X = [[1], [1]], wRec = NaN
sample 0 of 2:
         k       S_k  S_k received
         0         0             0
         1  0.333333       → -12.5
  expected                       2
\`\`\`

Replay: \` gradproof check 'class/it'\\''s.py' --assignment linear-rnn --seed 1 --runs 100 \`
`)
  })

  test('leads with a table of the submissions where there are several', () => {
    const text = rendered(of(report([held]), report([failed])))
    expect(text).toContain('<h1>1 of 2 submissions passed, 2 of 3.5 points</h1>')
    expect(text.match(/<tbody>[^]*?<\/tbody>/)![0].match(/<tr>/g)).toHaveLength(2)
  })

  test('as GitHub renders it there is no element, link or image that a submission put there', () => {
    fc.assert(
      fc.property(hostileClass, (hostile) => {
        const html = rendered(markdown(hostile))
        const names = Array.from(html.matchAll(/<\/?([a-z][^\s>/]*)([^>]*)>/gi))
        for (const [, name, attributes] of names) {
          expect(ours).toContain(name)
          expect(attributes).toMatch(/^( class="language-text")?$/)
        }
        expect(html).not.toMatch(/<!|<\?/)
        const sections = html.match(/<h[12]>/g) ?? []
        const shown = hostile.reports.filter(
          ({ status }) => status !== 'passed' || hostile.reports.length === 1,
        )
        expect(sections).toHaveLength(shown.length + (hostile.reports.length > 1 ? 1 : 0))
      }),
    )
  })
})
