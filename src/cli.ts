#!/usr/bin/env node
import { assignmentList, help } from './commands/help.ts'
import { UsageError } from './usage-error.ts'
import { version } from './version.ts'

type Command = (argv: readonly string[]) => number | Promise<number>

const print = (text: string) => (): number => {
  process.stdout.write(text)
  return 0
}

/** Each is loaded when it is called. */
const commands: Readonly<Record<string, Command>> = {
  check: async (argv) => (await import('./commands/check.ts')).check(argv),
  grade: async (argv) => (await import('./commands/grade.ts')).grade(argv),
  merge: async (argv) => (await import('./commands/merge.ts')).merge(argv),
  init: async (argv) => (await import('./commands/init.ts')).init(argv),
  assignments: print(`${assignmentList()}\n`),
  help: print(help),
  '--version': print(`${version}\n`),
}

async function run([name, ...argv]: readonly string[]): Promise<number> {
  if (name === undefined || [name, ...argv].includes('--help')) {
    process.stdout.write(help)
    return name === undefined ? 2 : 0
  }
  if (Object.hasOwn(commands, name)) return commands[name](argv)
  throw new UsageError(`unknown command ${name}: expected check, grade, merge, init or assignments`)
}

function explain(error: unknown): number {
  const wrongUsage = error instanceof UsageError
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`gradproof: ${message}\n`)
  if (wrongUsage) process.stderr.write('gradproof --help shows the usage\n')
  return wrongUsage ? 2 : 3
}

// Not awaited here: the command is bundled into a CommonJS file, which starts faster and cannot await at its top level.
void run(process.argv.slice(2))
  .catch(explain)
  .then((code) => {
    process.exitCode = code
  })
