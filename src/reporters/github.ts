import type { ClassReport } from '../class-report.ts'
import type { Report } from '../report.ts'
import { byFunction, type FunctionLaws } from './functions.ts'
import { classroomResult } from './github-classroom.ts'
import { type Annotation, workflowCommand } from './github-command.ts'
import { harmless } from './harmless.ts'
import { faultsOf } from './notes.ts'
import { markdownParts } from './markdown.ts'
import type { Appendix, Rendering } from './reporter.ts'

/** GitHub shows so many annotations of a level for each step, and drops the rest. */
const mostOfALevel = 10
/** A summary that is larger is not shown at all. */
const mostBytes = 1024 * 1024

function ofFunction({ name, laws, score, maxScore }: FunctionLaws, report: Report): Annotation[] {
  const wrong = laws.filter(({ status }) => status !== 'passed')
  if (wrong.length === 0) return []
  const inconclusive = wrong.every(({ status }) => status === 'inconclusive')
  const mistakes = faultsOf(report).filter((mistake) => mistake.function === name)
  return [
    {
      level: inconclusive ? 'warning' : 'error',
      file: report.submission.path,
      title: `${name}: ${score} of ${maxScore} points`,
      message: [
        `${wrong[0].name}: ${wrong[0].message}`,
        ...mistakes.flatMap(({ id, explanation, hint }) => [`${id}: ${explanation}`, hint]),
      ]
        .filter((line) => line !== '')
        .join('\n'),
    },
  ]
}

function ofReport(report: Report): Annotation[] {
  const { status, error, submission, properties } = report
  if (status !== 'error' || !error)
    return byFunction(properties).flatMap((each) => ofFunction(each, report))
  const { kind, line, message } = error
  return [{ level: 'error', file: submission.path, line, title: kind, message }]
}

/** The first of a level; where there are more, the last says how many. */
function firstOf(annotations: readonly Annotation[], level: Annotation['level']): Annotation[] {
  const own = annotations.filter((each) => each.level === level)
  if (own.length <= mostOfALevel) return own
  const shown = own.slice(0, mostOfALevel - 1)
  const { file } = own[shown.length]
  const message = `${own.length - shown.length} more are in the job summary`
  return [...shown, { level, file, title: 'More', message }]
}

const leftOut = (count: number): string => `\n(${count} more parts did not fit.)\n`

/** As many whole parts as the limit lets in. */
function jobSummary(parts: readonly string[]): string {
  let text = ''
  for (const [index, part] of parts.entries()) {
    const longer = `${text}${part}\n\n`
    const note = leftOut(parts.length - index)
    if (Buffer.byteLength(longer) + Buffer.byteLength(note) > mostBytes) return text + note
    text = longer
  }
  return text
}

/** GitHub Classroom asks of one submission, as the output `result` of the step. */
function classroomAppendix(reports: readonly Report[]): Appendix[] {
  if (reports.length !== 1) return []
  return [{ variable: 'GITHUB_OUTPUT', text: `result=${classroomResult(reports[0])}\n` }]
}

/** Annotations for the log, a summary for the job, and for GitHub Classroom the points. */
export function github(report: ClassReport): Rendering {
  const reports = report.reports.map(harmless)
  const annotations = reports.flatMap(ofReport)
  const shown = [...firstOf(annotations, 'error'), ...firstOf(annotations, 'warning')]
  return {
    text: shown.map((each) => `${workflowCommand(each)}\n`).join(''),
    appendices: [
      { variable: 'GITHUB_STEP_SUMMARY', text: jobSummary(markdownParts(report)) },
      ...classroomAppendix(reports),
    ],
  }
}
