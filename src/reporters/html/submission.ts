import type { MistakeReport, PropertyReport, Report } from '../../report.ts'
import { byFunction, type FunctionLaws } from '../functions.ts'
import { marks } from '../marks.ts'
import { faultsOf, notesOf } from '../notes.ts'
import { replayCommand } from '../pretty.ts'
import { type Figure, figureMarkup } from './figure.ts'
import { type Content, markup } from './markup.ts'
import { problem } from './value-table.ts'

const state = (status: keyof typeof marks, badge = false): Content =>
  markup`<span class="state ${status}${badge && ' badge'}"><span aria-hidden="true">${marks[status]} </span>${status}</span>`

const pointsBar = ({ score, maxScore }: FunctionLaws): Content => {
  const share = maxScore > 0 ? Math.min(1, score / maxScore) : 0
  return markup`<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="earned" width="${(100 * share).toFixed(1)}" height="8"/></svg>`
}

const functionPoints = (functions: readonly FunctionLaws[]): Content => markup`
<ul class="points" aria-label="Points by function">${functions.map(
  (each) =>
    markup`<li>${pointsBar(each)}<code>${each.name}</code><span>${each.score} of ${each.maxScore} points</span></li>`,
)}</ul>`

/** The name in full, its folder smaller. */
const heading = (path: string): Content => {
  const start = path.lastIndexOf('/') + 1
  const folder = start > 0 && markup`<span class="folder">${path.slice(0, start)}</span>`
  return markup`<h1 tabindex="-1">${folder}${path.slice(start)}</h1>`
}

const header = (report: Report): Content => markup`
<p class="eyebrow">gradproof · ${report.assignment} · ${report.submission.language}</p>
${heading(report.submission.path)}
<div class="verdict">${state(report.status, true)}<span class="score">${report.score}<small> of ${report.maxScore} points</small></span></div>
${functionPoints(byFunction(report.properties))}`

/** The table that the explanation of a mistake speaks of: of the first law of its function that has one. */
const shownWith = (
  { function: name }: MistakeReport,
  properties: readonly PropertyReport[],
): PropertyReport | undefined =>
  properties.find((law) => law.function === name && law.counterexample !== undefined)

const mistakeCard = (mistake: MistakeReport, report: Report): Content => {
  const { id, function: name, explanation, hint } = mistake
  const example = shownWith(mistake, report.properties)?.counterexample
  return markup`<div class="card">
<h3><code>${id}</code> in <code>${name}</code></h3>
<p>${explanation}</p>
${hint !== '' && markup`<p class="hint"><b>Hint.</b> ${hint}</p>`}
${example && problem(example)}
</div>`
}

const errorCard = ({ error }: Report): Content => {
  if (!error) return undefined
  const { kind, message, line, column } = error
  const at = line === undefined ? '' : `, line ${line}, column ${column ?? 1}`
  return markup`<div class="card"><h3>${kind}${at}</h3><p class="message code">${message}</p></div>`
}

const factsCard = ({ facts }: Report): Content =>
  facts.length > 0 &&
  markup`<div class="card"><h3>No known mistake explains this; what is known of it</h3><ul class="facts">${facts.map((fact) => markup`<li>${fact}</li>`)}</ul></div>`

function whatIsWrong(report: Report): Content {
  const cards = [
    errorCard(report),
    ...faultsOf(report).map((mistake) => mistakeCard(mistake, report)),
    factsCard(report),
  ].filter(Boolean)
  if (cards.length === 0) return undefined
  const title = report.status === 'passed' ? 'Worth knowing' : 'What is wrong'
  return markup`<section><h2>${title}</h2>${cards}</section>`
}

const plots = (figures: readonly Figure[]): Content =>
  figures.length > 0 &&
  markup`<section><h2>The gradient, expected and received</h2><div class="figures">${figures.map(figureMarkup)}</div></section>`

const lawItem = (property: PropertyReport): Content => {
  const { name, status, score, maxScore, statement, message, counterexample } = property
  return markup`<li>
<div class="head">${state(status)}<code>${name}</code><span class="end">${score} of ${maxScore}</span></div>
<p>${statement}</p>
${(status !== 'passed' || message !== 'holds') && markup`<p class="${status === 'passed' ? 'quiet' : 'message'}">${message}</p>`}
${counterexample && markup`<details><summary>Work through it</summary>${problem(counterexample)}</details>`}
</li>`
}

const functionDetails = ({ name, laws, score, maxScore, held }: FunctionLaws): Content => {
  const worst = laws.find(({ status }) => status !== 'passed')?.status ?? 'passed'
  return markup`<details${worst !== 'passed' && worst !== 'skipped' && ' open'}>
<summary>${state(worst)}<span class="code">${name}</span><span class="end">${held} of ${laws.length} laws hold · ${score} of ${maxScore} points</span></summary>
<ul class="laws">${laws.map(lawItem)}</ul>
</details>`
}

const laws = ({ properties }: Report): Content =>
  properties.length > 0 &&
  markup`<section><h2>Laws</h2><div class="functions">${byFunction(properties).map(functionDetails)}</div></section>`

const about = (report: Report): Content => {
  const { seed, runs, sandbox, submission, durationMs, tool } = report
  const entries: [string, Content][] = [
    ['Problems', `${runs} a law, drawn from seed ${seed}`],
    ['Confinement', sandbox],
    ['Time', `${(durationMs / 1000).toFixed(2)} s`],
    ['Checked with', `${tool.name} ${tool.version}`],
    ...(submission.sha256 === ''
      ? []
      : [['SHA-256', markup`<code>${submission.sha256}</code>`] as [string, Content]]),
    ...notesOf(report).map((note): [string, Content] => ['Note', note]),
  ]
  return markup`<section><h2>How it was checked</h2>
<dl class="about">${entries.map(([term, value]) => markup`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
<p class="quiet">To check it again:</p><code class="replay">${replayCommand(report)}</code></section>`
}

/** One submission: the verdict, what is wrong, the plots, every law. */
export const submissionArticle = (report: Report, figures: readonly Figure[]): Content => [
  markup`<header>${header(report)}</header>`,
  whatIsWrong(report),
  plots(figures),
  laws(report),
  about(report),
]

export const stateMarkup = state
