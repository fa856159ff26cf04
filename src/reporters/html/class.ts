import type { Alike, ClassReport } from '../../class-report.ts'
import { sumOfPoints } from '../../sum-of-points.ts'
import type { Report } from '../../report.ts'
import { type Figure, figureMarkup } from './figure.ts'
import { lawsTogether } from './laws-together.ts'
import { type Content, markup } from './markup.ts'
import { stateMarkup } from './submission.ts'

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const two = (value: number): number => Number(value.toFixed(2))

function tally({ reports, failures }: ClassReport): Content {
  const passed = reports.filter(({ status }) => status === 'passed').length
  const scores = reports.map(({ score }) => score)
  const most = Math.max(0, ...reports.map(({ maxScore }) => maxScore))
  const total = sumOfPoints(scores)
  const possible = sumOfPoints(reports.map(({ maxScore }) => maxScore))
  const entries: [string, string | number, string][] = [
    ['passed', passed, ` of ${reports.length}`],
    ['all points', total, ` of ${possible}`],
    ...(reports.length === 0
      ? []
      : ([
          ['mean', two(total / reports.length), ` of ${most}`],
          ['median', two(median(scores)), ` of ${most}`],
        ] as [string, number, string][])),
    ...(failures.length === 0
      ? []
      : ([['not checked', failures.length, '']] as [string, number, string][])),
  ]
  return markup`<dl class="tally">${entries.map(
    ([term, value, of]) => markup`<div><dt>${term}</dt><dd>${value}<small>${of}</small></dd></div>`,
  )}</dl>`
}

interface Frequency {
  readonly id: string
  readonly count: number
}

const mistakesOf = ({ mistakes }: Report): string[] => [...new Set(mistakes.map(({ id }) => id))]

function frequencies(reports: readonly Report[]): Frequency[] {
  const counts = new Map<string, number>()
  for (const id of reports.flatMap(mistakesOf)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return Array.from(counts, ([id, count]) => ({ id, count })).toSorted((a, b) => b.count - a.count)
}

const bar = (share: number): Content =>
  markup`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="${(100 * share).toFixed(1)}" height="10" rx="1"/></svg>`

/** More are found in the table of submissions. */
const mostMistakes = 8

function mistakeTable(mistakes: readonly Frequency[]): Content {
  if (mistakes.length === 0) return undefined
  const [{ count: most }] = mistakes
  const rest = mistakes.length - mostMistakes
  return markup`<div class="card"><h3 id="mistakes">Most frequent mistakes</h3>
<table class="bars" aria-labelledby="mistakes"><thead class="hidden-visually"><tr><th scope="col">mistake</th><th scope="col">share</th><th scope="col">submissions</th></tr></thead>
<tbody>${mistakes.slice(0, mostMistakes).map(({ id, count }) => markup`<tr><th scope="row"><code>${id}</code></th><td class="bar">${bar(count / most)}</td><td class="number">${count}</td></tr>`)}</tbody></table>
${rest > 0 && markup`<p class="more quiet">${rest === 1 ? 'One more is' : `${rest} more are`} rarer; the filter below has them all.</p>`}</div>`
}

const option = (value: string): Content => markup`<option value="${value}">${value}</option>`

const controls = (reports: readonly Report[], mistakes: readonly Frequency[]): Content => markup`
<form class="controls" hidden>
<label>Name<input name="search" type="search" autocomplete="off"></label>
<label>Status<select name="status"><option value="">all</option>${[...new Set(reports.map(({ status }) => status))].map(option)}</select></label>
<label>Mistake<select name="mistake"><option value="">all</option>${mistakes.map(({ id }) => option(id))}</select></label>
<button type="reset">Show all</button>
</form>
<p class="count quiet" role="status"></p>`

/** A name of white space alone is nothing to click on. */
const linkTo = (index: number, path: string): Content =>
  markup`<a href="#s${index + 1}">${path.trim() === '' ? `submission ${index + 1}` : path}</a>`

const heading = (name: string, isNumber = false): Content =>
  markup`<th scope="col"${isNumber && markup` class="number"`}><button type="button">${name}</button></th>`

const order = ['passed', 'inconclusive', 'failed', 'error']

const row = (report: Report, index: number): Content => {
  const { submission, status, score, maxScore } = report
  const mistakes = mistakesOf(report)
  return markup`<tr data-status="${status}" data-mistakes="${JSON.stringify(mistakes)}">
<th scope="row">${linkTo(index, submission.path)}</th>
<td data-key="${order.indexOf(status)}">${stateMarkup(status)}</td>
<td class="number" data-key="${score}">${score} of ${maxScore}</td>
<td><ul class="mistakes">${mistakes.map((id) => markup`<li><code>${id}</code></li>`)}</ul></td>
</tr>`
}

const submissionsTable = (reports: readonly Report[], mistakes: readonly Frequency[]): Content =>
  markup`<section><h2 id="submissions">Submissions</h2>${controls(reports, mistakes)}
<div class="scroll" tabindex="0" role="region" aria-labelledby="submissions"><table class="submissions" aria-labelledby="submissions">
<thead><tr>${heading('submission')}${heading('status')}${heading('points', true)}${heading('mistakes')}</tr></thead>
<tbody>${reports.map(row)}</tbody>
</table></div></section>`

const kinds: Record<Alike['kind'], string> = {
  identical: 'the same code but for comments and formatting',
  renamed: 'the same code but for names',
  similar: 'mostly the same code',
}

function alikeSection({ alike, reports }: ClassReport): Content {
  if (alike.length === 0) return undefined
  const link = (path: string): Content => {
    const index = reports.findIndex(({ submission }) => submission.path === path)
    return index < 0 ? path : linkTo(index, path)
  }
  return markup`<section><h2>Alike submissions</h2>
<p class="quiet">One may come from the other; whether it does is for a person to say.</p>
${alike.map(
  ({ kind, paths, similarity }) =>
    markup`<div class="card"><h3>${kinds[kind]} <span class="quiet">(${Math.round(100 * similarity)} %)</span></h3><ul class="facts">${paths.map((path) => markup`<li>${link(path)}</li>`)}</ul></div>`,
)}</section>`
}

const failureSection = ({ failures }: ClassReport): Content =>
  failures.length > 0 &&
  markup`<section><h2>Not checked</h2><ul class="facts">${failures.map(({ path, message }) => markup`<li><code>${path}</code>: ${message}</li>`)}</ul></section>`

/** What there is to see of a class at a glance, and the way to each submission. */
export function classView(report: ClassReport, figures: readonly Figure[]): Content {
  const { reports } = report
  const mistakes = frequencies(reports)
  const assignments = [...new Set(reports.map(({ assignment }) => assignment))].join(', ')
  return markup`<div class="class" id="class">
<header><p class="eyebrow">gradproof · ${assignments}</p>
<h1 tabindex="-1">${reports.length === 1 ? '1 submission' : `${reports.length} submissions`}</h1>
${tally(report)}</header>
<section><h2>The class</h2><div class="figures pairs">${figures.map(figureMarkup)}${mistakeTable(mistakes)}${lawsTogether(reports)}</div></section>
${submissionsTable(reports, mistakes)}
${alikeSection(report)}
${failureSection(report)}
</div>`
}
