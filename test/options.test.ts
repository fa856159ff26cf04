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
})
