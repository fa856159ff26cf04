import type { Alike, ClassReport } from '../class-report.ts'
import type { PropertyReport, Report } from '../report.ts'
import { sumOfPoints } from '../points.ts'
import { counterexampleLines, isLarge } from './counterexample.ts'
import { byFunction } from './functions.ts'
import { harmless } from './harmless.ts'
import { marks } from './marks.ts'
import { codeBlock, codeSpan, escapeMarkdown, markdownTable } from './markdown-text.ts'
import { nounOf } from './noun-of.ts'
import { replayCommand } from './pretty.ts'

const points = (score: number, maxScore: number): string => `${score} of ${maxScore}`

const verdict = ({ status, score, maxScore, submission }: Report): string =>
  `${marks[status]} ${status}, ${points(score, maxScore)} points: ${codeSpan(submission.path)}`

function functionRows(report: Report): string[][] {
  return byFunction(report.properties).map(({ name, laws, score, maxScore, held }) => {
    const mark = held === laws.length ? marks.passed : marks.failed
    return [`${mark} ${codeSpan(name)}`, points(score, maxScore), `${held} of ${laws.length}`]
  })
}

function lawBlocks(property: PropertyReport): string[] {
  const { name, function: owner, status, score, maxScore, message, counterexample } = property
  const law = `${codeSpan(name)} of ${codeSpan(owner)}`
  const statement = escapeMarkdown(property.statement)
  return [
    `${marks[status]} ${law}, ${points(score, maxScore)} points. ${statement}`,
    `→ ${codeSpan(message)}`,
    ...(counterexample && !isLarge(counterexample)
      ? [codeBlock(counterexampleLines(counterexample))]
      : []),
  ]
}

function errorBlocks({ error }: Report): string[] {
  if (!error) return []
  const { kind, message, line, column } = error
  const at = line === undefined ? '' : ` in line ${line}, column ${column ?? 1}`
  return [`**Error** (${kind}${at}): ${codeSpan(message)}`]
}

const mistakeBlocks = ({ mistakes }: Report): string[] =>
  mistakes.flatMap(({ id, function: name, explanation, hint }) => [
    `**${nounOf(id) === 'note' ? 'Note' : 'Mistake'}** in ${codeSpan(name)}: ${codeSpan(id)}. ${escapeMarkdown(explanation)}`,
    ...(hint === '' ? [] : [`**Hint.** ${escapeMarkdown(hint)}`]),
  ])

const quoted = (label: string, texts: readonly string[]): string[] =>
  texts.map((text) => `${label}: ${codeSpan(text)}`)

function lawsThatFail({ properties, status }: Report): PropertyReport[] {
  return status === 'error' ? [] : properties.filter((law) => law.status !== 'passed')
}

/** All that is known of one submission. */
function submissionBlock(report: Report): string {
  return [
    `## ${verdict(report)}`,
    markdownTable([['function', 'points', 'laws that hold'], ...functionRows(report)]),
    ...errorBlocks(report),
    ...mistakeBlocks(report),
    ...lawsThatFail(report).flatMap(lawBlocks),
    ...quoted('Known of it', report.facts),
    ...quoted('Note', report.notes),
    ...(report.status === 'passed' ? [] : [`Replay: ${codeSpan(replayCommand(report))}`]),
  ].join('\n\n')
}

const rowOf = (report: Report): string[] => [
  codeSpan(report.submission.path),
  `${marks[report.status]} ${report.status}`,
  points(report.score, report.maxScore),
  [...new Set(report.mistakes.map(({ id }) => codeSpan(id)))].join(', '),
]

const alikeLine = ({ kind, paths, similarity }: Alike): string =>
  `- ${kind} (${Math.round(100 * similarity)} %): ${paths.map(codeSpan).join(', ')}`

/** The class at a glance: nothing where there is one submission. */
function classBlocks({ reports, alike, failures }: ClassReport): string[] {
  const passed = reports.filter(({ status }) => status === 'passed').length
  const total = sumOfPoints(reports.map(({ score }) => score))
  const most = sumOfPoints(reports.map(({ maxScore }) => maxScore))
  const table = [['submission', 'status', 'points', 'mistakes'], ...reports.map(rowOf)]
  return [
    ...(reports.length === 1
      ? []
      : [
          `# ${passed} of ${reports.length} submissions passed, ${points(total, most)} points`,
          markdownTable(table),
        ]),
    ...(alike.length === 0 ? [] : [['Alike submissions:', '', ...alike.map(alikeLine)].join('\n')]),
    ...failures.map(({ path, message }) => `Not checked: ${codeSpan(path)}, ${codeSpan(message)}`),
  ]
}

/** The report in parts that can stand alone: what there is to say of all, then a part for each submission. */
export function markdownParts(report: ClassReport): string[] {
  const shown = harmless(report)
  const wanted = shown.reports.filter(
    ({ status }) => status !== 'passed' || shown.reports.length === 1,
  )
  return [...classBlocks(shown), ...wanted.map(submissionBlock)]
}

/** For GitHub's Markdown: every text of a submission stands in code, where it means nothing. */
export const markdown = (report: ClassReport): string => `${markdownParts(report).join('\n\n')}\n`
