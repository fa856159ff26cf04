import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from '../usage-error.ts'

type Parsed<Options extends NonNullable<ParseArgsConfig['options']>> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true }>
>

/** What parseArgs says at length and with advice of its own, in the words of the other errors. */
function inOwnWords(message: string): string {
  const option = /'(-[\w-]+)/.exec(message)?.[1] ?? ''
  if (message.startsWith('Unknown option')) return `unknown option ${option}`
  if (message.includes('is ambiguous'))
    return `${option}: expected a value after it; one that begins with - is written ${option}=VALUE`
  return message.includes('argument missing') ? `${option}: expected a value after it` : message
}

/** Any options between any positional arguments; throws UsageError. */
export function parse<Options extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: Options,
): Parsed<Options> {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? inOwnWords(error.message) : String(error))
  }
}

/** A number that the option takes; throws UsageError. */
export function number(
  option: string,
  text: string,
  accepts: (value: number) => boolean,
  expected: string,
): number {
  const value = Number(text)
  if (text.trim() === '' || !accepts(value))
    throw new UsageError(`--${option} ${text}: expected ${expected}`)
  return value
}

export const integer = (option: string, text: string, low: number, high: number): number =>
  number(
    option,
    text,
    (value) => Number.isInteger(value) && value >= low && value <= high,
    `a whole number from ${low} to ${high}`,
  )

export function oneOf<Name extends string>(
  option: string,
  text: string,
  names: readonly Name[],
): Name {
  const name = names.find((each) => each === text)
  if (name === undefined)
    throw new UsageError(`--${option} ${text}: expected one of ${names.join(', ')}`)
  return name
}
