import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linearProblems } from '../../properties/linear-problem.ts'
import { roughness } from '../../properties/round-numbers.ts'

const draw = (seed: number) => fc.sample(linearProblems(), { seed, numRuns: 20 })

describe('linear problems', () => {
  test('the same seed gives the same problems', () => {
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  test('they keep to their limits and fit together', () => {
    for (const { X, t, wx, wRec } of fc.sample(linearProblems({ samples: 5, steps: 9 }), 500)) {
      expect(X.data).toHaveLength(X.rows * X.columns)
      expect(t).toHaveLength(X.rows)
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

  test('numbers that are easier by hand count as simpler', () => {
    const ordered = [0, 1, 2, -2, 1.5, -1.5, 0.1, 1.9, 0.01, 1.37, Math.PI]
    expect(ordered.toSorted((a, b) => roughness(a) - roughness(b))).toEqual(ordered)
  })

  test('a problem that fails whenever it has two steps and a negative weight shrinks to the least of them', () => {
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
