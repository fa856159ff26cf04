import {
  diagnose,
  explain,
  mistakeOf,
  type Diagnosis as LinearDiagnosis,
  type Found,
  type Observation,
  type OtherName,
  otherNames,
  preferring,
  tellOtherName,
} from '../mistakes/index.ts'
import type { Call } from './assignment.ts'
import { type DiagnosedMistake, type Diagnosis, rightIn, together } from './diagnosis.ts'
import { askedAt, observe } from './linear-observations.ts'
import { linearRnnOutline } from './linear-outline.ts'
import { readsStates } from './reads-states.ts'

type FunctionName = Observation['function']

const formulas: Record<FunctionName, string> = {
  update_state: 'next state = xk * wx + sk * wRec',
  forward_states: 'S[:, 0] = 0; for k = 1 … T: S[:, k] = X[:, k-1] * wx + S[:, k-1] * wRec',
  loss: 'mean((t - y)^2)',
  output_gradient: '2 * (y - t)',
  backward_gradient:
    'G[:, T] = grad_out; for k = T … 1: wx_grad += mean(G[:, k] * X[:, k-1]), wRec_grad += mean(G[:, k] * S[:, k-1]), G[:, k-1] = G[:, k] * wRec',
}

const told = (mistake: Found, others: readonly OtherName[]): DiagnosedMistake => ({
  id: mistake.id,
  function: mistake.function,
  explanation: explain(mistake),
  hint: mistakeOf(mistake.id).hint,
  formula: formulas[mistake.function],
  alsoKnownAs: others
    .filter(({ named }) => named[0] === mistake)
    .map((other) => ({ ids: other.instead.map(({ id }) => id), sentence: tellOtherName(other) })),
})

const unexplained = (found: LinearDiagnosis): Diagnosis =>
  found.status === 'unexplained'
    ? { mistakes: found.mistakes.map((each) => told(each, [])), facts: found.facts }
    : { mistakes: [], facts: [] }

async function diagnoseOne(call: Call, name: FunctionName, seed: number): Promise<Diagnosis> {
  const { telling, special } = askedAt(seed)
  const observed = await observe(call, name, telling)
  if (observed.length === 0) return { mistakes: [], facts: [] }
  const found = await likeliest(diagnose(observed), call)
  if (found.status === 'right') return rightIn(name, 'double')
  if (found.status === 'unexplained')
    return unexplained(diagnose([...observed, ...(await observe(call, name, special))]))
  if (found.mistakes.every(({ id }) => id === 'single-precision')) return rightIn(name, 'single')
  const others = otherNames(found.mistakes, found.alternatives)
  return { mistakes: found.mistakes.map((each) => told(each, others)), facts: [] }
}

/** Names the mistakes behind what wrong functions return, each called on right inputs. */
export async function diagnoseLinear(
  call: Call,
  wrong: readonly string[],
  seed: number,
): Promise<Diagnosis> {
  const names = linearRnnOutline.functions
    .map(({ name }) => name as FunctionName)
    .filter((name) => wrong.includes(name))
  const found = await Promise.all(names.map((name) => diagnoseOne(call, name, seed)))
  return together(found)
}

/**
 * wRec's gradient formed with the inputs is wx's gradient. Who forms it with the states and then returns wx's twice has
 * looked at the states.
 */
async function likeliest(found: LinearDiagnosis, call: Call): Promise<LinearDiagnosis> {
  const other = preferring(found, 'returns-one-twice')
  const isDoubtful =
    other !== found &&
    found.status === 'explained' &&
    found.mistakes.some(({ id }) => id === 'inputs-for-states')
  return isDoubtful && (await readsStates(call)) ? other : found
}
