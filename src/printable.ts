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

const cut = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit)} … (${text.length - limit} characters more)`

/** One line, at most `limit` characters of it. */
export const printable = (text: string, limit = 1000): string =>
  cut(
    text
      .slice(0, 4 * limit)
      .replaceAll(/\r?\n/g, ' ⏎ ')
      .replaceAll(unsafe, escapeOne),
    limit,
  )

/** As above, and line feeds stay. */
export const printableLines = (text: string): string =>
  text.replaceAll('\r\n', '\n').replaceAll(unsafeButLines, escapeOne)
