#!/usr/bin/env node
import { assignmentList, help, helpOf } from './commands/help.ts'
import { UsageError } from './usage-error.ts'
import { version } from './version.ts'

type Command = (argv: readonly string[]) => number | Promise<number>

const alone =
  (name: string, text: string): Command =>
  (argv) => {
    if (argv.length > 0) throw new UsageError(`${name}: expected nothing after it, not ${argv[0]}`)
    process.stdout.write(text)
    return 0
  }

/** Each is loaded when it is called. */
const commands: Readonly<Record<string, Command>> = {
  check: async (argv) => (await import('./commands/check.ts')).check(argv),
  grade: async (argv) => (await import('./commands/grade.ts')).grade(argv),
  merge: async (argv) => (await import('./commands/merge.ts')).merge(argv),
  init: async (argv) => (await import('./commands/init.ts')).init(argv),
  assignments: alone('assignments', `${assignmentList()}\n`),
  help: alone('help', help),
  '--version': alone('--version', `${version}\n`),
}

async function run([name, ...argv]: readonly string[]): Promise<number> {
  if (name === undefined) {
    process.stdout.write(help)
    return 2
  }
  if ([name, ...argv].some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(helpOf(name))
    return 0
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

// Who reads the output may have seen enough, as `head` has; what else cannot be written is an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

// Not awaited here: the command is bundled into a CommonJS file, which starts faster and cannot await at its top level.
void run(process.argv.slice(2))
  .catch(explain)
  .then((code) => {
    process.exitCode = code
  })
