import { expect as jest } from 'expect'
import { describe, expect, test } from 'vitest'
import * as matchers from '../../src/matchers/index.ts'

jest.extend(matchers)

type Assertions = Record<keyof typeof matchers, (...args: unknown[]) => void>

/** An assertion of jest's; a test file in TypeScript would declare the matchers instead. */
const say = (received: unknown) => jest(received) as object as Assertions & { not: Assertions }

const cube = ([x]: Float64Array) => x ** 3
const slope = ([x]: Float64Array) => [3 * x ** 2]
const half = ([x]: Float64Array) => [1.5 * x ** 2]

describe("jest's expect.extend takes the matchers as they are", () => {
  test('for gradients and Jacobians, negated too', () => {
    say(cube).toHaveGradient(slope, { at: [2] })
    say(cube).not.toHaveGradient(half, { at: [2] })
    expect(() => say(cube).toHaveGradient(half, { at: [2] })).toThrow('a missing factor 2')
    expect(() => say(cube).not.toHaveGradient(slope, { at: [2] })).toThrow('but it is right')
    say(slope).toHaveJacobian(([x]: Float64Array) => [[6 * x]], { at: [2] })
  })

  test('for numbers in ulps', () => {
    say([1 + Number.EPSILON]).toBeWithinUlps([1], 1)
    expect(() => say([1 + 2 * Number.EPSILON]).toBeWithinUlps([1], 1)).toThrow('1 of 1 numbers')
  })
})
