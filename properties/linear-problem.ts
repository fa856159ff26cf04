import * as fc from 'fast-check'
import type { Matrix } from '../src/numpy/index.ts'

/** A batch of n sequences of T inputs, n targets and the two weights. */
export interface LinearProblem {
  readonly X: Matrix
  readonly t: Float64Array
  readonly wx: number
  readonly wRec: number
}

export interface LinearProblemLimits {
  readonly samples: number
  readonly steps: number
}

/** How hard a number is to work with by hand: 0, 1, then small integers, halves, tenths, hundredths. */
export function roughness(value: number): number {
  if (value === 0) return 0
  if (value === 1) return 1
  const grain = [1, 2, 10, 100].findIndex((parts) => Number.isInteger(value * parts))
  return (grain < 0 ? 5 : grain + 1) * 1000 + Math.abs(value) * 2 + (value < 0 ? 1 : 0)
}

/** A weight of 0 switches off what the problem is about, so 1 is the simplest weight. */
const weightRoughness = (value: number): number => (value === 0 ? 2 : roughness(value))

function rounder(value: number, roughnessOf = roughness): number[] {
  const [half, tenth] = [Math.round(value * 2) / 2, Math.round(value * 10) / 10]
  const candidates = new Set([1, 0, 2, -1, Math.round(value), half, tenth])
  return [...candidates]
    .filter((candidate) => roughnessOf(candidate) < roughnessOf(value))
    .toSorted((a, b) => roughnessOf(a) - roughnessOf(b))
}

const between = (random: fc.Random, low: number, high: number, parts: number): number =>
  random.nextInt(low * parts, high * parts) / parts

/** Weights in [-2, 2] in hundredths, with 0, 1 and -1, where networks behave in a way of their own, now and then. */
function weight(random: fc.Random): number {
  const special = random.nextInt(0, 19)
  if (special < 3) return [0, 1, -1][special]
  return between(random, -2, 2, 100)
}

/** Short sequences and small batches are as likely as long and large ones: most mistakes show on either. */
const size = (random: fc.Random, largest: number): number =>
  random.nextInt(1, random.nextInt(1, largest))

function firstRows({ X, t, ...weights }: LinearProblem, rows: number): LinearProblem {
  const data = X.data.slice(0, rows * X.columns)
  return { X: { rows, columns: X.columns, data }, t: t.slice(0, rows), ...weights }
}

function dropRow(problem: LinearProblem, row: number): LinearProblem {
  const { X, t } = problem
  const kept = (_: number, index: number) => Math.floor(index / X.columns) !== row
  return {
    ...problem,
    X: { rows: X.rows - 1, columns: X.columns, data: X.data.filter(kept) },
    t: t.filter((_, index) => index !== row),
  }
}

function keepSteps(problem: LinearProblem, from: number, to: number): LinearProblem {
  const { X } = problem
  const kept = (_: number, index: number) => index % X.columns >= from && index % X.columns < to
  return { ...problem, X: { rows: X.rows, columns: to - from, data: X.data.filter(kept) } }
}

const withInputs = (problem: LinearProblem, data: Float64Array): LinearProblem => ({
  ...problem,
  X: { ...problem.X, data },
})

function* fewerSamples(problem: LinearProblem): Generator<LinearProblem> {
  const { rows } = problem.X
  for (let kept = 1; kept < rows; kept *= 2) yield firstRows(problem, kept)
  if (rows > 1) for (let row = 0; row < rows; row++) yield dropRow(problem, row)
}

function* fewerSteps(problem: LinearProblem): Generator<LinearProblem> {
  const { columns } = problem.X
  for (let kept = 1; kept < columns; kept *= 2) yield keepSteps(problem, 0, kept)
  if (columns > 1) {
    yield keepSteps(problem, 0, columns - 1)
    yield keepSteps(problem, 1, columns)
  }
}

function* rounderNumbers(problem: LinearProblem): Generator<LinearProblem> {
  const { X, t } = problem
  const rounded = X.data.map(Math.round)
  if (rounded.some((value, index) => value !== X.data[index])) yield withInputs(problem, rounded)
  for (const wx of rounder(problem.wx, weightRoughness)) yield { ...problem, wx }
  for (const wRec of rounder(problem.wRec, weightRoughness)) yield { ...problem, wRec }
  for (const [index, value] of X.data.entries())
    for (const candidate of rounder(value)) yield withInputs(problem, X.data.with(index, candidate))
  for (const [index, value] of t.entries())
    for (const candidate of rounder(value)) yield { ...problem, t: t.with(index, candidate) }
}

class LinearProblems extends fc.Arbitrary<LinearProblem> {
  readonly #limits: LinearProblemLimits

  constructor(limits: LinearProblemLimits) {
    super()
    this.#limits = limits
  }

  generate(random: fc.Random): fc.Value<LinearProblem> {
    const rows = size(random, this.#limits.samples)
    const columns = size(random, this.#limits.steps)
    const counting = random.nextInt(0, 1) === 0
    const input = counting ? () => random.nextInt(0, 1) : () => between(random, -2, 2, 10)
    const data = Float64Array.from({ length: rows * columns }, input)
    const target = (_: unknown, row: number) =>
      counting
        ? data.subarray(row * columns, (row + 1) * columns).reduce((sum, x) => sum + x, 0)
        : between(random, -4, 4, 2)
    const t = Float64Array.from({ length: rows }, target)
    const X = { rows, columns, data }
    return new fc.Value({ X, t, wx: weight(random), wRec: weight(random) }, undefined)
  }

  canShrinkWithoutContext(value: unknown): value is LinearProblem {
    return typeof value === 'object' && value !== null && 'wRec' in value
  }

  shrink(problem: LinearProblem): fc.Stream<fc.Value<LinearProblem>> {
    const simpler = function* () {
      yield* fewerSamples(problem)
      yield* fewerSteps(problem)
      yield* rounderNumbers(problem)
    }
    return fc.stream(simpler()).map((smaller) => new fc.Value(smaller, undefined))
  }
}

/**
 * Problems for the scalar linear network, half of them the binary counting task. They shrink towards few samples, few
 * steps and numbers that are easy to work with by hand; every step of the shrinking is strictly simpler, so it ends.
 */
export const linearProblems = (
  limits: LinearProblemLimits = { samples: 20, steps: 30 },
): fc.Arbitrary<LinearProblem> => new LinearProblems(limits)
