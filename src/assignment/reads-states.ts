import { forwardPass } from '../../properties/linear-rnn.ts'
import { CallError } from '../../properties/property.ts'
import type { Argument, Call, Returned } from './assignment.ts'

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
    const inputs = { shape: [X.rows, X.columns], data: X.data }
    const outputs = { shape: [X.rows], data: gradOut }
    return textOf((await call('backward_gradient', [inputs, states, outputs, wRec])).value)
  }
  try {
    const states = { shape: [S.rows, S.columns], data: S.data }
    return (await returnedFor(states)) !== (await returnedFor(0))
  } catch (error) {
    if (error instanceof CallError) return true
    throw error
  }
}

const textOf = (value: Returned): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof Float64Array ? [...part] : part))
