import type { Report } from '../report.ts'

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** One object for one submission, an array for several; the schema is report.schema.json. */
export const json = (reports: readonly Report[]): string =>
  text(reports.length === 1 ? reports[0] : reports)

/** An array, of however many. */
export const jsonArray = (reports: readonly Report[]): string => text(reports)
