/**
 * Text of unknown origin, made safe to show: control characters (terminal escapes among them),
 * bidirectional overrides, invisible and unpaired characters appear as \u escapes.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\uFFF9-\uFFFF]/gu
const unsafeButLines = new RegExp(`(?!\\n)${unsafe.source}`, 'gu')

const escapeOne = (character: string): string => {
  const code = character.codePointAt(0)!
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
}

/**
 * Where a CI system reads the output, these would be commands to it: "::" after white space at the start of a line, and
 * "##[" anywhere (actions/runner, src/Runner.Common/ActionCommand.cs).
 */
const withoutCommands = (text: string): string =>
  text.replaceAll(/^(\s*):(?=:)/gm, '$1\\u003a').replaceAll('##[', '\\u0023#[')

const cut = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit)} … (${text.length - limit} characters more)`

/** One line, at most `limit` characters of it. */
export const printable = (text: string, limit = 1000): string =>
  cut(
    withoutCommands(
      text
        .slice(0, 4 * limit)
        .replaceAll(/\r?\n/g, ' ⏎ ')
        .replaceAll(unsafe, escapeOne),
    ),
    limit,
  )

/** As above, and line feeds stay. */
export const printableLines = (text: string): string =>
  withoutCommands(text.replaceAll('\r\n', '\n').replaceAll(unsafeButLines, escapeOne))
