/**
 * What could move a terminal's cursor, recolour it or reorder what it shows: control characters but tab and line feed,
 * format characters (the bidirectional controls are among them), line and paragraph separators, lone surrogates.
 */
const steering = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const escaped = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`

/** Text of a stranger, made harmless for a terminal: what could steer it shows as \u{…}. */
export const printable = (text: string): string => text.replace(steering, escaped)
