import { parseArgs, type ParseArgsConfig } from 'node:util'
import { oneOf, UsageError } from './cli-options.ts'
import { type KitLanguage, kitLanguages } from './kit/kit.ts'

export interface InitCommand {
  readonly folder: string
  readonly language: KitLanguage
  readonly assignment: string
}

const options = {
  language: { type: 'string', default: 'python' },
  assignment: { type: 'string', default: 'linear-rnn' },
} satisfies ParseArgsConfig['options']

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The command line of `init`, every option validated; throws UsageError. */
export function initCommand(argv: readonly string[]): InitCommand {
  const { values, positionals } = parse(argv)
  if (positionals.length !== 1)
    throw new UsageError(
      `init: expected one folder, for the kit to be made in, got ${positionals.length}`,
    )
  return {
    folder: positionals[0],
    language: oneOf('language', values.language, kitLanguages),
    assignment: values.assignment,
  }
}
