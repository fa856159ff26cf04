#!/usr/bin/env node
import { lstatSync, writeFileSync } from 'node:fs'
import { builtIn, type BuiltIn } from './assignment/built-in.ts'
import { assignmentList, help } from './cli-help.ts'
import { type CheckCommand, checkCommand, type ReporterChoice, UsageError } from './cli-options.ts'
import { gradeSubmission } from './grade.ts'
import type { Report } from './report.ts'
import { HarnessError } from './submission/index.ts'
import { version } from './version.ts'

async function assignmentNamed(name: string): Promise<BuiltIn> {
  const found = builtIn.find(({ outline }) => outline.name === name)
  if (found) return found
  if (isModulePath(name)) return (await import('./load-assignment.ts')).loadAssignment(name)
  const names = builtIn.map(({ outline }) => outline.name).join(', ')
  throw new UsageError(`--assignment ${name}: expected one of ${names}, or a path to a module`)
}

/** `./mine.ts`, `mine.js`: what no assignment is called. */
const isModulePath = (name: string): boolean => /[/\\]|\.m?[jt]s$/.test(name)

const overwrite = (text: string) => process.stderr.write(`\r\u001b[K${text}`)

/** A line that is written over, on a terminal only. */
function progress(path: string, index: number, count: number) {
  if (!process.stderr.isTTY) return { update: () => {}, clear: () => {} }
  const of = count > 1 ? ` (${index + 1} of ${count})` : ''
  const update = (done: number) => overwrite(`checking ${path}${of}: ${Math.round(100 * done)} %`)
  return { update, clear: () => overwrite('') }
}

function expectThere(paths: readonly string[]): void {
  for (const path of paths)
    if (!lstatSync(path, { throwIfNoEntry: false }))
      throw new UsageError(`${path}: there is no such file or folder`)
}

interface Checks {
  readonly reports: readonly Report[]
  /** What kept the harness from checking a submission: an interpreter or a layer of confinement is missing. */
  readonly failures: ReadonlySet<string>
}

async function checkEach(command: CheckCommand): Promise<Checks> {
  const assignment = await assignmentNamed(command.assignment)
  const reports: Report[] = []
  const failures = new Set<string>()
  for (const [index, path] of command.submissions.entries()) {
    const { update, clear } = progress(path, index, command.submissions.length)
    update(0)
    try {
      reports.push(await gradeSubmission(path, assignment, { ...command, onProgress: update }))
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error
      failures.add(error.message)
    } finally {
      clear()
    }
  }
  return { reports, failures }
}

async function render(name: ReporterChoice['name'], reports: readonly Report[], color: boolean) {
  if (name === 'json') return (await import('./reporters/json.ts')).json(reports)
  return (await import('./reporters/pretty.ts')).pretty(reports, { color })
}

/** https://no-color.org: set and not empty, whatever its value. */
const wantsColor = (): boolean => process.stdout.isTTY && !process.env.NO_COLOR

const unconfined =
  'gradproof: --sandbox none: submissions run with your rights, files and network; check only code that you trust\n'

async function check(argv: readonly string[]): Promise<number> {
  const command = checkCommand(argv)
  expectThere(command.submissions)
  if (command.sandbox === 'none') process.stderr.write(unconfined)
  const { reports, failures } = await checkEach(command)
  for (const failure of failures) process.stderr.write(`gradproof: ${failure}\n`)
  if (reports.length === 0) return 3
  for (const { name, file } of command.reporters) {
    const text = await render(name, reports, file === undefined && wantsColor())
    if (file === undefined) process.stdout.write(text)
    else writeFileSync(file, text)
  }
  if (failures.size > 0) return 3
  return reports.every(({ status }) => status === 'passed') ? 0 : 1
}

async function run([name, ...argv]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || [name, ...argv].includes('--help')) {
    process.stdout.write(help)
    return name === undefined ? 2 : 0
  }
  if (name === '--version') process.stdout.write(`${version}\n`)
  else if (name === 'assignments') process.stdout.write(`${assignmentList()}\n`)
  else if (name === 'check') return check(argv)
  else throw new UsageError(`unknown command ${name}: expected check or assignments`)
  return 0
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const wrongUsage = error instanceof UsageError
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`gradproof: ${message}\n`)
  if (wrongUsage) process.stderr.write('gradproof --help shows the usage\n')
  process.exitCode = wrongUsage ? 2 : 3
}
