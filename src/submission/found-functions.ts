import type { FunctionSpec, FunctionStatus, SubmissionError } from './contract.ts'
import type { Ready } from './messages.ts'
import { allMissingMessage, missingMessage } from './names.ts'

/** Which of the wanted functions a submission has, by the names that were asked for. */
export const foundFunctions = (
  wanted: readonly FunctionSpec[],
  { found, names }: Ready,
): Record<string, FunctionStatus> =>
  Object.fromEntries(
    wanted.map(({ name }, index) => {
      const as = found[index]
      return typeof as === 'string'
        ? [name, { status: 'found', as }]
        : [name, { status: 'missing', message: missingMessage(name, names) }]
    }),
  )

/** Where it has none. */
export const noneFound = (
  functions: Readonly<Record<string, FunctionStatus>>,
  { names }: Ready,
): SubmissionError | undefined =>
  Object.values(functions).some(({ status }) => status === 'found')
    ? undefined
    : { kind: 'missing', message: allMissingMessage(Object.keys(functions), names) }
