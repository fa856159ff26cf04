import type { Law } from '../src/assignment/assignment.ts'
import { linearRnn } from '../src/assignment/linear-rnn.ts'
import { applyMistakes, type Choice, type Implementation } from '../src/mistakes/apply-mistakes.ts'
import { mistakes } from '../src/mistakes/catalogue.ts'
import type { FunctionName } from '../src/mistakes/mistake.ts'
import type { LinearRnn } from '../properties/linear-rnn.ts'

/** One function made wrong by one mistake or two; every other function comes from the reference. */
export interface Mutant {
  readonly name: string
  readonly function: FunctionName
  readonly implementation: LinearRnn
}

const methods: Record<FunctionName, keyof Implementation> = {
  loss: 'loss',
  output_gradient: 'outputGradient',
  update_state: 'updateState',
  forward_states: 'forwardStates',
  backward_gradient: 'backwardGradient',
}

/** The functions of the assignment, in its order. */
export const functionNames = linearRnn.outline.functions.map(({ name }) => name as FunctionName)

export const lawsOf = (name: FunctionName): Law<LinearRnn>[] =>
  linearRnn.laws.filter((law) => law.function === name)

// Right but for its rounding, which is a note and no fault.
const faults = mistakes.filter(({ id }) => id !== 'single-precision')

function mutant(name: FunctionName, choices: readonly Choice[]): Mutant {
  const wrong = applyMistakes(choices)
  const [method, label] = [methods[name], choices.map(labelOf).join(' + ')]
  return {
    name: label,
    function: name,
    implementation: { ...linearRnn.reference, [method]: wrong[method] },
  }
}

const labelOf = ({ id, variant }: Choice): string =>
  variant === undefined || variant === 0 ? id : `${id} (${variant + 1})`

/** Every way to make every mistake of a function. */
export function singles(name: FunctionName): Mutant[] {
  return faults
    .filter(({ functions }) => functions.includes(name))
    .flatMap(({ id, variants }) =>
      Array.from({ length: variants[name]?.length ?? 1 }, (_, variant) =>
        mutant(name, [{ id, variant }]),
      ),
    )
}

/**
 * Every pair of mistakes in one function that do not contradict each other. Functions are checked one at a time, each
 * beside right ones, so a pair in two functions is two single mistakes.
 */
export function pairs(name: FunctionName): Mutant[] {
  const ids = faults.filter(({ functions }) => functions.includes(name)).map(({ id }) => id)
  return ids
    .flatMap((a, i) => ids.slice(i + 1).map((b) => [{ id: a }, { id: b }]))
    .filter(isCompatible)
    .map((choices) => mutant(name, choices))
}

/** Whether the mistakes can be made together. */
export function isCompatible(choices: readonly Choice[]): boolean {
  try {
    applyMistakes(choices)
    return true
  } catch {
    return false
  }
}

/** The runs within which a law has to kill. */
export const mostRuns = 100

export async function isKilledBy(
  law: Law<LinearRnn>,
  { implementation }: Mutant,
  seed: number,
  runs = mostRuns,
): Promise<boolean> {
  const { status } = await law.check(implementation, { seed, runs })
  return status === 'failed' || status === 'error'
}

// Most mutants fall on one of the first problems: few are tried by every law before many by any.
const growingRuns = [3, 20, mostRuns]

/** The first of the laws that kills, if any does. */
export async function killerOf(
  laws: readonly Law<LinearRnn>[],
  mutant: Mutant,
  seed: number,
): Promise<Law<LinearRnn> | undefined> {
  for (const runs of growingRuns) {
    for (const law of laws) if (await isKilledBy(law, mutant, seed, runs)) return law
  }
  return undefined
}

/**
 * The mutants that no law kills. The golden law is left out: it is one fixed problem, and here what is asked is
 * whether the generated ones suffice, whatever the seed.
 */
export async function survivors(
  name: FunctionName,
  mutants: readonly Mutant[],
  seed: number,
): Promise<string[]> {
  const laws = lawsOf(name).filter((law) => law.name !== 'golden')
  const alive: string[] = []
  for (const mutant of mutants) {
    if ((await killerOf(laws, mutant, seed)) === undefined) alive.push(mutant.name)
  }
  return alive
}

/** Which law kills which mutant at a seed: a row a mutant, a column a law. */
export interface KillMatrix {
  readonly laws: readonly Law<LinearRnn>[]
  readonly mutants: readonly Mutant[]
  readonly killed: readonly (readonly boolean[])[]
}

export async function killMatrix(name: FunctionName, seed: number): Promise<KillMatrix> {
  const [laws, mutants] = [lawsOf(name), singles(name)]
  const killed: boolean[][] = []
  for (const mutant of mutants) {
    const row: boolean[] = []
    for (const law of laws) row.push(await isKilledBy(law, mutant, seed))
    killed.push(row)
  }
  return { laws, mutants, killed }
}

/** The smallest set of laws that still kills every mutant that any law kills; among equals the earliest laws. */
export function fewestLaws({ laws, killed }: KillMatrix): Law<LinearRnn>[] {
  const rows = killed.filter((row) => row.includes(true))
  const sets = Array.from({ length: 2 ** laws.length }, (_, bits) =>
    laws.flatMap((_, law) => (bits & (1 << law) ? [law] : [])),
  )
  const enough = sets
    .toSorted((a, b) => a.length - b.length)
    .find((set) => rows.every((row) => set.some((law) => row[law])))
  return (enough ?? []).map((law) => laws[law])
}
