import type { ParseArgsConfig } from 'node:util'
import { type KitLanguage, kitLanguages } from '../kit/kit.ts'
import { UsageError } from '../usage-error.ts'
import { oneOf, parse } from './command-line.ts'

export interface InitCommand {
  readonly folder: string
  readonly language: KitLanguage
  readonly assignment: string
}

const options = {
  language: { type: 'string', default: 'python' },
  assignment: { type: 'string', default: 'linear-rnn' },
} satisfies ParseArgsConfig['options']

/** The command line of `init`, every option validated; throws UsageError. */
export function initCommand(argv: readonly string[]): InitCommand {
  const { values, positionals } = parse(argv, options)
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
