import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Assigned } from '../../properties/assigned.ts'
import { number, vector } from '../../properties/declared.ts'
import { along, coordinatesOf, derivativeOf, ownLoss } from '../../properties/own-loss.ts'
import { CallError, type Quantities } from '../../properties/property.ts'

/** loss = sum of y, where y = w + b and z depends on neither. */
const assigned: Assigned = {
  functions: {
    z: { parameters: { t: number() }, returns: { z: number() } },
    y: { parameters: { w: vector('d'), b: number() }, returns: { y: vector('d') } },
    loss: { parameters: { y: vector('d'), z: number() }, returns: { loss: number() } },
  },
  problems: fc.constant({}),
  exact: new Set(),
}

const numbers = (quantity: unknown) => quantity as Float64Array

const right = {
  z: ({ t }: Quantities) => t,
  y: ({ w, b }: Quantities) => numbers(w).map((each) => each + (b as number)),
  loss: ({ y, z }: Quantities) => numbers(y).reduce((sum, each) => sum + each, z as number),
}

const problem = { t: 100, w: Float64Array.of(1, 2), b: 3 }

const lossOf = (implementation: object) =>
  ownLoss(assigned, { ...right, ...implementation }, 'loss', problem, ['w', 'b'])

const failing = (error: unknown) => () => {
  throw error
}

const failingOnce = (error: unknown) => {
  let calls = 0
  return (given: Quantities) => {
    if (calls++ === 0) throw error
    return right.y(given)
  }
}

describe('the own loss of an implementation', () => {
  test('is a function of its parameters one after another', async () => {
    const { at, f } = lossOf({})
    expect(at).toEqual(Float64Array.of(1, 2, 3))
    expect(await f(at)).toBe(100 + 4 + 5)
    expect(await f(Float64Array.of(10, 20, 30))).toBe(100 + 40 + 50)
    expect(await f(Float64Array.of(1, 2, 30))).toBe(100 + 31 + 32)
    expect(problem.w).toEqual(Float64Array.of(1, 2))
  })

  test('computes anew what depends on a parameter that moves, and nothing else', async () => {
    const calls: string[] = []
    const counted = Object.fromEntries(
      Object.entries(right).map(([name, f]) => [
        name,
        (given: Quantities) => {
          calls.push(name)
          return f(given)
        },
      ]),
    )
    const { at, f } = lossOf(counted)
    await f(at)
    expect(calls).toEqual(['y', 'z', 'loss'])
    calls.length = 0
    await f(Float64Array.of(1, 2, 4))
    expect(calls).toEqual(['y', 'loss'])
  })

  test('has no value where it crashes, and no other failure is taken for that', async () => {
    const { at, f } = lossOf({ loss: failing(new CallError('crash', 'division by zero')) })
    expect(await f(at)).toBeNaN()
    for (const error of [
      new CallError('shape', 'a vector'),
      new RangeError('no process'),
      Object.assign(new Error('no process'), { kind: 'crash' }),
    ]) {
      await expect(lossOf({ loss: failing(error) }).f(at)).rejects.toThrow(error)
    }
  })

  test('is asked for all the same where what comes before it fails', async () => {
    const { at, f } = lossOf({ y: failing(new CallError('crash', 'division by zero')) })
    expect(await f(at)).toBeNaN()
    expect(await lossOf({ y: failingOnce(new CallError('crash', 'overflow')) }).f(at)).toBe(109)
    const lost = lossOf({ y: failingOnce(new RangeError('no process')) })
    await expect(lost.f(at)).rejects.toThrow('no process')
  })
})

describe('the coordinates that are looked at', () => {
  test('are at most four, as far apart as each other, and chosen by the numbers', () => {
    for (let length = 1; length <= 20; length++) {
      const stride = Math.ceil(length / 4)
      const starts = new Set<number>()
      for (let k = 0; k < 60; k++) {
        const at = Float64Array.from({ length }, (_, i) => (k + i) / 10)
        const coordinates = coordinatesOf(at)
        expect(coordinates.length).toBeLessThanOrEqual(4)
        expect(coordinates[0]).toBeLessThan(stride)
        expect(coordinates.at(-1)! + stride).toBeGreaterThanOrEqual(length)
        for (const [i, each] of coordinates.entries())
          expect(each).toBe(coordinates[0] + i * stride)
        expect(coordinatesOf(at.slice())).toEqual(coordinates)
        starts.add(coordinates[0])
      }
      expect(starts.size).toBe(stride)
    }
  })

  test('move alone, and only for the call', async () => {
    const at = Float64Array.of(1, 2, 3)
    const seen: Float64Array[] = []
    const loss = along((x) => Promise.resolve(seen.push(x)), at, [0, 2])
    await loss(Float64Array.of(10, 30))
    expect(seen).toEqual([Float64Array.of(10, 2, 30)])
    expect(at).toEqual(Float64Array.of(1, 2, 3))
  })
})

/** The least distance from 1 at which a wave is looked at. */
const smallest = async (spacing?: number[]) => {
  let least = Infinity
  const wave = ([x]: Float64Array) => {
    if (x !== 1) least = Math.min(least, Math.abs(x - 1))
    return Promise.resolve(Math.sin(1e7 * x))
  }
  const { evaluations } = await derivativeOf(wave, Float64Array.of(1), spacing)
  expect(evaluations).toBeGreaterThan(0)
  return least
}

test('steps are no smaller than what coordinates in single precision can hold', async () => {
  expect(await smallest()).toBeLessThan(2 ** -23)
  expect(await smallest([2 ** -23])).toBeGreaterThanOrEqual(2 ** -15)
})
