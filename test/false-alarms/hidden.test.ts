/** Right gradients of which f as computed shows little: what it rounds away, and what is the same at all points. */
import seedrandom from 'seedrandom'
import { describe, expect, test } from 'vitest'
import { checkGradient } from '../../src/index.ts'

type Vector = Float64Array

const normalOf = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const statuses = (count: number, check: (k: number) => { status: string }) =>
  new Set(Array.from({ length: count }, (_, k) => check(k).status))

const product = ([x, y]: Vector) => x * (1 + y - 1)
const kinked = ([x, y]: Vector) => x * Math.abs(y - 1) + x ** 2

/** The logarithm of the size of a determinant, 3 x 3, by elimination: cofactors are exact where that is not. */
const determinant = ([a, b, c, d, e, f, g, h, i]: Vector) => {
  const [m, n] = [d / a, g / a]
  const [p, q, r, s] = [e - m * b, f - m * c, h - n * b, i - n * c]
  return Math.log(Math.abs(a)) + Math.log(Math.abs(p)) + Math.log(Math.abs(s - (r / p) * q))
}

describe('rounding errors that all points along a coordinate share', () => {
  test('leave no verdict on a right gradient', () => {
    const random = seedrandom('shared')
    const found = statuses(300, () => {
      const [x, y] = [0.5 + random(), 10 ** (-10 + 9 * random())]
      return checkGradient(product, () => [y, x], [x, y])
    })
    expect([...found].toSorted()).toEqual(['inconclusive', 'passed'])
  })

  test('are no excuse for a gradient off by more', () => {
    const random = seedrandom('shared')
    const found = statuses(100, () => {
      const [x, y] = [0.5 + random(), 10 ** (-6 + 5 * random())]
      return checkGradient(product, () => [y * (1 + 1e-6), x], [x, y])
    })
    expect([...found]).toEqual(['failed'])
  })

  test('are told from the kink of another coordinate', () => {
    const { status } = checkGradient(kinked, ([x, y]) => [y - 1 + 2 * x + 1e-7, x], [3, 1.001])
    expect(status).toBe('failed')
  })

  test('do not fail the logarithm of a determinant that is nearly 0', () => {
    const random = seedrandom('determinant')
    const found = statuses(50, () => {
      // integers, so that cofactors and determinant are exact
      const whole = Float64Array.from({ length: 9 }, () => Math.round(1000 * normalOf(random)) || 1)
      const [a, b, c, d, e, f] = whole
      whole.set([a + d + 1, b + e, c + f], 6)
      const [, , , , , , g, h, i] = whole
      const cofactors = [
        e * i - f * h,
        f * g - d * i,
        d * h - e * g,
        c * h - b * i,
        a * i - c * g,
        b * g - a * h,
        b * f - c * e,
        c * d - a * f,
        a * e - b * d,
      ]
      const size = a * cofactors[0] + b * cofactors[1] + c * cofactors[2]
      return checkGradient(determinant, () => cofactors.map((one) => one / size), whole)
    })
    expect([...found].toSorted()).toEqual(['inconclusive', 'passed'])
  })
})

const seconds = ([x]: Vector) => Math.floor(3600 * x) / 3600

describe('an f that stands still around x', () => {
  type Row = readonly [
    name: string,
    f: (x: number) => number,
    slope: (x: number) => number,
    at: number,
  ]
  const rows: readonly Row[] = [
    [
      'softplus without log1p',
      (x) => Math.log(1 + Math.exp(x)),
      (x) => 1 / (1 + Math.exp(-x)),
      -26,
    ],
    ['six digits after the point', (x) => Number(Math.sin(x).toFixed(6)), Math.cos, 0.7],
    ['five digits', (x) => Number(Math.exp(x).toPrecision(5)), Math.exp, 0.7],
    ['an hour in steps of a second', (x) => Math.floor(3600 * x) / 3600, () => 1, 0.7],
  ]

  test.each(rows)('is no evidence against its slope over longer ways (%s)', (_, f, slope, near) => {
    const random = seedrandom('still')
    const found = statuses(100, () => {
      const at = near + (random() - 0.5) / 10
      return checkGradient(
        ([x]) => f(x),
        ([x]) => [slope(x)],
        [at],
      )
    })
    expect([...found]).toEqual(['inconclusive'])
  })

  test('is evidence against any other', () => {
    expect(checkGradient(seconds, () => [0], [0.7001]).status).toBe('passed')
    for (const slope of [-1, 0.3, 2]) {
      expect(checkGradient(seconds, () => [slope], [0.7001]).status).toBe('failed')
    }
  })

  test('is no evidence against a slope that would not show at all', () => {
    const random = seedrandom('faint')
    const found = statuses(200, () => {
      const [large, x] = [10 ** (4 * random()), 0.2 + random()]
      const faint = 2 ** -53 * large * 10 ** (2 * random() - 1)
      return checkGradient(
        ([at]) => large + faint * Math.tanh(at),
        () => [faint * (1 - Math.tanh(x) ** 2)],
        [x],
      )
    })
    expect([...found]).toEqual(['inconclusive'])
  })
})
