/**
 * Prose for GitHub's Markdown in which every character stands for itself: no emphasis, link, mention, formula or HTML
 * (GFM 0.29, section 6.1: any ASCII punctuation can be escaped).
 */
export const escapeMarkdown = (text: string): string =>
  text.replaceAll(/[\\`*_{}[\]<>()#!|~&@:$]|(?<=\bwww)\./gi, String.raw`\$&`)

const longestRun = (text: string): number =>
  Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))

const fenceFor = (text: string, least: number): string =>
  '`'.repeat(Math.max(least, longestRun(text) + 1))

/** Text as it is, on one line: a code span, whose fence is longer than any in the text (GFM 0.29, section 6.3). */
export function codeSpan(text: string): string {
  if (text.trim() === '') return ''
  const fence = fenceFor(text, 1)
  return `${fence} ${text} ${fence}`
}

/** Lines as they are. */
export function codeBlock(lines: readonly string[]): string {
  const fence = fenceFor(lines.join('\n'), 3)
  return [`${fence}text`, ...lines, fence].join('\n')
}

/** A bar ends a cell even in code (GFM 0.29, section 4.10). */
const cellOf = (text: string): string => text.replaceAll('|', String.raw`\|`)

const line = (cells: readonly string[]): string => `| ${cells.map(cellOf).join(' | ')} |`

/** A table of code spans and plain words. */
export const markdownTable = (rows: readonly (readonly string[])[]): string => {
  const [heading, ...body] = rows
  return [line(heading), line(heading.map(() => '---')), ...body.map(line)].join('\n')
}
