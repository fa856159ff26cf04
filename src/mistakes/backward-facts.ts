import { type BackwardObservation, prepare, type Prepared } from './backward-case.ts'
import {
  gradientsFit,
  openCase,
  type Opened,
  overTimeFits,
  predictGradients,
} from './backward-fit.ts'
import { type BackwardSettings, rightBackward } from './backward-model.ts'
import { departure } from './departure.ts'
import type { Comparison } from './ratio.ts'
import { constantRatio, multipleFact } from './ratio.ts'
import { agrees, doubleUnit, roundingBound } from './rounding.ts'
import { readStepWeights, stepWeights } from './step-weights.ts'
import { type Kind, vanishing } from './vanishing.ts'

const names = ["wx's gradient", "wRec's gradient"] as const

/**
 * The sharpest facts about wrong gradients that no set of known mistakes explains: which results are wrong, by which
 * factor, from where on, which steps they count, and where the error vanishes.
 */
export function backwardFacts(observations: readonly BackwardObservation[]): string[] {
  const opened = prepare(observations).map((prepared) => openCase(rightBackward, prepared))
  return [
    overTimeFact(opened),
    ...([0, 1] as const).map((weight) => weightFact(opened, weight)),
    ...vanishing(opened, isRight, kinds),
  ].filter((fact) => fact !== null)
}

function overTimeFact(opened: readonly Opened[]): string | null {
  const wrong = opened.find((one) => !overTimeFits(rightBackward, one, doubleUnit))
  if (wrong === undefined) return 'The gradient over time is right.'
  const { rows, columns, data } = wrong.prepared.observation.returned[1]
  const [n, T] = sizesOf(wrong.prepared)
  if (rows !== n || columns !== T + 1) {
    return `The gradient over time is a ${rows} × ${columns} matrix where ${n} × ${T + 1} was expected.`
  }
  for (let k = T; k >= 0; k--) {
    for (let i = 0; i < n; i++) {
      const received = data[i * columns + k]
      const expected = wrong.values.columns[k][i]
      const bound = roundingBound(
        Math.abs(wrong.magnitudes.columns[k][i]),
        wrong.prepared.operations,
        doubleUnit,
      )
      if (agrees(received, expected, bound)) continue
      const place = `G[${i}, ${k}] of ${n} samples and T = ${T}`
      return `On its way back, the gradient over time first departs at ${place}: ${departure(received, expected)}.`
    }
  }
  return null
}

function weightFact(opened: readonly Opened[], weight: 0 | 1): string {
  const comparisons = opened.map((one) => comparisonOf(one, weight))
  const wrong = comparisons.find((one) => !agrees(one.received, one.expected, one.bound))
  if (wrong === undefined) return `${names[weight]} is right.`
  const ratio = constantRatio(comparisons)
  if (ratio !== null) return multipleFact(names[weight], ratio)
  const steps = countedSteps(opened, weight)
  if (steps !== null) return `${names[weight]} ${steps}.`
  const size = `${wrong.n} samples and T = ${wrong.T}`
  return `${names[weight]} is wrong, as at ${size}: ${departure(wrong.received, wrong.expected)}.`
}

function comparisonOf(one: Opened, weight: 0 | 1): Comparison {
  const { gradients, magnitudes } = predictGradients(rightBackward, one)
  const [n, T] = sizesOf(one.prepared)
  return {
    received: one.prepared.observation.returned[0][weight],
    expected: gradients[weight],
    bound: roundingBound(magnitudes[weight], one.prepared.operations, doubleUnit),
    n,
    T,
  }
}

function countedSteps(opened: readonly Opened[], weight: 0 | 1): string | null {
  const lengths = new Set(opened.map(({ prepared }) => sizesOf(prepared)[1]))
  for (const length of [...lengths].toSorted((a, b) => b - a)) {
    const all = opened.map(({ prepared }) => prepared).filter((one) => sizesOf(one)[1] === length)
    const found = length > 1 ? stepWeights(all, weight) : null
    if (found !== null) return readStepWeights(found)
  }
  return null
}

function sizesOf({ observation }: Prepared): [n: number, T: number] {
  const [X] = observation.arguments
  return [X.rows, X.columns]
}

function isRight(one: Opened): boolean {
  return (
    overTimeFits(rightBackward, one, doubleUnit) && gradientsFit(rightBackward, [one], doubleUnit)
  )
}

const kinds: readonly Kind<Opened>[] = [
  {
    name: 'T = 1',
    holds: ({ prepared }) => sizesOf(prepared)[1] === 1,
    otherwise: ({ prepared }) => `n = ${sizesOf(prepared)[0]}`,
  },
  {
    name: 'n = 1',
    holds: ({ prepared }) => sizesOf(prepared)[0] === 1,
    otherwise: ({ prepared }) => `T = ${sizesOf(prepared)[1]}`,
  },
  {
    name: 'wRec = 1',
    holds: ({ prepared }) => prepared.observation.arguments[3] === 1,
    otherwise: ({ prepared }) => sizesOf(prepared).join(),
  },
  {
    name: 'zero targets',
    holds: ({ prepared }) => hasZeroTargets(prepared),
    otherwise: ({ prepared }) => sizesOf(prepared).join(),
  },
]

// Then grad_out = 2 (S_T - t) is twice the last state.
function hasZeroTargets({ observation }: Prepared): boolean {
  const [, S, gradOut] = observation.arguments
  return gradOut.every((value, i) => value === 2 * S.data[(i + 1) * S.columns - 1])
}

/** The candidates that leave a factor on the gradients open, for searching what no id covers. */
export const openFactors = (
  [
    ['factor', 'scale', [0, 1]],
    ['wx-factor', 'wxScale', [0]],
    ['wrec-factor', 'wRecScale', [1]],
  ] as const
).map(([name, key, entries]) => {
  const settings = (parameter: number): Partial<BackwardSettings> => ({ [key]: parameter })
  return {
    name,
    variant: 0,
    settings: settings(1),
    solved: { entries, from: multiple, settings, accepts: () => true },
  }
})

function multiple(predicted: number, received: number): number {
  return received / predicted
}

/** What an open factor means, once its value is known. */
export function factorFact(name: 'factor' | 'wx-factor' | 'wrec-factor', value: number): string {
  const subject = {
    factor: 'both gradients are',
    'wx-factor': `${names[0]} is`,
    'wrec-factor': `${names[1]} is`,
  }
  return `Apart from the mistakes named, ${subject[name]} ${Number(value.toPrecision(6))} times what was expected.`
}
