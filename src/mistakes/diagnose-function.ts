import { backwardFacts, factorFact, openFactors } from './backward-facts.ts'
import { type BackwardObservation, prepare, type Prepared } from './backward-case.ts'
import type { BackwardSettings } from './backward-model.ts'
import { backwardTrial } from './backward-trial.ts'
import { byPreference } from './candidates.ts'
import type { MistakeId } from './catalogue.ts'
import { flatFacts } from './flat-facts.ts'
import type { FlatModel } from './flat-trial.ts'
import { flatTrial } from './flat-trial.ts'
import { knowsPublishedAlone, repeatsPublished } from './hard-coded.ts'
import type { FunctionName } from './mistake.ts'
import type { ObservationOf } from './observation.ts'
import { doubleUnit, singleUnit } from './rounding.ts'
import type { Explanation, Trial } from './search.ts'
import { searchOf } from './search.ts'

/** A mistake found in a function, with its number where it has one. */
export interface Found {
  readonly id: MistakeId
  readonly function: FunctionName
  readonly parameter?: number
}

/**
 * What was found in one function: the smallest sets of mistakes that explain it, the preferred one first, or the
 * facts that are known about it, and the mistakes that explain a part.
 */
export type Finding =
  | { readonly status: 'right' }
  | { readonly status: 'explained'; readonly sets: readonly (readonly Found[])[] }
  | {
      readonly status: 'unexplained'
      readonly mistakes: readonly Found[]
      readonly facts: readonly string[]
    }

/** Diagnoses loss, output_gradient, update_state or forward_states. */
export function diagnoseFlat<Name extends FunctionName>(
  model: FlatModel<Name>,
  observations: readonly ObservationOf<Name>[],
): Finding {
  const sets = smallestSets(model.name, (unit) => flatTrial(model, observations, unit))
  if (sets.length > 0) return explained(sets)
  return { status: 'unexplained', mistakes: [], facts: flatFacts(model, observations) }
}

/** Diagnoses backward_gradient. */
export function diagnoseBackward(observations: readonly BackwardObservation[]): Finding {
  if (repeatsPublished(observations)) return explained([[hardCoded]])
  const all = prepare(observations)
  const sets = smallestSets('backward_gradient', (unit) => backwardTrial(all, unit, []))
  if (sets.length > 0) return explained(sets)
  if (knowsPublishedAlone(observations)) return explained([[hardCoded]])
  const facts = backwardFacts(observations)
  const part = partlyExplained(all)
  if (part === null) return { status: 'unexplained', mistakes: [], facts }
  return { status: 'unexplained', mistakes: part.mistakes, facts: [part.fact, ...facts] }
}

const hardCoded: Found = { id: 'hard-coded', function: 'backward_gradient' }

function explained(sets: readonly (readonly Found[])[]): Finding {
  return sets[0].length === 0 ? { status: 'right' } : { status: 'explained', sets }
}

/**
 * All smallest sets of mistakes that explain the observations of a function: [[]] if it is right, [] if none does.
 * Single precision counts as one more, and is tried after as many mistakes in double precision. Of three mistakes
 * none has a number: they would double the time for what is rarest.
 */
function smallestSets<Settings extends object>(
  name: FunctionName,
  trialWith: (unit: number) => Trial<Settings>,
): Found[][] {
  const trial = trialWith(doubleUnit)
  const double = searchOf(trial)
  const right = setsOf(name, double(0))
  if (right.length > 0) return right
  const single = searchOf(trialWith(singleUnit))
  for (const size of [1, 2]) {
    const found = setsOf(name, double(size))
    if (found.length > 0) return found
    const rough = setsOf(name, single(size - 1))
    if (rough.length > 0) {
      return rough.map((set) => set.concat({ id: 'single-precision', function: name }))
    }
  }
  const plain = trial.candidates.filter(
    ({ parameter, solved }) => parameter === undefined && solved === undefined,
  )
  return setsOf(name, searchOf({ ...trial, candidates: plain })(3))
}

// One known mistake beside a factor that no id covers; a factor alone is one of the facts.
function partlyExplained(all: readonly Prepared[]): { mistakes: Found[]; fact: string } | null {
  const search = searchOf<BackwardSettings>(backwardTrial(all, doubleUnit, openFactors))
  if (search(1).length > 0) return null
  const [best] = search(2).toSorted((a, b) => byPreference(a.members, b.members))
  const factor = openFactors.find((candidate) => best?.members.includes(candidate))
  if (factor === undefined || best.parameter === undefined) return null
  return {
    mistakes: foundIn('backward_gradient', best),
    fact: factorFact(factor.name, best.parameter),
  }
}

function setsOf<Settings>(
  name: FunctionName,
  explanations: readonly Explanation<Settings>[],
): Found[][] {
  return distinct(
    explanations
      .toSorted((a, b) => byPreference(a.members, b.members))
      .map((explanation) => foundIn(name, explanation)),
  )
}

function foundIn<Settings>(
  name: FunctionName,
  { members, parameter: solvedNumber }: Explanation<Settings>,
): Found[] {
  return members.flatMap(({ name: id, parameter: own, solved }) => {
    if (id === 'factor' || id === 'wx-factor' || id === 'wrec-factor') return []
    const parameter = solved ? solvedNumber : own
    return [{ id, function: name, ...(parameter === undefined ? {} : { parameter }) }]
  })
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1
}

// Two ways to make the same mistakes are one explanation.
function distinct(sets: readonly Found[][]): Found[][] {
  const seen = new Set<string>()
  return sets.filter((set) => {
    const key = JSON.stringify(
      set.map(({ id, parameter }) => `${id} ${parameter}`).toSorted(byText),
    )
    const first = !seen.has(key)
    seen.add(key)
    return first
  })
}
