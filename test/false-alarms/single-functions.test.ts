import { describe, expect, test } from 'vitest'
import { checkGradient } from '../../src/index.ts'

const { abs, exp, floor, fround, log1p, sin, sqrt } = Math

const sumOfTerms = (x: number) => {
  let sum = 0
  for (let k = 1; k <= 10_000; k++) sum += sin(x * k) / k ** 2
  return sum
}
const slopeOfTerms = (x: number) => {
  let sum = 0
  for (let k = 1; k <= 10_000; k++) sum += Math.cos(x * k) / k
  return sum
}

type Row = readonly [name: string, f: (x: number) => number, at: number, slope: number]

const single = (x: number) => fround(fround(exp(fround(x))) - 1)

const rows: readonly Row[] = [
  ['sums of 10,000 waves', sumOfTerms, 1, slopeOfTerms(1)],
  ['catastrophic cancellation', (x) => (1 + x - 1) / 3, 1e-9, 1 / 3],
  ['cancellation of all digits', (x) => 1e16 + x - 1e16, 1, 1],
  ['a value that is constant to rounding', (x) => 1 + 1e-20 * x, 1, 1e-20],
  ['subnormal values', (x) => 1e-310 * x ** 2, 1.5, 3e-310],
  ['the smallest of all values', (x) => 5e-324 * x, 3, 5e-324],
  ['values next to overflow', (x) => 1e308 * sin(x), 1, 1e308 * Math.cos(1)],
  ['floor', floor, 1.3, 0],
  ['floor at a jump', floor, 2, 0],
  ['steps of a thousandth', (x) => floor(1000 * x) / 1000, 1.3004, 0],
  ['steps of a thousandth beside a slope', (x) => floor(1000 * x) / 1000 + x / 7, 1.3004, 1 / 7],
  ['rounding to six digits', (x) => Math.round(1e6 * sin(x)) / 1e6, 1, Math.cos(1)],
  ['a wave of 1e-5, as short as 1e-6', (x) => x + 1e-5 * sin(1e6 * x), 1, 1 + 10 * Math.cos(1e6)],
  [
    'a bump of 1e-8 around x',
    (x) => x + 1e-6 * exp(-(((x - 1) / 1e-8 - 1) ** 2)),
    1,
    1 + 200 / Math.E,
  ],
  ['single precision', single, 0.01, exp(0.01)],
  ['single precision far below its steps', single, 1e-5, exp(1e-5)],
  [
    'single precision whose steps show on either side at other distances',
    (x) => fround(0.8794601559638977 - fround(0.0015001067658886313 * fround(x))),
    0.000019756160327233374,
    -0.0015001067658886313,
  ],
  [
    'the same, mirrored',
    (x) => fround(0.8794601559638977 + fround(0.0015001067658886313 * fround(x))),
    -0.000019756160327233374,
    0.0015001067658886313,
  ],
  [
    'single precision far below its steps, next to its end',
    (x) => (x > 1.2e-5 ? NaN : single(x)),
    1e-5,
    exp(1e-5),
  ],
  ['x |x| next to its break', (x) => x * abs(x), 1e-9, 2e-9],
  ['1 + x |x| next to its break', (x) => 1 + x * abs(x), 1e-5, 2e-5],
  ['1e-6 |x - 1| beside 1', (x) => 1 + 1e-6 * abs(x - 1), 1 + 1e-7, 1e-6],
  ['sqrt next to 0', (x) => sqrt(x), 1e-300, 0.5e150],
  ['log1p next to its end', (x) => log1p(x), -1 + 2 ** -40, 2 ** 40],
  ['a logarithm clipped at 1e-12', (x) => Math.log(Math.max(x, 1e-12)), 1e-12, 1e12],
]

describe('a right slope is never called wrong', () => {
  test.each(rows)('%s', (_, f, at, slope) => {
    const verdict = checkGradient(
      ([x]) => f(x),
      () => [slope],
      [at],
    )
    expect(verdict.status).not.toBe('failed')
  })
})

describe('a wrong slope is found all the same', () => {
  const found = rows.filter(([name]) => /10,000 waves|overflow|beside 1|six digits/.test(name))

  test.each(found)('%s', (_, f, at, slope) => {
    const verdict = checkGradient(
      ([x]) => f(x),
      () => [1.5 * slope],
      [at],
    )
    expect(verdict.status).toBe('failed')
  })
})
