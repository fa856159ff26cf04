import type { FlatModel } from './flat-trial.ts'
import { fits } from './flat-trial.ts'
import type { FunctionName } from './mistake.ts'
import type { Observation, ObservationOf } from './observation.ts'
import { sizeOf } from './observation.ts'
import type { Comparison } from './ratio.ts'
import { constantRatio, multipleFact } from './ratio.ts'
import { departure } from './departure.ts'
import { agrees, doubleUnit, roundingBound } from './rounding.ts'
import { type Kind, vanishing } from './vanishing.ts'

/** The sharpest facts about a wrong function that no set of known mistakes explains. */
export function flatFacts<Name extends FunctionName>(
  model: FlatModel<Name>,
  observations: readonly ObservationOf<Name>[],
): string[] {
  const sorted = observations.toSorted((a, b) => sizeOf(a) - sizeOf(b))
  const isRight = (one: ObservationOf<Name>): boolean => fits(model, model.right, one, doubleUnit)
  const ratio = constantRatio(sorted.flatMap((one) => comparisonsOf(model, one)))
  return [
    ratio === null ? firstWrong(model, sorted) : multipleFact(model.name, ratio),
    ...vanishing(sorted, isRight, kinds),
  ].filter((fact) => fact !== null)
}

function comparisonsOf<Name extends FunctionName>(
  model: FlatModel<Name>,
  observation: ObservationOf<Name>,
): Comparison[] {
  const expected = model.predict(model.right, observation)
  const magnitude = model.magnitude(model.right, observation)
  const operations = model.operations(observation)
  const [n, T] = sizesOf(observation)
  return Array.from(expected, (value, i) => ({
    received: model.received(observation)[i],
    expected: value,
    bound: roundingBound(magnitude[i], operations, doubleUnit),
    n,
    T,
  }))
}

function firstWrong<Name extends FunctionName>(
  model: FlatModel<Name>,
  observations: readonly ObservationOf<Name>[],
): string | null {
  for (const observation of observations) {
    const comparisons = comparisonsOf(model, observation)
    const length = model.received(observation).length
    if (length !== comparisons.length) {
      return `${model.name} returned ${length} numbers where ${comparisons.length} were expected.`
    }
    const i = inOrderOfTime(observation, comparisons.length).find((j) => {
      const { received, expected, bound } = comparisons[j]
      return !agrees(received, expected, bound)
    })
    if (i === undefined) continue
    const { received, expected } = comparisons[i]
    return `${model.name} first departs at ${placeOf(observation, i)}: ${departure(received, expected)}.`
  }
  return null
}

// States are read column by column, so that the first one that departs is the first in time.
function inOrderOfTime(observation: Observation, length: number): number[] {
  const entries = Array.from({ length }, (_, i) => i)
  if (observation.function !== 'forward_states') return entries
  const width = sizesOf(observation)[1] + 1
  return entries.toSorted((a, b) => (a % width) - (b % width) || a - b)
}

function placeOf(observation: Observation, i: number): string {
  const [n, T] = sizesOf(observation)
  if (observation.function === 'loss') return `n = ${n}`
  if (observation.function !== 'forward_states') return `sample ${i} of ${n}`
  return `S[${Math.floor(i / (T + 1))}, ${i % (T + 1)}] of ${n} ${n === 1 ? 'sample' : 'samples'} and T = ${T}`
}

function sizesOf({ arguments: [first] }: Observation): [n: number, T: number] {
  return 'data' in first ? [first.rows, first.columns] : [first.length, 1]
}

const kinds: readonly Kind<Observation>[] = [
  {
    name: 'T = 1',
    holds: (one) => one.function === 'forward_states' && one.arguments[0].columns === 1,
    otherwise: (one) => `n = ${sizesOf(one)[0]}`,
  },
  {
    name: 'n = 1',
    holds: (one) => sizesOf(one)[0] === 1,
    otherwise: (one) => `T = ${sizesOf(one)[1]}`,
  },
  {
    name: 'wRec = 1',
    holds: (one) => weightOf(one) === 1,
    otherwise: (one) => sizesOf(one).join(),
  },
  {
    name: 'zero targets',
    holds: (one) => targetsOf(one)?.every((t) => t === 0) ?? false,
    otherwise: (one) => sizesOf(one).join(),
  },
]

function weightOf(one: Observation): number | undefined {
  if (one.function === 'forward_states') return one.arguments[2]
  return one.function === 'update_state' ? one.arguments[3] : undefined
}

function targetsOf(one: Observation): Float64Array | undefined {
  return one.function === 'loss' || one.function === 'output_gradient'
    ? one.arguments[1]
    : undefined
}
