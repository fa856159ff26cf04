import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import seedrandom from 'seedrandom'
import { type BuiltIn, builtIn } from '../../src/assignment/built-in.ts'
import { gradeSubmission } from '../../src/grade.ts'
import { applyMistakes, type Choice } from '../../src/mistakes/apply-mistakes.ts'
import { mistakes } from '../../src/mistakes/catalogue.ts'
import { discriminatingKinds } from '../../src/mistakes/discriminate.ts'
import type { Report } from '../../src/report.ts'
import { formulasOf, type Language, languages, type Style, styles } from './formulas.ts'
import { javascript } from './javascript.ts'
import { python } from './python.ts'

/** A submission that makes these mistakes and no others, written in one language and style. */
export interface Written {
  readonly choices: readonly Choice[]
  readonly language: Language
  readonly style: Style
}

export const sourceOf = ({ choices, language, style }: Written): string =>
  language === 'py'
    ? python(formulasOf(choices), style)
    : javascript(formulasOf(choices), style, language === 'ts')

/** The same mistakes in every language and every style. */
export const inEveryStyle = (choices: readonly Choice[]): Written[] =>
  languages.flatMap((language) => styles.map((style) => ({ choices, language, style })))

const parameters = { steps: 3, divisor: 7 }

// What is right but for its rounding is no fault.
const made: Choice[] = mistakes
  .filter(({ id }) => id !== 'single-precision')
  .map(({ id, parameter }) => (parameter ? { id, parameter: parameters[parameter] } : { id }))

export const singles: readonly Choice[][] = made.map((choice) => [choice])

/** Pairs that change different places; what is hard-coded has no formula that could go wrong a second time. */
export function randomPairs(count: number, seed: string): Choice[][] {
  const random = seedrandom(seed)
  const parts = made.filter(({ id }) => id !== 'hard-coded')
  const pick = () => parts[Math.floor(random() * parts.length)]
  const pairs = new Map<string, Choice[]>()
  while (pairs.size < count) {
    const pair = [pick(), pick()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    if (pair[0] !== pair[1] && isCompatible(pair)) pairs.set(idsOf(pair).join(' + '), pair)
  }
  return [...pairs.values()]
}

function isCompatible(choices: readonly Choice[]): boolean {
  try {
    applyMistakes(choices)
    return true
  } catch {
    return false
  }
}

export const idsOf = (choices: readonly { readonly id: string }[]): string[] =>
  [...new Set(choices.map(({ id }) => id))].toSorted()

/**
 * `also known as`: the report lists the ids as what gives the same numbers; `same`: fewer mistakes that no problem tells
 * from those that were made.
 */
export type Agreement = 'exact' | 'also known as' | 'same' | 'one more' | 'other'

function agreementOf(choices: readonly Choice[], reported: Report['mistakes']): Agreement {
  const [expected, found] = [idsOf(choices), idsOf(reported)]
  if (found.join() === expected.join()) return 'exact'
  if (otherNamesOf(reported).some((ids) => ids.join() === expected.join())) return 'also known as'
  const named = found.map((id) => made.find((choice) => choice.id === id))
  if (isSame(choices, named)) return 'same'
  const more = expected.every((id) => found.includes(id)) && found.length === expected.length + 1
  return more ? 'one more' : 'other'
}

// Every set of ids that the report says gives the same numbers as the one that it names.
function otherNamesOf(reported: Report['mistakes']): string[][] {
  let sets: (readonly { readonly id: string }[])[] = [reported]
  for (const mistake of reported)
    for (const ids of mistake.alsoKnownAs ?? [])
      sets = sets.flatMap((set) => [set, ...exchanged(set, mistake, ids)])
  return sets.map(idsOf)
}

// As many mistakes as there are ids make way for them, the first of which is given.
function exchanged(
  set: readonly { readonly id: string }[],
  first: Report['mistakes'][number],
  ids: readonly string[],
): { id: string }[][] {
  if (!set.includes(first)) return []
  const [others, more] = [set.filter((one) => one !== first), ids.map((id) => ({ id }))]
  const left = ids.length === 1 ? [others] : others.map((_, i) => others.toSpliced(i, 1))
  return left.map((rest) => rest.concat(more))
}

function isSame(choices: readonly Choice[], named: readonly (Choice | undefined)[]): boolean {
  const known = named.filter((choice) => choice !== undefined)
  if (known.length < named.length || known.length >= choices.length || known.length === 0)
    return false
  // The number of steps that a truncation keeps may be another than the one it was made with.
  const numbers = known.some(({ id }) => id === 'truncated') ? [1, 2, 3] : [3]
  return numbers.some((steps) => {
    const set = known.map((choice) =>
      choice.id === 'truncated' ? { id: choice.id, parameter: steps } : choice,
    )
    return isCompatible(set) && discriminatingKinds(choices, set).length === 0
  })
}

/** The built-in assignment, with a clock around its diagnosis. */
function timed(took: (milliseconds: number) => void): BuiltIn {
  const [{ outline, load }] = builtIn
  return {
    outline,
    async load() {
      const assignment = await load()
      return {
        ...assignment,
        async diagnose(...given) {
          const start = performance.now()
          const diagnosis = await assignment.diagnose(...given)
          took(performance.now() - start)
          return diagnosis
        },
      }
    },
  }
}

/**
 * What the whole session says of it: the ids, how they agree with what was made, and the milliseconds that the
 * diagnosis added (0 without one).
 */
export async function judge(written: Written) {
  const folder = mkdtempSync(join(tmpdir(), 'written-'))
  try {
    const path = join(folder, `submission.${written.language === 'js' ? 'mjs' : written.language}`)
    writeFileSync(path, sourceOf(written))
    let milliseconds = 0
    const assignment = timed((took) => (milliseconds += took))
    const report = await gradeSubmission(path, assignment, {
      sandbox: 'none',
      timeoutSeconds: 60,
      memoryMiB: 512,
      python: 'python3',
      seed: 1,
      runs: 10,
      hints: 'gentle',
    })
    const found = idsOf(report.mistakes)
    return {
      written,
      report,
      found,
      milliseconds,
      agreement: agreementOf(written.choices, report.mistakes),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
