import type { DiagnosedMistake, Diagnosis } from '../assignment/diagnosis.ts'
import type { Checked } from './check-functions.ts'
import type { MistakeReport, PropertyReport } from '../report.ts'

/** How much a report gives away: nothing, a question that leads there, or the formula as well. */
export type Hints = 'none' | 'gentle' | 'full'

/** The functions that return something wrong, as far as it can be read. */
export const wrongFunctions = (checked: readonly Checked[]): string[] => [
  ...new Set(
    checked
      .filter(
        ({ result }) =>
          result.status === 'failed' || (result.status === 'error' && result.kind === 'protocol'),
      )
      .map(({ law }) => law.function),
  ),
]

function hintOf({ hint, formula }: DiagnosedMistake, hints: Hints): string {
  if (hints === 'none') return ''
  return hints === 'full' ? `${hint} What is asked for: ${formula}` : hint
}

/** What is done to an argument shows in no result. */
const isUnseen = ({ id }: DiagnosedMistake): boolean => id === 'mutates-inputs'

/** Where a mistake shows in the first counterexample of its function. */
function placeOf(functionName: string, properties: readonly PropertyReport[]): string {
  for (const { name, function: owner, counterexample } of properties) {
    const table = owner === functionName ? counterexample?.table : undefined
    if (!table?.difference) continue
    const [column, label] = [table.columns[0], table.rows[table.difference.row][0]]
    const row = typeof label === 'string' ? `"${label}"` : `${column} = ${label}`
    return ` It shows in the row ${row} of the table of ${name}.`
  }
  return ''
}

/** The diagnosed mistakes as a student reads them. */
export const mistakeReports = (
  mistakes: readonly DiagnosedMistake[],
  properties: readonly PropertyReport[],
  hints: Hints,
): MistakeReport[] =>
  mistakes.map((mistake) => {
    const { id, function: name, explanation, alsoKnownAs = [] } = mistake
    const place = isUnseen(mistake) ? '' : placeOf(name, properties)
    const sentences = alsoKnownAs.map(({ sentence }) => ` ${sentence}`)
    return {
      id,
      function: name,
      explanation: explanation + place + sentences.join(''),
      hint: hintOf(mistake, hints),
      ...(alsoKnownAs.length > 0 && { alsoKnownAs: alsoKnownAs.map(({ ids }) => ids) }),
    }
  })

export const nondeterminismNotes = (names: ReadonlySet<string>): MistakeReport[] =>
  Array.from(names, (name) => ({
    id: 'nondeterministic',
    function: name,
    explanation: `${name} answers the same call differently in a fresh process: it depends on chance, or on the calls before. The mathematics gives one answer for one input.`,
    hint: 'Does the function read or change anything besides its arguments?',
  }))

/** What is known where no mistake explains a function; one that depends on chance may be right or wrong anywhere. */
export const factsOf = (
  { facts, rightElsewhere = [] }: Diagnosis,
  nondeterministic: ReadonlySet<string>,
): string[] => [
  ...facts,
  ...rightElsewhere
    .filter(({ function: name }) => !nondeterministic.has(name))
    .map(({ function: name, precision }) => {
      const where = `${name} is right on the problems by which mistakes are told apart`
      return precision === 'single'
        ? `${where} to the 7 digits of 32-bit floats, and no further: the problem above shows what is more than their rounding.`
        : `${where}: what the problem above has, and most have not, leads to the mistake.`
    }),
]

/** A function that is right in float32 is right; the note says so. */
export function singlePrecisionNotes(checked: readonly Checked[]): MistakeReport[] {
  const precisions = (name: string) =>
    checked
      .filter(({ law }) => law.function === name)
      .map(({ result }) => (result.status === 'passed' ? result.precision : 'wrong'))
  return [...new Set(checked.map(({ law }) => law.function))]
    .filter((name) => precisions(name).includes('single') && !precisions(name).includes('wrong'))
    .map((name) => ({
      id: 'single-precision',
      function: name,
      explanation: `${name} is right to the rounding of float32 only.`,
      hint: 'Nothing is wrong with it: float64, the default of numpy and of JavaScript, keeps nine more digits.',
    }))
}

/**
 * Functions whose mistakes were all made before, in an earlier function: a wrong update_state makes forward_states
 * wrong in the same way, and costs once. By function: the one that has paid.
 */
export function paidBefore(mistakes: readonly DiagnosedMistake[]): Map<string, string> {
  const paid = new Map<string, string>()
  for (const name of new Set(mistakes.map((mistake) => mistake.function))) {
    const own = mistakes.filter((mistake) => mistake.function === name)
    const first = own.map(({ id }) => mistakes.find((mistake) => mistake.id === id)?.function)
    const [payer] = first
    if (payer !== undefined && payer !== name && first.every((each) => each === payer))
      paid.set(name, payer)
  }
  return paid
}
