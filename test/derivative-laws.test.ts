import { describe, expect, test } from 'vitest'
import { checkGradient, type Derivative, differentiate } from '../src/index.ts'

const { abs, atan, cos, exp, log, sin, sqrt } = Math

/** A function of one number, a point and its derivative there. */
type Row = readonly [name: string, f: (x: number) => number, at: number, derivative: number]

const rows: readonly Row[] = [
  ['x^2', (x) => x * x, 3, 6],
  ['x^7', (x) => x ** 7, -1.5, 7 * 1.5 ** 6],
  ['exp', exp, 1, exp(1)],
  ['exp(-x) far out', (x) => exp(-x), 30, -exp(-30)],
  ['sin', sin, 1, cos(1)],
  ['sin of large numbers', sin, 1e5, cos(1e5)],
  ['a fast wave', (x) => sin(1e6 * x), 0.25, 1e6 * cos(2.5e5)],
  ['log', log, 0.01, 100],
  ['sqrt', sqrt, 1e-4, 50],
  ['1/x', (x) => 1 / x, -2, -0.25],
  ['atan', atan, 0.5, 0.8],
  ['a steep logistic', (x) => 1 / (1 + exp(-50 * x)), 0.01, 50 * logistic(0.5) * logistic(-0.5)],
  ['a small slope on a large number', (x) => 1e6 + sin(x), 1, cos(1)],
  ['a polynomial near its double root', (x) => (x - 1) ** 2 * (x + 2), 1 + 1e-4, 1e-4 * 6.0003],
]

function logistic(a: number): number {
  return 1 / (1 + exp(-a))
}

const along = ([, f, at]: Row): Derivative => differentiate((x) => f(x[0]), [at])

/** Its terms are 0 at the point, so that along one coordinate the others add nothing. */
const sumOf = (terms: readonly Row[]) => (x: Float64Array) =>
  terms.reduce((total, [, f, at], i) => total + (f(x[i]) - f(at)), 0)

const pointOf = (terms: readonly Row[]): number[] => terms.map(([, , at]) => at)

describe('a derivative', () => {
  test.each(rows)('of %s is within its bound', (...row) => {
    const [, , , derivative] = row
    const { value, errorBound, limit } = along(row)
    // what the table says has four roundings of its own
    expect(abs(value[0] - derivative)).toBeLessThanOrEqual(
      errorBound[0] + 4 * Number.EPSILON * abs(derivative),
    )
    expect(errorBound[0]).toBeLessThan(1e-5 * abs(derivative))
    expect(limit).toEqual(['rounding'])
  })

  // Powers of two change no digit of f, so everything that is measured changes by them alone.
  test.each(rows)('of %s grows with the units of f, and nothing else changes', (...row) => {
    const [, f, at] = row
    const one = along(row)
    for (const unit of [2 ** -40, 2 ** 40, -(2 ** 10)]) {
      const other = differentiate((x) => unit * f(x[0]), [at])
      expect(other.value[0]).toBe(unit * one.value[0])
      expect(other.errorBound[0]).toBe(abs(unit) * one.errorBound[0])
      expect(other.scale[0]).toBe(abs(unit) * one.scale[0])
      expect(other.evaluations).toBe(one.evaluations)
    }
  })

  test.each(rows)('of %s shrinks with the units of x, and nothing else changes', (...row) => {
    const [, f, at] = row
    const one = along(row)
    for (const unit of [2 ** -20, 2 ** 20]) {
      const other = differentiate((x) => f(x[0] / unit), [at * unit])
      expect(other.value[0]).toBe(one.value[0] / unit)
      expect(other.errorBound[0]).toBe(one.errorBound[0] / unit)
      expect(other.evaluations).toBe(one.evaluations)
    }
  })

  test.each(rows)('of %s changes its sign when x does', (...row) => {
    const [, f, at] = row
    const one = along(row)
    const other = differentiate((x) => f(-x[0]), [-at])
    expect(abs(other.value[0] + one.value[0])).toBeLessThanOrEqual(
      other.errorBound[0] + one.errorBound[0],
    )
    expect(other.evaluations).toBe(one.evaluations)
  })

  test('along a coordinate does not depend on the others, nor on their order', () => {
    const points = rows.slice(0, 6)
    const one = differentiate(sumOf(points), pointOf(points))
    const turned = points.toReversed()
    const other = differentiate(sumOf(turned), pointOf(turned))
    expect([...other.value].toReversed()).toEqual([...one.value])
    expect([...other.errorBound].toReversed()).toEqual([...one.errorBound])
    for (const [i, [, , , derivative]] of points.entries())
      expect(abs(one.value[i] - derivative)).toBeLessThanOrEqual(
        one.errorBound[i] + 4 * Number.EPSILON * abs(derivative),
      )
  })

  test.each(rows)('of %s keeps its bound with one fit, and costs no more', (...row) => {
    const [, f, at, derivative] = row
    const full = along(row)
    const { value, errorBound, evaluations } = differentiate((x) => f(x[0]), [at], { fits: 1 })
    expect(abs(value[0] - derivative)).toBeLessThanOrEqual(
      errorBound[0] + 4 * Number.EPSILON * abs(derivative),
    )
    expect(evaluations).toBeLessThanOrEqual(full.evaluations)
  })

  test.each([1e-12, 1e-9, 1e-6, 1e-3])('knows of noise of %d what it is told', (noise) => {
    const wavering = (x: Float64Array) => exp(x[0]) + noise * cos(1e12 * x[0])
    const told = differentiate(wavering, [1], { noise })
    const byPoint = differentiate(wavering, [1], { noise: () => noise })
    expect(abs(told.value[0] - exp(1))).toBeLessThanOrEqual(told.errorBound[0])
    expect(byPoint).toEqual(told)
    // no step is longer than about the scale of x, where a slope over it carries at least the noise itself
    expect(told.errorBound[0]).toBeGreaterThan(noise / 10)
    expect(told.errorBound[0]).toBeLessThan(1e4 * noise)
  })

  test('of a function that reads single precision takes steps that it can see', () => {
    const single = (x: Float64Array) => exp(Math.fround(x[0]))
    const { value, errorBound } = differentiate(single, [1], { spacing: [2 ** -23] })
    expect(abs(value[0] - exp(1))).toBeLessThanOrEqual(errorBound[0])
    expect(errorBound[0]).toBeLessThan(1e-3)
  })

  test('knows the value in the middle, and how often f was called', () => {
    for (const [, f, at] of rows) {
      let calls = 0
      const { origin, evaluations } = differentiate(
        (x) => {
          calls++
          return f(x[0])
        },
        [at],
      )
      expect(origin).toBe(f(at))
      expect(evaluations).toBe(calls)
    }
  })

  test('of 0 has a scale, where f is not constant', () => {
    const { value, errorBound, scale } = differentiate((x) => x[0] ** 2 + 8, [0])
    expect(abs(value[0])).toBeLessThanOrEqual(errorBound[0])
    expect(scale[0]).toBeGreaterThan(100 * errorBound[0])
    expect(differentiate(() => 0, [1]).scale[0]).toBe(0)
  })
})

describe('a check', () => {
  test.each(rows)('of %s passes the right derivative and none that is off by more', (...row) => {
    const [, f, at, derivative] = row
    const check = (factor: number) =>
      checkGradient(
        (x) => f(x[0]),
        () => [derivative * factor],
        [at],
      )
    const right = check(1)
    expect(right.status).toBe('passed')
    const { errorBound } = along(row)
    // Twice the bound on top of the error that the bound allows.
    const share = (4 * errorBound[0]) / abs(derivative) + 8 * Number.EPSILON
    expect(check(1 + share).status).not.toBe('passed')
    expect(check(1 - share).status).not.toBe('passed')
    for (const factor of [-1, 0, 0.5, 2]) expect(check(factor).status).toBe('failed')
  })
})
