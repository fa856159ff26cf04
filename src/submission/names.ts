import { printable } from '../printable.ts'

/** `update_state` -> `updateState`; a part that is a word with capitals keeps them. */
export const camelCase = (snake: string): string =>
  snake.replaceAll(/_([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase())

/** The names under which a function is looked for, the preferred one first. */
export const spellings = (snake: string): readonly string[] => [
  ...new Set([snake, camelCase(snake)]),
]

/** Levenshtein's distance between two names, by rows of the table. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, row[j] + 1, next[j - 1] + 1))
    }
    row = next
  }
  return row[b.length]
}

/** Of a method, without its class. */
const unqualified = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

const folded = (name: string): string => name.replaceAll('_', '').toLowerCase()

/** The name in `candidates` within a third of the wanted name's length, the nearest one. */
export const closest = (wanted: string, candidates: readonly string[]): string | undefined => {
  const target = folded(wanted)
  const ranked = candidates
    .filter((name) => name.length < 2 * wanted.length + 8)
    .map((name) => ({ name, apart: distance(folded(unqualified(name)), target) }))
    .filter(({ apart }) => apart <= target.length / 3)
    .toSorted((a, b) => a.apart - b.apart)
  return ranked[0]?.name
}

const list = (names: readonly string[]): string => {
  if (names.length === 0) return 'no functions were found'
  const listed = names.slice(0, 20).map((name) => printable(name, 80))
  const more = names.length > listed.length ? ` and ${names.length - listed.length} more` : ''
  return `the functions found are ${listed.join(', ')}${more}`
}

const suggestion = (wanted: string, found: readonly string[]): string | undefined => {
  const near = closest(wanted, found)
  return near && `${printable(near, 80)}: did you mean ${wanted}?`
}

/** What to say of a wanted function that is not there, beside the functions that are. */
export const missingMessage = (wanted: string, found: readonly string[]): string =>
  suggestion(wanted, found) ??
  `there is no function ${spellings(wanted).join(' or ')}; ${list(found)}`

/** What to say where none of them is there. */
export const allMissingMessage = (wanted: readonly string[], found: readonly string[]): string => {
  const near = wanted.flatMap((name) => suggestion(name, found) ?? [])
  if (near.length > 0) return near.join(' ')
  return `there is none of the functions ${wanted.join(', ')} (nor in camelCase); ${list(found)}`
}
