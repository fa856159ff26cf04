import type { ClassReport } from '../../class-report.ts'
import type { Report } from '../../report.ts'
import { harmless } from '../harmless.ts'
import type { ReporterOptions } from '../reporter.ts'
import { classView } from './class.ts'
import type { Figure } from './figure.ts'
import { type Content, markup } from './markup.ts'
import { page } from './page.ts'
import { submissionArticle } from './submission.ts'

/** What draws the plots. */
export interface Drawing {
  submissionFigures(figures: NonNullable<Report['figures']>): Figure[]
  classFigures(reports: readonly Report[]): Figure[]
}

/** The library that draws is an optional dependency: without it the page has no plots. */
export async function loadFigures(): Promise<Drawing | undefined> {
  try {
    return await import('./figures/figures.ts')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** Plots of more submissions would make a page of a class too large: they take some 60 KB each. */
const mostWithPlots = 100

const withoutLibrary: Content = markup`<p class="quiet">There are no plots here: <code>npm install @observablehq/plot linkedom</code> brings what draws them.</p>`

function article(report: Report, drawing: Drawing | undefined): Content {
  const figures = report.figures && drawing ? drawing.submissionFigures(report.figures) : []
  return [submissionArticle(report, figures), report.figures && !drawing && withoutLibrary]
}

const footer = (reports: readonly Report[]): Content =>
  reports.length > 0 &&
  markup`<footer>${reports[0].tool.name} ${reports[0].tool.version}. This page is one file and asks for nothing from the network.</footer>`

function submissionPage(report: Report, drawing: Drawing | undefined): string {
  const title = `${report.submission.path}: ${report.score} of ${report.maxScore} points`
  return page(title, markup`<main>${article(report, drawing)}${footer([report])}</main>`)
}

function classPage(report: ClassReport, drawing: Drawing | undefined): string {
  const { reports } = report
  const plotted = new Set(
    reports.filter(({ status }) => status !== 'passed').slice(0, mostWithPlots),
  )
  const articles = reports.map((each, index) => {
    const shown = plotted.has(each) ? each : { ...each, figures: undefined }
    return markup`<article class="submission" id="s${index + 1}"><a class="back" href="#class">← All submissions</a>${article(shown, drawing)}</article>`
  })
  const figures = drawing?.classFigures(reports) ?? []
  return page(
    `${reports.length} submissions`,
    markup`<main>${classView(report, figures)}${articles}${footer(reports)}</main>`,
  )
}

/** One self-contained page: of one submission, or of a class with a view for each submission of it. */
export function html(
  report: ClassReport,
  scope: ReporterOptions['scope'],
  drawing: Drawing | undefined,
): string {
  const shown = harmless(report)
  const [only, ...others] = shown.reports
  const isOne = scope === 'submissions' && only !== undefined && others.length === 0
  return isOne ? submissionPage(only, drawing) : classPage(shown, drawing)
}
