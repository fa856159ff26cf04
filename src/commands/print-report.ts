import type { ClassReport } from '../class-report.ts'
import type { ReportingOptions } from '../cli-options.ts'
import { printable } from '../printable.ts'
import type { ReporterOptions } from '../reporters/reporter.ts'
import { writeReport } from '../write-report.ts'

/** A report in every format that was asked for, each where it was asked for. */
export async function printReport(
  report: ClassReport,
  { reporters, visibility }: ReportingOptions,
  scope: ReporterOptions['scope'],
): Promise<void> {
  for (const choice of reporters) await writeReport(choice, report, { scope, visibility })
}

const unconfined =
  'gradproof: --sandbox none: submissions run with your rights, files and network; check only code that you trust\n'

/** Says what it means that nothing confines the submissions. */
export function warnUnconfined(sandbox: string): void {
  if (sandbox === 'none') process.stderr.write(unconfined)
}

/** A class: what the harness could not check goes to standard error too; gives the exit code. */
export async function printClass(report: ClassReport, asked: ReportingOptions): Promise<number> {
  for (const { path, message } of report.failures)
    process.stderr.write(`gradproof: ${printable(path)} has no report: ${printable(message)}\n`)
  await printReport(report, asked, 'class')
  return report.failures.length === 0 ? 0 : 3
}
