import type { Report } from '../report.ts'

/** One object for one submission, an array for several; the schema is report.schema.json. */
export const json = (reports: readonly Report[]): string =>
  `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`
