import {
  type Explanation,
  explainObservations,
  type Made,
} from '../mistakes/recurrent/explain-observations.ts'
import type { FunctionModel } from '../mistakes/recurrent/function-model.ts'
import type { NetworkFunctions } from '../mistakes/recurrent/network-functions.ts'
import type { Call } from './assignment.ts'
import { diagnoseDefined } from './defined-diagnosis.ts'
import { type DiagnosedMistake, type Diagnosis, rightIn, together } from './diagnosis.ts'
import type { ObservedCall } from './observed-call.ts'
import { type Asked, observations } from './recurrent-observations.ts'

const detailOf = (detail: string | undefined): string =>
  detail === undefined ? '' : ` Here: ${detail}.`

const told = (
  name: string,
  { formula }: FunctionModel<object>,
  { mistake, way }: Made<object>,
): DiagnosedMistake => ({
  id: mistake.id,
  function: name,
  explanation: mistake.explanation + detailOf(way.detail),
  hint: mistake.hint,
  formula,
})

const singlePrecision = (name: string): DiagnosedMistake => ({
  id: 'single-precision',
  function: name,
  explanation: `Besides that, the numbers of ${name} are right to the 7 digits of 32-bit floats alone. The mathematics is the same; 64-bit floats carry 16 digits.`,
  hint: 'Which type do the arrays of your code have?',
  formula: 'the same in float64',
})

const mutation = (name: string, written: ReadonlySet<string>): DiagnosedMistake => ({
  id: 'mutates-inputs',
  function: name,
  explanation: `${name} writes into ${[...written].join(', ')}. What is passed in belongs to the caller, who may need it again.`,
  hint: 'Print the arguments before and after the call.',
  formula: 'a result of its own for every call',
})

function mistakesIn(
  name: string,
  model: FunctionModel<object>,
  found: Explanation<object>,
  all: readonly ObservedCall[],
): DiagnosedMistake[] {
  const written = new Set(all.flatMap(({ mutated }) => mutated))
  const made = found.status === 'explained' ? found.made : []
  const isRough = found.status === 'explained' && found.precision === 'single'
  return [
    ...made.map((each) => told(name, model, each)),
    ...(isRough ? [singlePrecision(name)] : []),
    ...(written.size > 0 ? [mutation(name, written)] : []),
  ]
}

async function diagnoseOne(
  assigned: Asked,
  model: FunctionModel<object>,
  call: Call,
  name: string,
  seed: number,
): Promise<Diagnosis> {
  const all = await observations(assigned, call, name, seed)
  if (all.length === 0) return { mistakes: [], facts: [] }
  const found = explainObservations(model, all)
  const mistakes = mistakesIn(name, model, found, all)
  if (found.status === 'right' && mistakes.length === 0) return rightIn(name, found.precision)
  if (found.status !== 'unexplained') return { mistakes, facts: [] }
  // What no known mistakes explain is described as it is in any other assignment.
  const described = await diagnoseDefined(assigned, [], call, [name], seed)
  const named = new Set(mistakes.map(({ id }) => id))
  const others = described.mistakes.filter(({ id }) => !named.has(id))
  return { ...described, mistakes: [...others, ...mistakes] }
}

/** Names the mistakes behind what wrong functions return, each called on right arguments. */
export async function diagnoseRecurrent(
  assigned: Asked,
  models: NetworkFunctions,
  call: Call,
  wrong: readonly string[],
  seed: number,
): Promise<Diagnosis> {
  const found: Diagnosis[] = []
  for (const [name, model] of Object.entries(models))
    if (wrong.includes(name)) found.push(await diagnoseOne(assigned, model, call, name, seed))
  return together(found)
}
