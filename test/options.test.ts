import { describe, expect, test } from 'vitest'
import {
  checkAdjoint,
  checkGradient,
  checkGradientAsync,
  checkHessian,
  checkJacobian,
  checkJvp,
  checkVjp,
  differentiate,
  taylorTest,
} from '../src/index.ts'

const square = ([x]: Float64Array) => x * x
const slope = ([x]: Float64Array) => [2 * x]
const product = ([x]: Float64Array, [v]: Float64Array) => [2 * x * v]

const mostChecks = 'resolution, analyticError, noise, spacing, fits, into, walkUpTo, seed'
const calls = [
  ['checkGradient', mostChecks, (o) => checkGradient(square, slope, [1], o)],
  [
    'checkGradientAsync',
    `${mostChecks}, signal, onProgress`,
    (o) => checkGradientAsync(square, slope, [1], o),
  ],
  ['checkJacobian', mostChecks, (o) => checkJacobian(slope, () => [[2]], [1], o)],
  ['checkHessian', mostChecks, (o) => checkHessian(slope, () => [[2]], [1], o)],
  ['checkJvp', `${mostChecks}, probes`, (o) => checkJvp((x) => [square(x)], product, [1], o)],
  ['checkVjp', `${mostChecks}, probes`, (o) => checkVjp((x) => [square(x)], product, [1], o)],
  ['checkAdjoint', 'seed, probes', (o) => checkAdjoint(product, product, [1], o)],
  ['differentiate', 'noise, spacing, fits', (o) => differentiate(square, [1], o)],
  ['taylorTest', 'seed, direction', (o) => taylorTest(square, slope, [1], o)],
] as const satisfies readonly (readonly [string, string, (options: object) => unknown])[]

describe.each(calls)('%s', (_, known, call) => {
  test('refuses an option that it does not know, and says which it does', async () => {
    const message = `options.tolerance is unknown: expected some of ${known}`
    // async, so that a throw and a rejection are one
    await expect((async () => call({ tolerance: 1e-3 }))()).rejects.toThrow(new TypeError(message))
  })

  test('takes each that it names', async () => {
    const options = Object.fromEntries(known.split(', ').map((name) => [name, undefined]))
    await expect((async () => call(options))()).resolves.toBeDefined()
  })

  test('refuses options that are none', async () => {
    for (const [none, received] of [
      [null, 'null'],
      [3, 'of type number'],
    ] as const) {
      const message = `options is ${received}: expected an object`
      await expect((async () => call(none as never))()).rejects.toThrow(new TypeError(message))
    }
  })
})

const positive = 'expected a positive finite number'
const array = 'expected an array, one number for each coordinate of x'
const wrong = [
  [{ fits: NaN }, new RangeError('fits is NaN: expected a positive integer')],
  [{ fits: 0 }, new RangeError('fits is 0: expected a positive integer')],
  [{ fits: 1.5 }, new RangeError('fits is 1.5: expected a positive integer')],
  [{ fits: '3' }, new RangeError("fits is '3': expected a positive integer")],
  [{ spacing: 1e-7 }, new TypeError(`spacing is 1e-7: ${array}`)],
  [{ spacing: null }, new TypeError(`spacing is null: ${array}`)],
  [
    { spacing: [1e-7, 1e-7] },
    new RangeError('spacing: expected 1 entries, one for each coordinate of x, received 2'),
  ],
  [{ spacing: [NaN] }, new RangeError(`spacing[0] is NaN: ${positive}`)],
  [{ spacing: [0] }, new RangeError(`spacing[0] is 0: ${positive}`)],
  [{ spacing: ['1'] }, new RangeError(`spacing[0] is '1': ${positive}`)],
  [{ noise: '1' }, new TypeError("noise is '1': expected a number or a function of the point")],
  [
    { noise: NaN },
    new RangeError('noise is NaN: expected a bound on the error of f, 0 or more and finite'),
  ],
] as const
const differing = calls.filter(([, known]) => known.includes('spacing'))

describe.each(differing)('%s', (_, known, call) => {
  test.each(wrong)(
    'refuses options of differences that could not be meant, %o',
    async (o, error) => {
      await expect((async () => call(o))()).rejects.toThrow(error)
    },
  )

  test('refuses them where it does not walk the coordinates as well', async () => {
    if (!known.includes('walkUpTo')) return
    await expect((async () => call({ walkUpTo: 0, fits: NaN }))()).rejects.toThrow('fits is NaN')
  })
})

const bigints = BigInt64Array.of(1n) as unknown as Float64Array
const atBigints = [
  ['checkGradient', () => checkGradient(square, slope, bigints)],
  ['checkJacobian', () => checkJacobian(slope, () => [[2]], bigints)],
  ['checkJvp', () => checkJvp(slope, product, bigints)],
  ['checkVjp', () => checkVjp(slope, product, bigints)],
  ['checkAdjoint', () => checkAdjoint(product, product, bigints)],
  ['differentiate', () => differentiate(square, bigints)],
  ['taylorTest', () => taylorTest(square, slope, bigints)],
] as const

test.each(atBigints)('%s refuses x of bigints', (_, call) => {
  expect(call).toThrow(new TypeError('x is an array of bigints: expected numbers'))
})

const sum = ([a, b]: Float64Array) => [a + b]
const jvp = (_: Float64Array, [a, b]: Float64Array) => [a + b]

test('bounds and spacings for each coordinate of x are taken along a direction too', () => {
  const points: number[] = []
  const noise = (x: Float64Array) => {
    points.push(x.length)
    return 1e-16
  }
  expect(checkJvp(sum, jvp, [1, 2], { noise, spacing: [1e-7, 1e-16] }).status).toBe('passed')
  expect(new Set(points)).toEqual(new Set([2]))
})
