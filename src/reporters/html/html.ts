import type { ClassReport } from '../../class-report.ts'
import type { Report } from '../../report.ts'
import { harmless } from '../harmless.ts'
import type { ReporterOptions } from '../reporter.ts'
import { classView } from './class.ts'
import { classFigures, submissionFigures } from './figures/figures.ts'
import { type Content, markup } from './markup.ts'
import { page } from './page.ts'
import { submissionArticle } from './submission.ts'

/** Plots of more submissions would make a page of a class too large: they take some 60 KB each. */
const mostWithPlots = 100

const article = (report: Report): Content =>
  submissionArticle(report, report.figures ? submissionFigures(report.figures) : [])

const footer = (reports: readonly Report[]): Content =>
  reports.length > 0 &&
  markup`<footer>${reports[0].tool.name} ${reports[0].tool.version}. This page is one file and asks for nothing from the network.</footer>`

function submissionPage(report: Report): string {
  const title = `${report.submission.path}: ${report.score} of ${report.maxScore} points`
  return page(title, markup`<main>${article(report)}${footer([report])}</main>`)
}

function classPage(report: ClassReport): string {
  const { reports } = report
  const plotted = new Set(
    reports.filter(({ status }) => status !== 'passed').slice(0, mostWithPlots),
  )
  const articles = reports.map((each, index) => {
    const shown = plotted.has(each) ? each : { ...each, figures: undefined }
    return markup`<article class="submission" id="s${index + 1}"><a class="back" href="#class">← All submissions</a>${article(shown)}</article>`
  })
  return page(
    `${reports.length} submissions`,
    markup`<main>${classView(report, classFigures(reports))}${articles}${footer(reports)}</main>`,
  )
}

/** One self-contained page: of one submission, or of a class with a view for each submission of it. */
export function html(report: ClassReport, scope: ReporterOptions['scope']): string {
  const shown = harmless(report)
  const [only, ...others] = shown.reports
  const isOne = scope === 'submissions' && only !== undefined && others.length === 0
  return isOne ? submissionPage(only) : classPage(shown)
}
