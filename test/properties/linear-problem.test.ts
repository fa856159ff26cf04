import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LinearProblem, linearProblems } from '../../properties/linear-problem.ts'
import { roughness } from '../../properties/round-numbers.ts'

const draw = (seed: number) => fc.sample(linearProblems(), { seed, numRuns: 20 })

/** Rows of inputs and a target each. */
const problemOf = (
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  [wx, wRec]: readonly [number, number] = [1, 1],
): LinearProblem => ({
  X: { rows: rows.length, columns: rows[0].length, data: Float64Array.from(rows.flat()) },
  t: Float64Array.from(targets),
  wx,
  wRec,
})

const simpler = (problem: LinearProblem): LinearProblem[] =>
  Array.from(linearProblems().shrink(problem, undefined), ({ value }) => value)

/** Its samples, as they read: "1 2 → 3" for the inputs 1 and 2 and the target 3. */
const samplesOf = ({ X, t }: LinearProblem): string[] =>
  Array.from(t, (target, row) => {
    const inputs = X.data.slice(row * X.columns, (row + 1) * X.columns)
    return `${inputs.join(' ')} → ${target}`
  })

const fitsTogether = ({ X, t }: LinearProblem): boolean =>
  X.data.length === X.rows * X.columns && t.length === X.rows

const simplerWeights = (weights: [number, number]): [number, number][] =>
  simpler(problemOf([[0]], [0], weights)).map(({ wx, wRec }) => [wx, wRec])

/** How many inputs there are, and how hard all numbers are to work with. */
const measure = ({ X, t, wx, wRec }: LinearProblem): number[] => [
  X.rows * X.columns,
  [...X.data, ...t].reduce((sum, value) => sum + roughness(value), 0) +
    [wx, wRec].reduce((sum, value) => sum + (value === 0 ? 2 : roughness(value)), 0),
]

describe('linear problems', () => {
  test('the same seed gives the same problems', () => {
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  test('they keep to their limits and fit together', () => {
    for (const problem of fc.sample(linearProblems({ samples: 5, steps: 9 }), 500)) {
      const { X, wx, wRec } = problem
      expect(fitsTogether(problem)).toBe(true)
      expect(X.rows).toBeLessThanOrEqual(5)
      expect(X.columns).toBeLessThanOrEqual(9)
      expect(Math.max(Math.abs(wx), Math.abs(wRec))).toBeLessThanOrEqual(2)
    }
  })

  test('both the counting task and other inputs come up, and weights of 0, 1 and -1', () => {
    const problems = fc.sample(linearProblems(), { seed: 1, numRuns: 300 })
    const counting = problems.filter(({ X }) => X.data.every((x) => x === 0 || x === 1))
    expect(counting.length).toBeGreaterThan(100)
    expect(counting.length).toBeLessThan(250)
    for (const special of [0, 1, -1])
      expect(problems.some(({ wRec }) => wRec === special)).toBe(true)
  })

  test('the counting task asks for the number of ones in each row', () => {
    const problems = fc.sample(linearProblems(), { seed: 1, numRuns: 300 })
    // Fewer inputs than these may be zeros and ones by chance.
    const counting = problems.filter(
      ({ X }) => X.data.length > 8 && X.data.every((x) => x === 0 || x === 1),
    )
    expect(counting.length).toBeGreaterThan(50)
    for (const { X, t } of counting) {
      const ones = Array.from(t, (_, row) => {
        const inputs = X.data.slice(row * X.columns, (row + 1) * X.columns)
        return inputs.filter((x) => x === 1).length
      })
      expect([...t]).toEqual(ones)
    }
  })

  test('numbers of either sign come up, down to the ends of their ranges', () => {
    const problems = fc.sample(linearProblems(), { seed: 2, numRuns: 1000 })
    const ranges: [values: number[], largest: number, grain: number][] = [
      [problems.flatMap(({ X }) => [...X.data]), 2, 10],
      [problems.flatMap(({ t, X }) => (X.data.includes(-1) ? [...t] : [])), 4, 2],
      [problems.flatMap(({ wx, wRec }) => [wx, wRec]), 1.9, 100],
    ]
    for (const [values, largest, grain] of ranges) {
      expect(Math.min(...values)).toBeLessThanOrEqual(-largest)
      expect(Math.max(...values)).toBeGreaterThanOrEqual(largest)
      expect(values.filter((value) => value !== Math.round(value * grain) / grain)).toEqual([])
      expect(values.some((value) => !Number.isInteger(value))).toBe(true)
    }
  })

  test('numbers that are easier by hand count as simpler', () => {
    const ordered = [0, 1, 2, -2, 3, -3, 1.5, -1.5, 0.1, 1.9, 0.01, 1.37, Math.PI]
    const sorted = ordered.toReversed().toSorted((a, b) => roughness(a) - roughness(b))
    expect(sorted).toEqual(ordered)
  })

  test('a problem is told from what is none', () => {
    const problems = linearProblems()
    expect(problems.canShrinkWithoutContext(problemOf([[1]], [1]))).toBe(true)
    for (const other of [null, undefined, 5, 'wRec', {}, [1], () => 1])
      expect(problems.canShrinkWithoutContext(other)).toBe(false)
  })
})

describe('a simpler problem', () => {
  test('has the first samples, or all but one', () => {
    const problem = problemOf([[0], [1], [0], [1], [0]], [0, 1, 2, 3, 4])
    const fewer = simpler(problem).filter(({ X }) => X.rows < 5)
    expect(fewer.map(samplesOf)).toEqual([
      ['0 → 0'],
      ['0 → 0', '1 → 1'],
      ['0 → 0', '1 → 1', '0 → 2', '1 → 3'],
      ['1 → 1', '0 → 2', '1 → 3', '0 → 4'],
      ['0 → 0', '0 → 2', '1 → 3', '0 → 4'],
      ['0 → 0', '1 → 1', '1 → 3', '0 → 4'],
      ['0 → 0', '1 → 1', '0 → 2', '0 → 4'],
      ['0 → 0', '1 → 1', '0 → 2', '1 → 3'],
    ])
    expect(fewer.every(fitsTogether)).toBe(true)
  })

  test('has the first steps, or all but the last, or all but the first', () => {
    const problem = problemOf(
      [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
      ],
      [0, 1],
    )
    const fewer = simpler(problem).filter(({ X }) => X.columns < 5)
    expect(fewer.map(samplesOf)).toEqual([
      ['0 → 0', '5 → 1'],
      ['0 1 → 0', '5 6 → 1'],
      ['0 1 2 3 → 0', '5 6 7 8 → 1'],
      ['0 1 2 3 → 0', '5 6 7 8 → 1'],
      ['1 2 3 4 → 0', '6 7 8 9 → 1'],
    ])
    expect(fewer.every(fitsTogether)).toBe(true)
  })

  test('has an input or a target that is simpler, the simplest first', () => {
    const problem = problemOf([[0, 1.37]], [-2.5])
    const rounder = simpler(problem).filter(({ X }) => X.columns === 2)
    expect(rounder.map(samplesOf)).toEqual([
      // all inputs are rounded before any is taken alone
      ['0 1 → -2.5'],
      ['0 0 → -2.5'],
      ['0 1 → -2.5'],
      ['0 -1 → -2.5'],
      ['0 2 → -2.5'],
      ['0 1.5 → -2.5'],
      ['0 1.4 → -2.5'],
      ['0 1.37 → 0'],
      ['0 1.37 → 1'],
      ['0 1.37 → -1'],
      ['0 1.37 → 2'],
      ['0 1.37 → -2'],
    ])
  })

  test('has a weight that is simpler, 1 before 0', () => {
    expect(simplerWeights([-0.35, 1])).toEqual([1, 0, -1, 2, -0.5, -0.3].map((wx) => [wx, 1]))
    expect(simplerWeights([1, 1.62])).toEqual([1, 0, -1, 2, 1.5, 1.6].map((wRec) => [1, wRec]))
    expect(simplerWeights([0, 1])).toEqual([[1, 1]])
  })

  test('is none where nothing can be simpler', () => {
    expect(simpler(problemOf([[0]], [0]))).toEqual([])
  })

  test('fits together and is simpler by some measure, whatever it is made from', () => {
    for (const problem of fc.sample(linearProblems({ samples: 4, steps: 4 }), 200)) {
      const [size, rough] = measure(problem)
      for (const shrunk of simpler(problem)) {
        const [smaller, smoother] = measure(shrunk)
        expect(fitsTogether(shrunk)).toBe(true)
        expect(smaller < size || (smaller === size && smoother < rough)).toBe(true)
      }
    }
  })

  test('at the end is the least one with two steps and a negative weight, where these make it fail', () => {
    const { counterexample } = fc.check(
      fc.property(linearProblems(), ({ X, wRec }) => X.columns < 2 || wRec >= 0),
      { seed: 3, numRuns: 500 },
    )
    if (!counterexample) throw new Error('no counterexample was found')
    const [{ X, t, wx, wRec }] = counterexample
    expect({ rows: X.rows, columns: X.columns, inputs: [...X.data], t: [...t], wx, wRec }).toEqual({
      rows: 1,
      columns: 2,
      inputs: [0, 0],
      t: [0],
      wx: 1,
      wRec: -1,
    })
  })
})
