import * as fc from 'fast-check'
import {
  type AnyImplementation,
  type Assigned,
  functionOf,
  named,
  type NamedFunction,
} from '../../properties/assigned.ts'
import { expectedOf, expectedOfReference } from '../../properties/conditioning.ts'
import type { Quantities, Quantity } from '../../properties/property.ts'
import { copyAll, entriesOf } from '../../properties/quantity.ts'
import type { Call } from './assignment.ts'
import { definedFacts } from './defined-facts.ts'
import type { AnyChange, AnyMistake } from './defined-mistake.ts'
import { looksLike, type Observed, sameShapes, within } from './defined-observation.ts'
import { type DiagnosedMistake, type Diagnosis, rightIn, together } from './diagnosis.ts'
import { type Calls, hardCoded, reorderings } from './hard-coded.ts'
import { allObserved, observeCall } from './observed-call.ts'

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
  const observed = await observeCall(assigned, reference, call, name, problem)
  if (observed === undefined) return undefined
  const { given } = observed
  const right = functionOf(assigned, reference, name)
  return {
    ...observed,
    expected: await expectedOfReference(assigned, reference, name, given),
    right: await right(given),
  }
}

const sizeOf = ({ given }: Observed): number =>
  Object.values(given).reduce<number>((sum, each) => sum + entriesOf(each).length, 0)

/** One function of a submission, to be called on right arguments. */
type Observe = (problems: readonly Quantities[]) => Promise<Observed[]>

const observing =
  (assigned: Assigned, reference: AnyImplementation, call: Call, name: string): Observe =>
  (problems) =>
    allObserved(problems.map((problem) => observe(assigned, reference, call, name, problem)))

/** What is asked where no known mistakes explain what came. */
async function callsFor(
  { golden }: Assigned,
  generated: readonly Observed[],
  observed: Observe,
): Promise<Calls> {
  if (golden === undefined) return { generated, reordered: [] }
  const [known, ...reordered] = await observed([golden, ...reorderings(golden)])
  return { generated, golden: known, reordered }
}

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
  observed: Observe,
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
  if (found) return { mistakes: [...found.map(told), ...mutations], facts: [] }
  const writtenDown = hardCoded(name, await callsFor(assigned, all, observed))
  const facts = writtenDown.length > 0 ? [] : definedFacts(assigned.functions[name], name, all)
  return { mistakes: [...writtenDown, ...mutations], facts }
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
  const problems = fc.sample(assigned.problems, { seed, numRuns: problemsSeen })
  const found: Diagnosis[] = []
  for (const name of Object.keys(assigned.functions).filter((each) => wrong.includes(each))) {
    const observed = observing(assigned, reference, call, name)
    const all = (await observed(problems)).toSorted((a, b) => sizeOf(a) - sizeOf(b))
    if (all.length > 0)
      found.push(await diagnoseOne(assigned, reference, mistakes, name, all, observed))
  }
  return together(found)
}
