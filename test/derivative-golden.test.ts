/**
 * The numbers of a table of functions, as they were when bench/sensitivity measured what the bounds are worth: no false
 * alarm in 100,000 gradients, and what was found of wrong ones. Whoever changes one of them measures anew
 * (`npm run bench:sensitivity`), and then writes them (`npx vitest run test/derivative-golden.test.ts -u`).
 *
 * All functions are made of operations that every engine rounds alike.
 */
import { describe, expect, test } from 'vitest'
import {
  differentiate,
  looksDifferent,
  oneSidedDifferentiation,
} from '../src/finite-difference/index.ts'
import type { Contested } from '../src/finite-difference/closer-look.ts'
import type { DifferentiateOptions } from '../src/finite-difference/index.ts'
import '../src/vitest.ts'

const { abs, floor, fround, round, sqrt } = Math

type Line = (t: number) => number

/** Engines round powers differently in the last place, of which a bound has hundreds of terms. */
const toDigits = (value: number) => Number(value.toPrecision(7))

const bits = new DataView(new ArrayBuffer(8))

/** A number in [-1, 1) that looks drawn, and is the same for the same t. */
const scattered = (t: number) => {
  bits.setFloat64(0, t)
  let h = Math.imul(bits.getUint32(0) ^ 0x9e3779b9, 0x85ebca6b) ^ bits.getUint32(4)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return (h ^ (h >>> 15)) / 2 ** 31
}

const shapes: Readonly<Record<string, Line>> = {
  constant: () => 3,
  line: (t) => 1 + 3 * t,
  square: (t) => t * t,
  quintic: (t) => ((((t + 0.5) * t - 2) * t + 1) * t - 0.3) * t,
  peak: (t) => 1 / (1 + t * t),
  'two peaks': (t) => 1 / (1 + t * t) - 2 / (1 + 9 * (t - 0.4) * (t - 0.4)),
  hyperbola: (t) => sqrt(1 + t * t),
  pole: (t) => 1 / t,
  'broken curvature': (t) => t * abs(t),
  'broken third derivative': (t) => t + t * t * abs(t),
  kink: abs,
  clipped: (t) => Math.max(0, t),
  jump: (t) => (t > 0 ? 1 + t : t),
  'half a line': (t) => (t < 0 ? NaN : t * t),
  root: (t) => (t < 0 ? NaN : sqrt(t)),
  waves: (t) => t + (64 * t - round(64 * t)) * (1 - 4 * (64 * t - round(64 * t)) ** 2),
  stairs: (t) => floor(1e5 * t + 0.3) / 1e5,
}

const spoils: Readonly<Record<string, (f: Line) => Line>> = {
  'double precision': (f) => f,
  'single precision': (f) => (t) => fround(f(fround(t))),
  'noise of 1e-4': (f) => (t) => f(t) * (1 + 1e-4 * scattered(t)),
  'noise of 1e-9': (f) => (t) => f(t) * (1 + 1e-9 * scattered(t)),
  'noise of 1e-13': (f) => (t) => f(t) * (1 + 1e-13 * scattered(t)),
  'beside 1e3': (f) => (t) => 1e3 + f(t),
  'times 1e-310': (f) => (t) => 1e-310 * f(t),
}

/** Points and the widths over which f bends there. */
const places = [
  [0, 1],
  [-0.7, 0.01],
  [30, 1],
  [1e-4, 3],
  [0.4, 1e-7],
  [-(2 ** -30), 1],
] as const

/** What a measurement says of a shape at all places, by what spoils it. */
const ofAll = (g: Line, measure: (f: Line, x: number) => readonly number[]) =>
  Object.fromEntries(
    Object.entries(spoils).map(([spoil, spoiled]) => [
      spoil,
      places.map(([x, width]) => measure(bent(spoiled(g), width), x).map(toDigits)),
    ]),
  )

const bent =
  (f: Line, width: number): Line =>
  (x) =>
    f(x / width)

const numbersOf = (f: Line, x: number, options: DifferentiateOptions = {}) => {
  const asked: number[] = []
  const derivative = differentiate(
    ([t]) => {
      asked.push(t)
      return f(t)
    },
    [x],
    options,
  )
  const { value, errorBound, scale, reach, limit, evaluations } = derivative
  const kind = ['rounding', 'kink', 'not finite', 'rough'].indexOf(limit[0])
  return [value[0], errorBound[0], scale[0], reach[0], kind, evaluations, Math.max(...asked) - x]
}

const sidesOf = (f: Line, x: number) =>
  [-1, 1].flatMap((start) => {
    const work = oneSidedDifferentiation(x, start, f(x))
    let [asked, last] = [0, x]
    let state = work.next()
    while (state.done !== true) {
      asked += state.value.length
      last = state.value[0]
      state = work.next(state.value.map(f))
    }
    return [state.value.value, state.value.errorBound, asked, last]
  })

/** Whether nearer points side with a claim, and where was looked for it: how often, and the sum of the distances. */
const contest = (f: Line, x: number, contested: Contested, spacing: number = Number.EPSILON) => {
  const work = looksDifferent(x, 1, f(x), spacing, contested)
  const distances: number[] = []
  let state = work.next()
  while (state.done !== true) {
    distances.push(...state.value)
    state = work.next(state.value.flatMap((step) => [f(x + step), f(x - step)]))
  }
  const reached = distances.reduce((sum, distance) => sum + distance, 0)
  return [Number(state.value), distances.length, reached]
}

const contests = (f: Line, x: number, claims: readonly number[]) => {
  const { value, errorBound, reach } = differentiate(([t]) => f(t), [x])
  const own = { value: value[0], errorBound: errorBound[0], reach: reach[0] }
  return [
    ...claims.flatMap((factor) => contest(f, x, { ...own, claim: factor * own.value })),
    ...contest(f, x, { ...own, reach: 0, claim: claims[0] * own.value }),
    ...contest(f, x, { ...own, claim: claims[0] * own.value }, 2 ** -23),
  ]
}

describe.each(Object.entries(shapes))('the last measurement of %s', (shape, g) => {
  test('is that of its derivative', () => {
    expect(ofAll(g, numbersOf)).toMatchGolden(`derivative of ${shape}`)
  })

  test('is that of its slopes to either side', () => {
    expect(ofAll(g, sidesOf)).toMatchGolden(`sides of ${shape}`)
  })

  test('is that of what nearer points say to other slopes', () => {
    const numbers = ofAll(g, (f, x) => contests(f, x, [0, 1e-12, 0.5, 1.001]))
    expect(numbers).toMatchGolden(`claims on ${shape}`)
  })
})

const options: Readonly<Record<string, DifferentiateOptions>> = {
  'one fit': { fits: 1 },
  'two fits': { fits: 2 },
  'five fits': { fits: 5 },
  'known noise': { noise: 1e-7 },
  'noise that grows': { noise: ([t]) => 1e-9 * abs(t) },
  'coordinates in single precision': { spacing: [2 ** -23] },
}

test.each(Object.entries(options))('so it is with %s', (name, given) => {
  const asked = ['peak', 'quintic', 'kink', 'waves']
  const numbers = asked.map((shape) => ofAll(shapes[shape], (f, x) => numbersOf(f, x, given)))
  expect(numbers).toMatchGolden(name)
})

/** Between a line and what is too narrow for it: bumps beside 1, and whirls that turn a slope over at 1 alone. */
const narrow: Readonly<Record<string, (u: number) => number>> = {
  bumps: (u) => 2 / (1 + (u - 1) ** 2),
  whirls: (u) => u / (1 + u * u) ** 2,
}

test.each(Object.entries(narrow))('so it is of what nearer points say of %s', (name, g) => {
  const numbers = [1e-5, 1e-7, 1e-8, 1e-9, 1e-11].flatMap((width) =>
    [1e-4, 1e-2, 1, 100].map((steepness) => {
      const f = (x: number) => x + steepness * width * g((x - 1) / width)
      return contests(f, 1, [1 + steepness, 0, 1.001]).map(toDigits)
    }),
  )
  expect(numbers).toMatchGolden(`claims on ${name}`)
})
