import { appendFileSync, writeFileSync } from 'node:fs'
import type { ClassReport } from './class-report.ts'
import type { ReporterChoice } from './cli-options.ts'
import { render } from './render.ts'
import type { ReporterOptions } from './reporters/reporter.ts'

/** https://no-color.org: set and not empty, whatever its value. */
const wantsColor = (): boolean => process.stdout.isTTY && !process.env.NO_COLOR

/** Writes a report where its reader was told to look: a file or standard output, and the files that a CI system names. */
export async function writeReport(
  { name, file }: ReporterChoice,
  report: ClassReport,
  options: Omit<ReporterOptions, 'color'>,
): Promise<void> {
  const color = file === undefined && wantsColor()
  const { text, appendices } = await render(name, report, { ...options, color })
  if (file === undefined) process.stdout.write(text)
  else writeFileSync(file, text)
  for (const { variable, text: appended } of appendices) {
    const path = process.env[variable]
    if (path) appendFileSync(path, appended)
  }
}
