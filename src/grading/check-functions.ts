import type { CheckOptions, PropertyResult } from '../../properties/check-property.ts'
import type { Assignment, Call, Law } from '../assignment/assignment.ts'
import type { FunctionStatus } from '../submission/index.ts'

/** A law, and what became of it; `skipped` where there was no function to check. */
export interface Checked {
  readonly law: Law<object>
  readonly result: PropertyResult | Skipped
}

interface Skipped {
  readonly status: 'skipped'
  readonly runs: 0
  readonly message: string
}

export interface CheckFunctionsOptions extends CheckOptions {
  /** Which of the assignment's functions the submission has. */
  readonly found: Readonly<Record<string, FunctionStatus>>
  /** Called after each function, with the share of them that is done. */
  readonly onProgress?: (done: number) => void
}

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Functions go by their name in snake_case or in camelCase. */
const pick = (implementation: object, name: string): object =>
  Object.fromEntries(
    Object.entries(implementation).filter(([key]) => camelCase(key) === camelCase(name)),
  )

const isRight = ({ result }: Checked): boolean =>
  result.status === 'passed' && result.precision === 'double'

/** Every law, one left out as `skipped`: the submission could not be read, or lacks the function. */
export const skipAll = (laws: readonly Law<object>[], message: string): Checked[] =>
  laws.map((law) => ({ law, result: { status: 'skipped', runs: 0, message } }))

/**
 * Checks the laws function by function, in the order of the assignment. Each function works together with those of the
 * submission that were found right before it and with the reference's in place of the others, so that no mistake is
 * paid for twice.
 */
export async function checkFunctions(
  assignment: Assignment<object>,
  call: Call,
  options: CheckFunctionsOptions,
): Promise<Checked[]> {
  const submitted = assignment.implementation(call)
  const { functions } = assignment.outline
  let trusted = assignment.reference ?? submitted
  const all: Checked[] = []
  for (const [index, { name }] of functions.entries()) {
    const candidate = { ...trusted, ...pick(submitted, name) }
    const laws = assignment.laws.filter((law) => law.function === name)
    const found = options.found[name]
    const checked =
      found.status === 'missing'
        ? skipAll(laws, found.message)
        : await Promise.all(
            laws.map(async (law) => ({ law, result: await law.check(candidate, options) })),
          )
    if (checked.every(isRight)) trusted = candidate
    all.push(...checked)
    options.onProgress?.((index + 1) / functions.length)
  }
  return all
}
