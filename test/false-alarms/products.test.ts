import seedrandom from 'seedrandom'
import { describe, expect, test } from 'vitest'
import { contrived } from '../../bench/contrived.ts'
import { roughFamilies } from '../../bench/problems.ts'
import type { Family, Problem } from '../../bench/problems.ts'
import { checkJacobian, checkJvp, checkVjp } from '../../src/index.ts'

/** A rough function of several variables as a vector of one result, with each of the checks for such. */
const checks = {
  checkJacobian: ({ f, gradient, x }: Problem) =>
    checkJacobian(
      (at) => [f(at)],
      (at) => [gradient(at)],
      x,
    ),
  checkVjp: ({ f, gradient, x }: Problem) =>
    checkVjp(
      (at) => [f(at)],
      (at, [w]) => gradient(at).map((entry) => entry * w),
      x,
    ),
  checkJvp: ({ f, gradient, x }: Problem) =>
    checkJvp(
      (at) => [f(at)],
      (at, v) => [gradient(at).reduce((sum, entry, i) => sum + entry * v[i], 0)],
      x,
    ),
}

const rough: Readonly<Record<string, Family>> = {
  ...roughFamilies,
  'a wave': contrived['a wave'],
  'a break of curvature': contrived['a break of curvature'],
}

describe.each(Object.entries(checks))('%s', (_, check) => {
  test.each(Object.entries(rough))('never calls a right product wrong (%s)', (name, family) => {
    const random = seedrandom(`${name} products`)
    const statuses = Array.from({ length: 150 }, () => check(family(random)).status)
    expect(statuses).not.toContain('failed')
  })
})

const round = (x: Float64Array) => [x[0] * x[1], x[0] + x[1], 7]
const roundProduct = (x: Float64Array, [a, b]: Float64Array) => [x[1] * a + b, x[0] * a + b]

test('round results at x do not make f one of single precision', () => {
  const off: typeof roundProduct = (x, w) =>
    roundProduct(x, w).map((entry, i) => (i === 1 ? entry * (1 + 1e-9) : entry))
  expect(checkVjp(round, roundProduct, [1, 2]).status).toBe('passed')
  expect(checkVjp(round, off, [1, 2]).status).toBe('failed')
})

const relu = (x: Float64Array) => Array.from(x, (entry) => Math.max(entry, 0))
const diagonal = (slope: number) => () => [
  [slope, 0],
  [0, 1],
]

test('the Jacobian of a smooth side is right at a kink', () => {
  for (const slope of [0, 1]) {
    const { status, entries } = checkJacobian(relu, diagonal(slope), [0, 2])
    expect(status).toBe('passed')
    expect(entries.find(({ path }) => path === '[0][0]')).toMatchObject({
      side: slope === 0 ? 'left' : 'right',
    })
  }
  expect(checkJacobian(relu, diagonal(0.5), [0, 2]).status).toBe('inconclusive')
})
