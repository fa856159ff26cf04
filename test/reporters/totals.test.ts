import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sumOfPoints } from '../../src/sum-of-points.ts'
import type { Report } from '../../src/report.ts'
import { render } from '../../src/reporters/render.ts'
import type { ReporterName } from '../../src/reporters/reporters.ts'
import { hostileReport } from './hostile-reports.ts'

const text = async (name: ReporterName, ...reports: Report[]) => {
  const options = { color: false, scope: 'submissions', visibility: 'visible' } as const
  return render(name, { reports, alike: [], failures: [] }, options)
}

interface Gradescope {
  readonly score: number
  readonly extra_data: { readonly max_score: number }
  readonly tests: readonly { readonly score: number; readonly max_score: number }[]
}
interface Classroom {
  readonly max_score: number
  readonly tests: readonly { readonly score: number }[]
}

const numbersIn = (pattern: RegExp, found: string): number[] =>
  pattern.exec(found)!.slice(1).map(Number)

/** The points of a report, and those that are possible, as each format has them. */
async function totals(report: Report): Promise<Record<string, readonly number[]>> {
  const gradescope = JSON.parse((await text('gradescope', report)).text) as Gradescope
  const { appendices } = await text('github', report)
  const output = appendices.find(({ variable }) => variable === 'GITHUB_OUTPUT')!.text
  const classroom = JSON.parse(
    Buffer.from(output.slice('result='.length), 'base64').toString(),
  ) as Classroom
  const [, [, , , ...points]] = parse((await text('csv', report)).text)
  const json = JSON.parse((await text('json', report)).text) as Report
  return {
    json: [json.score, json.maxScore],
    pretty: numbersIn(/ {2}(\S+) of (\S+) points\n/, (await text('pretty', report)).text),
    junit: numbersIn(
      /"score" value="(\S+)"\/><property name="maxScore" value="(\S+)"/,
      (await text('junit', report)).text,
    ),
    gradescope: [gradescope.score, gradescope.extra_data.max_score],
    gradescopeTests: [
      sumOfPoints(gradescope.tests.map(({ score }) => score)),
      sumOfPoints(gradescope.tests.map((each) => each.max_score)),
    ],
    classroom: [sumOfPoints(classroom.tests.map(({ score }) => score)), classroom.max_score],
    markdown: numbersIn(/^## . \w+, (\S+) of (\S+) points/, (await text('markdown', report)).text),
    csv: [Number(points[0]), Number(points[1])],
    html: numbersIn(
      /class="score">(\S+?)<small> of (\S+) points</,
      (await text('html', report)).text,
    ),
  }
}

test('every format has the same points, to the last digit', async () => {
  await fc.assert(
    fc.asyncProperty(hostileReport, async (report) => {
      const all = await totals(report)
      const expected = [report.score, report.maxScore]
      expect(all).toEqual(Object.fromEntries(Object.keys(all).map((format) => [format, expected])))
    }),
    { numRuns: 60 },
  )
})

test('and the same points of all submissions together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostileReport, { minLength: 2, maxLength: 5 }), async (reports) => {
      const expected = [
        sumOfPoints(reports.map(({ score }) => score)),
        sumOfPoints(reports.map(({ maxScore }) => maxScore)),
      ]
      const markdown = (await text('markdown', ...reports)).text
      const html = (await text('html', ...reports)).text
      const [, ...rows] = parse((await text('csv', ...reports)).text)
      const column = (index: number) => sumOfPoints(rows.map((row) => Number(row[index])))
      expect(numbersIn(/submissions passed, (\S+) of (\S+) points/, markdown)).toEqual(expected)
      expect(numbersIn(/all points<\/dt><dd>(\S+?)<small> of (\S+?)</, html)).toEqual(expected)
      expect([column(3), column(4)]).toEqual(expected)
    }),
    { numRuns: 30 },
  )
})
