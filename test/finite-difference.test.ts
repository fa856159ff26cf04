import { describe, expect, test } from 'vitest'
import {
  differentiate,
  differentiation,
  oneSidedDifferentiation,
  pointsOf,
} from '../src/finite-difference/index.ts'

const { abs, cos, exp, log, sin, sqrt, tanh } = Math

const square = (x: Float64Array) => x[0] ** 2 + 1

/** As wide as 1e-11, and highest beside 1. */
const peak = (x: Float64Array) => 1 / (1 + (1e11 * (x[0] - 1) - 0.3) ** 2)

const wave = (x: Float64Array) => exp(x[0]) * sin(x[1])

const writing = (x: Float64Array) => {
  const value = x[0] * x[1]
  x.fill(NaN)
  return value
}

const leftOnly = (x: Float64Array) => (x[0] < 1 ? 1e-6 : 0)
const rightOnly = (x: Float64Array) => (x[0] > 1 ? 1e-6 : 0)

/** Its rounding errors are what holds the bound of one fit up. */
const rounded = (x: number) => 1e4 + 1 / (1 + x * x)

const firstStep = (x: number[]) => {
  const { value } = differentiation(x).next()
  return 'positions' in value ? value.positions[1] - x[0] : NaN
}

const many = (length: number) => new Float64Array(length).fill(2)

type Row = readonly [
  name: string,
  f: (x: number) => number,
  at: number,
  derivative: number,
  /** Relative size that the bound must stay below, or absolute size where the derivative is 0. */
  sharpness: number,
]

const smooth: readonly Row[] = [
  ['x', (x) => x, 3, 1, 1e-13],
  ['x at 0', (x) => x, 0, 1, 1e-13],
  ['x at 1e300', (x) => x, 1e300, 1, 1e-13],
  ['7 x at 1e8', (x) => 7 * x, 1e8, 7, 1e-13],
  ['x^2 at 0', (x) => x * x, 0, 0, 1e-13],
  ['x^2 at 1e-8', (x) => x * x, 1e-8, 2e-8, 1e-13],
  ['x^2 at 1e8', (x) => x * x, 1e8, 2e8, 1e-13],
  ['(x - 1)^4 at its minimum', (x) => (x - 1) ** 4, 1, 0, 1e-12],
  ['x^3 at 0', (x) => x ** 3, 0, 0, 1e-12],
  ['x^20 at 1', (x) => x ** 20, 1, 20, 1e-12],
  ['a constant', () => 5, 2, 0, 1e-13],
  ['0', () => 0, 2, 0, 1e-300],
  ['exp at 1', exp, 1, exp(1), 1e-12],
  ['exp at 1e-8', exp, 1e-8, exp(1e-8), 1e-11],
  ['exp at -700', exp, -700, exp(-700), 1e-12],
  ['exp next to its overflow', exp, 709.7, exp(709.7), 1e-11],
  ['sin at 1', sin, 1, cos(1), 1e-12],
  ['sin at 1e8', sin, 1e8, cos(1e8), 1e-12],
  ['cos at 0', cos, 0, 0, 1e-13],
  ['sin(1e12 x) at 0', (x) => sin(1e12 * x), 0, 1e12, 1e-12],
  ['1/x at 1', (x) => 1 / x, 1, -1, 1e-12],
  ['1/x at 1e-8', (x) => 1 / x, 1e-8, -1e16, 1e-12],
  ['1/x at 1e8', (x) => 1 / x, 1e8, -1e-16, 1e-12],
  ['sqrt at 4', sqrt, 4, 0.25, 1e-11],
  ['sqrt at 1e-8', sqrt, 1e-8, 5000, 1e-11],
  ['log at 1', log, 1, 1, 1e-12],
  ['log at 1e-8', log, 1e-8, 1e8, 1e-11],
  ['tanh at 3', tanh, 3, 1 / Math.cosh(3) ** 2, 1e-10],
  ['1e300 sin', (x) => 1e300 * sin(x), 1, 1e300 * cos(1), 1e-12],
  ['1e-300 sin', (x) => 1e-300 * sin(x), 1, 1e-300 * cos(1), 1e-12],
  ['1e-40 x', (x) => 1e-40 * x, 1, 1e-40, 1e-12],
  ['1e308 x', (x) => 1e308 * x, 1, 1e308, 1e-12],
  ['exp(-x^2) at 10', (x) => exp(-x * x), 10, -20 * exp(-100), 1e-11],
  ['a kink 1e-9 to the left', (x) => abs(x - 1), 1 + 1e-9, 1, 1e-11],
  ['a kink 1e-9 to the right', (x) => abs(x - 1e-9), 0, -1, 1e-11],
  ['relu at 1e-3', (x) => Math.max(0, x), 1e-3, 1, 1e-12],
  ['a smooth function that ends at 1.001', (x) => (x > 1.001 ? NaN : x * x), 1, 2, 1e-9],
]

/** What is too flat to be seen. */
const unseen = [
  ['1 + 1e-40 x', (x: number) => 1 + 1e-40 * x, 1],
  ['1 + 1e-20 x far out', (x: number) => 1 + 1e-20 * x, 1e12],
  ['a line beside 1e17', (x: number) => 1e17 + x, 1e300],
] as const

const rough = [
  ['abs at 0', abs, 0, 'kink'],
  ['relu at 0', (x: number) => Math.max(0, x), 0, 'kink'],
  ['a clipped line at its edge', (x: number) => Math.min(1, x), 1, 'kink'],
  ['a jump', (x: number) => (x >= 1 ? 1 : 0), 1, 'rough'],
  ['|x|^1.5 at 0', (x: number) => abs(x) ** 1.5, 0, 'rough'],
  ['sqrt at 0', sqrt, 0, 'not finite'],
  ['log at 0', log, 0, 'not finite'],
  ['NaN', () => NaN, 1, 'not finite'],
  ['a function without a right side', (x: number) => (x > 1 ? NaN : x), 1, 'not finite'],
] as const

describe('differentiate', () => {
  test.each(smooth)('bounds its error on %s, sharply', (_, f, at, derivative, sharpness) => {
    const { value, errorBound } = differentiate((x) => f(x[0]), [at])
    // the derivative in the table has its own rounding: 4 roundings of itself
    const rounding = 4 * Number.EPSILON * abs(derivative)
    expect(abs(value[0] - derivative)).toBeLessThanOrEqual(errorBound[0] + rounding)
    expect(errorBound[0]).toBeLessThanOrEqual(sharpness * (abs(derivative) || 1))
  })

  test('spends its evaluations well: few for all of them together, and sharp in the mean', () => {
    const all = smooth.map(([, f, at]) => differentiate((x) => f(x[0]), [at]))
    const evaluations = all.reduce((sum, derivative) => sum + derivative.evaluations, 0)
    // 1,327, and two fits that another engine's exp or sin may ask for
    expect(evaluations).toBeLessThanOrEqual(1327 + 2 * 18)
    const digits = all
      .filter(({ value }) => abs(value[0]) > 1e-300)
      .map(({ value, errorBound }) => -Math.log10(errorBound[0] / abs(value[0])))
    // 13.49
    expect(digits.reduce((sum, each) => sum + each, 0) / digits.length).toBeGreaterThan(13.45)
  })

  test('gives up on what has no derivative before it has spent much', () => {
    const evaluations = [...rough, ...unseen].reduce(
      (sum, [, f, at]) => sum + differentiate((x) => f(x[0]), [at]).evaluations,
      0,
    )
    // 1,186, and two fits that another engine's sqrt or log may ask for
    expect(evaluations).toBeLessThanOrEqual(1186 + 2 * 18)
  })

  test.each(rough)('claims nothing about %s', (_, f, at, limit) => {
    const derivative = differentiate((x) => f(x[0]), [at])
    expect(derivative.errorBound[0]).toBe(Infinity)
    expect(derivative.limit[0]).toBe(limit)
  })

  // a third of the power, so that the slopes of one step are exactly twice or half those of an eighth of it
  test.each([
    ['grow without end', (x: number) => Math.cbrt(x) ** 2],
    ['approach each other', (x: number) => Math.cbrt(x) ** 4],
  ])('calls it no kink where the slopes to both sides %s', (_, f) => {
    for (const at of [0, 1]) {
      const { errorBound, limit } = differentiate((x) => f(x[0] - at), [at])
      expect([errorBound[0], limit[0]]).toEqual([Infinity, 'rough'])
    }
  })

  test('sees a slope over the shortest length for which x + h is exact', () => {
    const { value, errorBound } = differentiate(peak, [1])
    const derivative = (2 * 0.3 * 1e11) / 1.09 ** 2
    expect(abs(value[0] - derivative)).toBeLessThanOrEqual(
      errorBound[0] + 4 * Number.EPSILON * derivative,
    )
    expect(errorBound[0]).toBeLessThan(1e-12 * derivative)
  })

  test('bounds the error where f loses the digits of x inside', () => {
    // the derivative of x -> ((1e8 + x) - 1e8)^2 is 2 x, and f sees x to half an ulp of 1e8
    const { value, errorBound } = differentiate((x) => (1e8 + x[0] - 1e8) ** 2, [1.1])
    expect(abs(value[0] - 2.2)).toBeLessThanOrEqual(errorBound[0])
  })

  test('bounds the error of single precision code', () => {
    const { value, errorBound } = differentiate((x) => Math.fround(sin(x[0])), [1])
    expect(abs(value[0] - cos(1))).toBeLessThanOrEqual(errorBound[0])
    expect(errorBound[0]).toBeLessThan(1e-5)
  })

  test('takes the error of f from a caller who knows it', () => {
    const exact = differentiate(square, [1], { noise: 1e-16 }).errorBound[0]
    const poor = differentiate(square, [1], { noise: (x) => 1e-6 * x[0] ** 2 }).errorBound[0]
    expect(poor).toBeGreaterThan(1e-6)
    expect(exact).toBeLessThan(1e-13)
  })

  test('asks for the error of f at the points of a fit, on both sides, x being left alone', () => {
    const asked: number[] = []
    const noise = (x: Float64Array) => {
      expect(x[0]).toBe(3)
      asked.push(x[1])
      return 0
    }
    const { reach, errorBound } = differentiate(([a, b]) => a + b, [3, 1], {
      noise: (x) => (x[0] === 3 ? noise(x) : 0),
      fits: 1,
    })
    expect(Math.max(...asked) + Math.min(...asked)).toBe(2)
    expect(Math.max(...asked) - 1).toBeGreaterThan(0.9 * reach[1])
    expect(Math.max(...asked) - 1).toBeLessThanOrEqual(reach[1])
    expect(new Set(asked).size).toBe(19)
    for (const oneSide of [leftOnly, rightOnly]) {
      expect(differentiate(square, [1], { noise: oneSide }).errorBound[0]).toBeGreaterThan(1e-6)
    }
    expect(errorBound[1]).toBeLessThan(1e-13)
    expect(differentiate(square, [1], { noise: 0 }).errorBound[0]).toBeLessThan(1e-13)
  })

  test('averages several fits where that sharpens one, and none with what is no part of f', () => {
    const asked: number[][] = []
    const drive = (f: (x: number) => number) => {
      const work = differentiation([1])
      asked.length = 0
      let state = work.next()
      while (state.done !== true) {
        asked.push([...state.value.positions])
        state = work.next(state.value.positions.map(f))
      }
      return state.value.errorBound[0]
    }
    const averaged = drive(rounded)
    const [, single, repetitions] = asked
    expect([single.length, repetitions.length]).toEqual([18, 4 * 18])
    const spoiled = new Set([repetitions[20]])
    for (const other of [NaN, Infinity, 2e4]) {
      const alone = drive((x) => (spoiled.has(x) ? other : rounded(x)))
      expect(alone).toBeGreaterThan(averaged)
      expect(alone).toBeLessThan(2 ** -31)
    }
  })

  test('asks for no point that is not finite, however far out f is flat', () => {
    for (const at of [1e300, 1e305, 1e307]) {
      differentiate(
        ([x]) => {
          expect(abs(x)).toBeLessThan(Infinity)
          return 1 + 1e-320 * x
        },
        [at],
      )
    }
  })

  test('begins at the size of a coordinate, or of the largest where it is 0', () => {
    expect(firstStep([4.5, 9])).toBe(4)
    expect(firstStep([0, -9, 2])).toBe(8)
    expect(firstStep([0])).toBe(1)
  })

  test('differentiates along every coordinate at its own scale', () => {
    const lengths = [1e-7, 1e7, 1]
    const at = [2e-7, 3e7, 0]
    const f = (x: Float64Array) => x.reduce((sum, entry, i) => sum + exp(entry / lengths[i]), 0)
    const { value, errorBound } = differentiate(f, at)
    for (const [i, length] of lengths.entries()) {
      const exact = exp(at[i] / length) / length
      expect(abs(value[i] - exact)).toBeLessThanOrEqual(errorBound[i])
      expect(errorBound[i]).toBeLessThan(1e-11 * exact)
    }
  })

  test('is not confused by an f that writes into x', () => {
    const x = [2, 3]
    const { value, errorBound } = differentiate(writing, x)
    expect(abs(value[0] - 3)).toBeLessThanOrEqual(errorBound[0])
    expect(x).toEqual([2, 3])
  })

  test('says what is wrong with its arguments', () => {
    expect(() => differentiate(() => 1, [])).toThrow('x is empty: expected at least one number')
    expect(() => differentiate(() => 1, [1, NaN])).toThrow('x[1] is NaN: expected a finite number')
    expect(() => differentiate(() => 1, [NaN, 1])).toThrow('x[0] is NaN: expected a finite number')
    // @ts-expect-error nothing is what is wrong
    expect(() => differentiate(() => null, many(9))).toThrow(
      'f returned null at [2, 2, 2, 2, 2, 2, 2, 2, …]: expected a number',
    )
    // @ts-expect-error a string is what is wrong
    expect(() => differentiate(() => '1', many(8))).toThrow(
      'f returned a value of type string at [2, 2, 2, 2, 2, 2, 2, 2]: expected a number',
    )
    // @ts-expect-error a string is what is wrong
    expect(() => differentiate(() => '1', [1])).toThrow(
      'f returned a value of type string at [1]: expected a number',
    )
  })
})

describe('differentiation', () => {
  test('driven from outside gives what differentiate gives, in two round trips', () => {
    const x = [1, 2]
    const work = differentiation(x)
    let state = work.next()
    let trips = 0
    while (state.done !== true) {
      trips++
      state = work.next(pointsOf(state.value, x).map(wave))
    }
    expect(state.value).toEqual(differentiate(wave, x))
    expect(trips).toBe(2)
  })

  test('tells how many coordinates are settled', () => {
    const work = differentiation([1, 1])
    const settled: number[] = []
    let state = work.next()
    while (state.done !== true) {
      settled.push(state.value.settled)
      state = work.next(pointsOf(state.value, [1, 1]).map(([a, b]) => a + abs(b - 1)))
    }
    expect(settled[0]).toBe(0)
    expect(settled.at(-1)).toBe(1)
    expect(settled).toEqual(settled.toSorted((a, b) => a - b))
  })

  test('counts the evaluations', () => {
    let calls = 0
    const { evaluations } = differentiate(
      (x) => {
        calls++
        return wave(x)
      },
      [1, 2],
    )
    expect(evaluations).toBe(calls)
    expect(calls).toBeLessThanOrEqual(60)
  })
})

describe('a derivative towards one side', () => {
  test.each([-1, 1])('asks for no point that is x itself, however small the steps, %d', (side) => {
    const [x, start] = [1, side * 2 ** -26]
    const work = oneSidedDifferentiation(x, start, x)
    let [state, shortest] = [work.next(), Infinity]
    while (state.done !== true) {
      for (const position of state.value) {
        expect((position - x) * side).toBeGreaterThan(0)
        shortest = Math.min(shortest, abs(position - x))
      }
      // a slope that no length has
      state = work.next(state.value.map(() => NaN))
    }
    expect(shortest).toBeLessThan(64 * Number.EPSILON)
    expect(state.value).toEqual({ value: NaN, errorBound: Infinity })
  })
})
