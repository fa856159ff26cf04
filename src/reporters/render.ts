import type { ClassReport } from '../class-report.ts'
import type { Rendering, ReporterOptions } from './reporter.ts'
import { type ReporterName, reporters } from './reporters.ts'

/** A report in the format of a reporter, which is loaded when it is asked for. */
export async function render(
  name: ReporterName,
  report: ClassReport,
  options: ReporterOptions,
): Promise<Rendering> {
  const reporter = await reporters[name]()
  return reporter(report, options)
}
