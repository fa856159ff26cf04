import type { ClassReport } from './class-report.ts'
import type { ReporterName } from './cli-options.ts'

export interface RenderOptions {
  readonly color: boolean
  /** Whether these are all submissions of a class, however few, or those that were named one by one. */
  readonly scope: 'class' | 'submissions'
}

/** A report in the format of a reporter, which is loaded when it is asked for. */
export async function render(
  name: ReporterName,
  report: ClassReport,
  { color, scope }: RenderOptions,
): Promise<string> {
  if (name === 'json') {
    const { json, jsonArray } = await import('./reporters/json.ts')
    return scope === 'class' ? jsonArray(report.reports) : json(report.reports)
  }
  return (await import('./reporters/pretty.ts')).pretty(report.reports, { color })
}
