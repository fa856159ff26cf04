import type { CheckOptions } from '../../properties/check-property.ts'
import type { Assignment } from '../assignment/assignment.ts'
import type { Diagnosis } from '../assignment/diagnosis.ts'
import type { Figures } from '../assignment/figures.ts'
import { type Checked, checkFunctions, skipAll } from './check-functions.ts'
import { wrongFunctions } from './mistake-report.ts'
import { RepeatedCalls } from './repeat-calls.ts'
import type { Session } from '../submission/index.ts'

export interface Examination {
  readonly checked: readonly Checked[]
  readonly diagnosis: Diagnosis
  /** Functions that answer the same call differently. */
  readonly nondeterministic: ReadonlySet<string>
  readonly figures?: Figures
}

export interface ExamineOptions extends CheckOptions {
  /** Whether the data of the plots is gathered. */
  readonly figures?: boolean
}

/** One call in ten is repeated; with fewer problems there is nothing to repeat. */
const fewestToRepeat = 10

const nothingFound: Diagnosis = { mistakes: [], facts: [] }

export const unread = ({ laws }: Assignment<object>): Examination => ({
  checked: skipAll(laws, 'the submission could not be read'),
  diagnosis: nothingFound,
  nondeterministic: new Set(),
})

/** Checks every function, then asks of those that are wrong what was done; the session is closed after it. */
export async function examine(
  assignment: Assignment<object>,
  session: Session,
  options: ExamineOptions,
): Promise<Examination> {
  const { functions } = assignment.outline
  const repeated = new RepeatedCalls(session, functions[functions.length - 1].name, options.seed)
  const { call } = repeated
  try {
    const found = session.functions
    const checked = await checkFunctions(assignment, call, { ...options, found })
    const wrong = wrongFunctions(checked)
    const diagnosis =
      wrong.length === 0 ? nothingFound : await assignment.diagnose(call, wrong, options.seed)
    const nondeterministic =
      options.runs < fewestToRepeat ? new Set<string>() : await repeated.nondeterministic()
    const figures = options.figures ? await assignment.figures?.(call, options.seed) : undefined
    return { checked, diagnosis, nondeterministic, figures }
  } finally {
    await session.close()
  }
}
