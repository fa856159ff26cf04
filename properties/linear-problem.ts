import * as fc from 'fast-check'
import type { Matrix } from '../src/numpy/index.ts'
import { between, rounder, size, weight, weightRoughness } from './round-numbers.ts'

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
    const rows = size(random, 1, this.#limits.samples)
    const columns = size(random, 1, this.#limits.steps)
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
