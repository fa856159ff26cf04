import { forwardPass } from '../../properties/linear-rnn.ts'
import { CallError } from '../../properties/property.ts'
import type { Argument, Call, Returned } from './assignment.ts'
import { sent } from './sent.ts'

const problem = {
  X: { rows: 2, columns: 3, data: Float64Array.of(1, -0.5, 2, 0.25, 1, -1) },
  t: Float64Array.of(1, -2),
  wx: 0.75,
  wRec: -1.25,
}

/**
 * Whether backward_gradient looks at the states that it is given, asked by a call with a number in their place: who looks at
 * them fails there or returns something else.
 */
export async function readsStates(call: Call): Promise<boolean> {
  const { X, t, wx, wRec } = problem
  const { S, gradOut } = forwardPass(X, t, wx, wRec)
  const returnedFor = async (states: Argument): Promise<string> => {
    const given = [sent(X), states, sent(gradOut), wRec]
    return textOf((await call('backward_gradient', given)).value)
  }
  try {
    return (await returnedFor(sent(S))) !== (await returnedFor(0))
  } catch (error) {
    if (error instanceof CallError) return true
    throw error
  }
}

const textOf = (value: Returned): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof Float64Array ? [...part] : part))
