import * as fc from 'fast-check'
import {
  type AnyImplementation,
  type Assigned,
  functionOf,
  named,
  type NamedFunction,
  rightArguments,
} from '../../properties/assigned.ts'
import { expectedOf, expectedOfReference } from '../../properties/conditioning.ts'
import { isCallError, type Quantities, type Quantity } from '../../properties/property.ts'
import { copyAll, entriesOf, shapeOf } from '../../properties/quantity.ts'
import type { Call } from './assignment.ts'
import { definedFacts } from './defined-facts.ts'
import type { AnyChange, AnyMistake } from './defined-mistake.ts'
import { looselyRead, sent } from './defined-submission.ts'
import { isClose, type Observed, within } from './defined-observation.ts'
import { type DiagnosedMistake, type Diagnosis, rightIn, together } from './diagnosis.ts'

/** Half of the problems find an explanation, the others hold it to the test. */
const problemsSeen = 24
/** More mistakes at once in one function are a rewriting of it. */
const mostAtOnce = 3

interface Way {
  readonly mistake: AnyMistake
  readonly change: AnyChange
}

async function observe(
  assigned: Assigned,
  reference: AnyImplementation,
  call: Call,
  name: string,
  problem: Quantities,
): Promise<Observed | undefined> {
  const given = await rightArguments(assigned, reference, name, problem)
  const declared = assigned.functions[name].parameters
  const parameters = Object.keys(declared)
  const copies = copyAll(given)
  const result = await call(
    name,
    parameters.map((each) => sent(copies[each], declared[each])),
  )
  const received = looselyRead(assigned.functions[name], result.value)
  if (received === undefined) return undefined
  const right = functionOf(assigned, reference, name)
  return {
    given,
    received,
    mutated: result.mutated.map((index) => parameters[index]),
    expected: await expectedOfReference(assigned, reference, name, given),
    right: await right(given),
  }
}

const sizeOf = ({ given }: Observed): number =>
  Object.values(given).reduce<number>((sum, each) => sum + entriesOf(each).length, 0)

/** Nothing where it throws or returns what cannot be read: that is said already. */
async function observations(
  assigned: Assigned,
  reference: AnyImplementation,
  call: Call,
  name: string,
  seed: number,
): Promise<Observed[]> {
  const problems = fc.sample(assigned.problems, { seed, numRuns: problemsSeen })
  try {
    const all = await Promise.all(
      problems.map((problem) => observe(assigned, reference, call, name, problem)),
    )
    const usable = all.filter((each) => each !== undefined)
    return usable.length < all.length ? [] : usable.toSorted((a, b) => sizeOf(a) - sizeOf(b))
  } catch (error) {
    if (isCallError(error)) return []
    throw error
  }
}

const sameShapes = (a: Quantities, b: Quantities): boolean =>
  Object.keys(a).every((part) => shapeOf(a[part]).join() === shapeOf(b[part]).join())

/** The share of the largest entry within which results must lie to be looked at more closely: float32 and then some. */
const coarse = 2 ** -10

const largestOf = (quantity: Quantity): number =>
  entriesOf(quantity).reduce((most, entry) => (Math.abs(entry) > most ? Math.abs(entry) : most), 0)

const looksLike = (received: Quantities, predicted: Quantities): boolean =>
  sameShapes(predicted, received) &&
  Object.entries(predicted).every(([part, quantity]) => {
    const came = entriesOf(received[part])
    const allowed = coarse * largestOf(quantity)
    return entriesOf(quantity).every((value, index) => isClose(came[index], value, allowed))
  })

const composed = (
  assigned: Assigned,
  reference: AnyImplementation,
  name: string,
  ways: readonly Way[],
): NamedFunction => {
  const right = reference[name] as (given: Quantities) => Quantity | Quantities
  const wrong = ways.reduce<(given: Quantities) => Quantity | Quantities>(
    (inner, { change }) =>
      (given) =>
        change(given, inner),
    right,
  )
  return async (given) => named(assigned.functions[name], wrong(copyAll(given)))
}

async function reproduces(
  f: NamedFunction,
  all: readonly Observed[],
  exact: ReadonlySet<string>,
): Promise<boolean> {
  for (const { given, received } of all) if (!looksLike(received, await f(given))) return false
  const expected = await Promise.all(all.map(({ given }) => expectedOf(f, given, exact)))
  return (['double', 'single'] as const).some((precision) =>
    all.every(({ received }, index) => within(received, expected[index], precision)),
  )
}

/** Every order of every set of a size, ways of one mistake apart; an order can matter. */
function* ordered(ways: readonly Way[], size: number): Generator<readonly Way[]> {
  if (size === 0) yield []
  else
    for (const way of ways) {
      const others = ways.filter(({ mistake }) => mistake.id !== way.mistake.id)
      for (const rest of ordered(others, size - 1)) yield [way, ...rest]
    }
}

/** The fewest mistakes that together give everything that came, to rounding. */
async function explanation(
  assigned: Assigned,
  reference: AnyImplementation,
  name: string,
  ways: readonly Way[],
  all: readonly Observed[],
): Promise<readonly AnyMistake[] | undefined> {
  for (let size = 1; size <= Math.min(mostAtOnce, ways.length); size++)
    for (const chosen of ordered(ways, size)) {
      const f = composed(assigned, reference, name, chosen)
      if (await reproduces(f, all, assigned.exact)) return chosen.map(({ mistake }) => mistake)
    }
  return undefined
}

const told = ({
  id,
  function: name,
  explanation: text,
  hint,
  formula,
}: AnyMistake): DiagnosedMistake => ({
  id,
  function: name,
  explanation: text,
  hint,
  formula,
})

const mutation = (name: string, parameters: ReadonlySet<string>): DiagnosedMistake => ({
  id: 'mutates-inputs',
  function: name,
  explanation: `${name} writes into ${[...parameters].join(', ')}. What is passed in belongs to the caller, who may need it again.`,
  hint: `Print ${[...parameters].join(', ')} before and after a call. Where does it change?`,
  formula: 'a result of its own for every call',
})

async function diagnoseOne(
  assigned: Assigned,
  reference: AnyImplementation,
  mistakes: readonly AnyMistake[],
  name: string,
  all: readonly Observed[],
): Promise<Diagnosis> {
  const written = new Set(all.flatMap(({ mutated }) => mutated))
  const mutations = written.size === 0 ? [] : [mutation(name, written)]
  const isRightIn = (precision: 'double' | 'single'): boolean =>
    all.every(
      ({ received, right, expected }) =>
        sameShapes(right, received) && within(received, expected, precision),
    )
  if (isRightIn('single')) {
    if (mutations.length > 0) return { mistakes: mutations, facts: [] }
    return rightIn(name, isRightIn('double') ? 'double' : 'single')
  }
  const ways = mistakes
    .filter((mistake) => mistake.function === name)
    .flatMap((mistake) => [mistake.wrong].flat().map((change) => ({ mistake, change })))
  const found = await explanation(assigned, reference, name, ways, all)
  return found
    ? { mistakes: [...found.map(told), ...mutations], facts: [] }
    : { mistakes: mutations, facts: definedFacts(assigned.functions[name], name, all) }
}

/** Names the mistakes behind what wrong functions return, each called on right arguments. */
export async function diagnoseDefined(
  assigned: Assigned,
  mistakes: readonly AnyMistake[],
  call: Call,
  wrong: readonly string[],
  seed: number,
): Promise<Diagnosis> {
  const { reference } = assigned
  if (reference === undefined) return { mistakes: [], facts: [] }
  const found: Diagnosis[] = []
  for (const name of Object.keys(assigned.functions).filter((each) => wrong.includes(each))) {
    const all = await observations(assigned, reference, call, name, seed)
    if (all.length > 0) found.push(await diagnoseOne(assigned, reference, mistakes, name, all))
  }
  return together(found)
}
