import type { BackwardObservation } from './backward-trial.ts'
import { backwardTrial, casesOf } from './backward-trial.ts'
import { byPreference } from './candidates.ts'
import type { MistakeId } from './catalogue.ts'
import type { FlatModel } from './flat-trial.ts'
import { flatTrial } from './flat-trial.ts'
import type { FunctionName } from './mistake.ts'
import type { ObservationOf } from './observation.ts'
import { doubleUnit, singleUnit } from './rounding.ts'
import type { Candidate, Explanation, Search } from './search.ts'
import { searchOf } from './search.ts'

/** A mistake found in a function, with its number where it has one. */
export interface Found {
  readonly id: MistakeId
  readonly function: FunctionName
  readonly parameter?: number
}

// Three mistakes in one function still leave the wrong numbers overdetermined; more are rarer than a mistake unknown here.
const mostMistakes = 3

/**
 * All smallest sets of mistakes that explain the observations of a function, the preferred one first: [[]] if it is
 * right, [] if nothing explains it. Single precision counts as one more, and is tried after mistakes in double
 * precision.
 */
export function smallestSets<Settings extends object>(
  name: FunctionName,
  searchWith: (unit: number) => Search<Settings>,
): Found[][] {
  const double = searchWith(doubleUnit)
  const single = searchWith(singleUnit)
  for (let size = 0; size <= mostMistakes; size++) {
    const found = setsOf(name, double(size))
    if (found.length > 0) return found
    if (size === 0) continue
    const rough = setsOf(name, single(size - 1))
    if (rough.length > 0) {
      return rough.map((set) => [...set, { id: 'single-precision', function: name }])
    }
  }
  return []
}

export function smallestFlatSets<Name extends FunctionName>(
  model: FlatModel<Name>,
  observations: readonly ObservationOf<Name>[],
): Found[][] {
  return smallestSets(model.name, (unit) => searchOf(flatTrial(model, observations, unit)))
}

export function smallestBackwardSets(observations: readonly BackwardObservation[]): Found[][] {
  const cases = casesOf(observations)
  return smallestSets('backward_gradient', (unit) => searchOf(backwardTrial(cases, unit, [])))
}

function setsOf<Settings>(
  name: FunctionName,
  explanations: readonly Explanation<Settings>[],
): Found[][] {
  const sets = explanations
    .toSorted((a, b) => byPreference(a.members, b.members))
    .map(({ members, parameter }) =>
      members.flatMap((member) => foundOf(name, member, member.solved ? parameter : undefined)),
    )
  return distinct(sets)
}

function foundOf<Settings>(
  name: FunctionName,
  member: Candidate<Settings>,
  solved: number | undefined,
): Found[] {
  const parameter = solved ?? member.parameter
  const id = member.name
  if (id === 'factor' || id === 'wx-factor' || id === 'wrec-factor') return []
  return [parameter === undefined ? { id, function: name } : { id, function: name, parameter }]
}

// Two ways to make the same mistakes are one explanation.
function distinct(sets: readonly Found[][]): Found[][] {
  const seen = new Set<string>()
  return sets.filter((set) => {
    const key = JSON.stringify(set.map(({ id, parameter }) => [id, parameter]).toSorted())
    const first = !seen.has(key)
    seen.add(key)
    return first
  })
}
