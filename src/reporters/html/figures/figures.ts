import type { FiguresReport, Report } from '../../../report.ts'
import type { Figure } from '../figure.ts'
import { gradientOverTimeFigure } from './gradient-over-time.ts'
import { lossSurfaceFigure } from './loss-surface.ts'
import { pointsDistribution } from './points-distribution.ts'
import { stepSizeFigure } from './step-size.ts'

/** The plots of one submission: as many as there is data for. */
export function submissionFigures({
  gradientOverTime,
  stepSize,
  lossSurface,
}: FiguresReport): Figure[] {
  return [
    gradientOverTime && gradientOverTimeFigure(gradientOverTime),
    stepSize && stepSizeFigure(stepSize),
    lossSurface && lossSurfaceFigure(lossSurface),
  ].filter((figure) => figure !== undefined)
}

/** The plots of a class. */
export const classFigures = (reports: readonly Report[]): Figure[] =>
  reports.length === 0 ? [] : [pointsDistribution(reports)]
