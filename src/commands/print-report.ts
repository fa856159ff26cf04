import { appendFileSync, writeFileSync } from 'node:fs'
import type { ClassReport } from '../class-report.ts'
import type { ReporterChoice } from './check-options.ts'
import { printable } from '../printable.ts'
import { render } from '../reporters/render.ts'
import type { Appendix, ReporterOptions } from '../reporters/reporter.ts'

/** https://no-color.org: set and not empty, whatever its value. */
const wantsColor = (): boolean => process.stdout.isTTY && !process.env.NO_COLOR

/** A CI system names the files that it reads. */
function append({ variable, text }: Appendix): void {
  const path = process.env[variable]
  if (path) appendFileSync(path, text)
}

/** A report in every format that was asked for, each where it was asked for. */
export async function printReport(
  report: ClassReport,
  reporters: readonly ReporterChoice[],
  options: Omit<ReporterOptions, 'color'>,
): Promise<void> {
  for (const { name, file } of reporters) {
    const color = file === undefined && wantsColor()
    const { text, appendices } = await render(name, report, { ...options, color })
    if (file === undefined) process.stdout.write(text)
    else writeFileSync(file, text)
    appendices.forEach(append)
  }
}

const unconfined =
  'gradproof: --sandbox none: submissions run with your rights, files and network; check only code that you trust\n'

/** Says what it means that nothing confines the submissions. */
export function warnUnconfined(sandbox: string): void {
  if (sandbox === 'none') process.stderr.write(unconfined)
}

/** A class: what the harness could not check goes to standard error too; gives the exit code. */
export async function printClass(
  report: ClassReport,
  reporters: readonly ReporterChoice[],
): Promise<number> {
  for (const { path, message } of report.failures)
    process.stderr.write(`gradproof: ${printable(path)} has no report: ${printable(message)}\n`)
  await printReport(report, reporters, { scope: 'class', visibility: 'visible' })
  return report.failures.length === 0 ? 0 : 3
}
