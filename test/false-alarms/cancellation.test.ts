import { describe, expect, test } from 'vitest'
import seedrandom from 'seedrandom'
import { checkGradient } from '../../src/index.ts'

/** Differences of nearly equal numbers over a power of x, with the series of their derivatives. */
const cancelling = {
  '(1 - cos x) / x^2': {
    f: (x: number) => (1 - Math.cos(x)) / x ** 2,
    derivative: (x: number) => -x / 12 + x ** 3 / 180 - x ** 5 / 6720 + x ** 7 / 453600,
    smallest: 1e-6,
  },
  '(exp x - 1) / x': {
    f: (x: number) => (Math.exp(x) - 1) / x,
    derivative: (x: number) =>
      1 / 2 + x / 3 + x ** 2 / 8 + x ** 3 / 30 + x ** 4 / 144 + x ** 5 / 840 + x ** 6 / 5760,
    smallest: 1e-12,
  },
  '(x - sin x) / x^3': {
    f: (x: number) => (x - Math.sin(x)) / x ** 3,
    derivative: (x: number) => -x / 60 + x ** 3 / 1260 - x ** 5 / 60480,
    smallest: 1e-4,
  },
}

/** Up to here the series above are exact to the last digits. */
const LARGEST = 0.01

describe('a right gradient of a function with cancelled digits is never called wrong', () => {
  test.each(Object.entries(cancelling))('%s', (name, { f, derivative, smallest }) => {
    const random = seedrandom(name)
    for (let k = 0; k < 500; k++) {
      const x = (random() < 0.5 ? -1 : 1) * smallest * (LARGEST / smallest) ** random()
      const verdict = checkGradient(
        ([at]) => f(at),
        ([at]) => [derivative(at)],
        [x],
      )
      expect(verdict.status, `at ${x}`).not.toBe('failed')
    }
  })
})

/** f(x[0]) for the checker. */
const along =
  (f: (x: number) => number) =>
  ([x]: Float64Array) =>
    f(x)

const jumping = along((x) => x ** 2 + (x > 1 + 1e-9 ? 1 : 0))
const wavy = along((x) => x + 1e-3 * Math.sin(1e4 * x))
const relu = along((x) => Math.max(0, x - 1))
const exponential = cancelling['(exp x - 1) / x']

test.each([
  ['beside a jump', jumping, 2.02, 1],
  ['that leaves out a wave', wavy, 1, 0.7],
  ['beside a kink, where it is the mean of both slopes', relu, 0.5, 1 + 1e-9],
  ['where some digits are left', along(exponential.f), 1.001 * exponential.derivative(0.1), 0.1],
] as const)('a wrong gradient is found %s', (_, f, claim, x) => {
  expect(checkGradient(f, () => [claim], [x]).status).toBe('failed')
})
