import { describe, expect, test } from 'vitest'
import type { Contested } from '../src/finite-difference/closer-look.ts'
import { looksDifferent, standsOnStep } from '../src/finite-difference/index.ts'

type Line = (x: number) => number

const line: Line = (x) => x

const steps: Line = (x) => Math.floor(1e6 * x) / 1e6

const stepsInSingle: Line = (x) => Math.fround(steps(x))

/** Not finite beyond 1/32 and before 1/16: between two of the distances at which f is looked at. */
const holed: Line = (x) => (x > 2 ** -5 && x < 2 ** -4 ? NaN : x)

const gone: Line = (x) => (x === 3 ? 3 : NaN)

const look = (f: Line, x: number, contested: Omit<Contested, 'reach'>, reach = 0) => {
  const work = looksDifferent(x, 1, f(x), Number.EPSILON, { ...contested, reach })
  let state = work.next()
  while (state.done !== true) {
    state = work.next(state.value.flatMap((step) => [f(x + step), f(x - step)]))
  }
  return state.value
}

describe('nearer points', () => {
  test('side with a claim of their slope, where the derivative is another than theirs', () => {
    expect(look(line, 3, { value: 1.001, errorBound: 1e-4, claim: 1 })).toBe(true)
    expect(look(line, 3, { value: 1.001, errorBound: 1e-4, claim: 0.9999 })).toBe(false)
  })

  test('tell two slopes apart by half of their bounds', () => {
    expect(look(line, 3, { value: 1.001, errorBound: 1.5e-3, claim: 1 })).toBe(true)
    expect(look(line, 3, { value: 1.001, errorBound: 2.5e-3, claim: 1 })).toBe(false)
  })

  test('say nothing where f is not finite among them', () => {
    expect(look(holed, 0, { value: 1.001, errorBound: 1e-4, claim: 1 })).toBe(true)
    expect(look(holed, 0, { value: 2, errorBound: 0.1, claim: 1.5 })).toBe(false)
  })

  test('between two steps of f side with a slope of 0 alone', () => {
    const far = { value: 1, errorBound: 1e-3 }
    expect(look(steps, 1.3000004, { ...far, claim: 0 })).toBe(true)
    expect(look(steps, 1.3000004, { ...far, claim: 1e-12 })).toBe(false)
    expect(look(stepsInSingle, 1.3000004, { ...far, claim: 0 })).toBe(false)
  })

  test('leave a derivative in doubt whose own points are not finite any more', () => {
    expect(look(gone, 3, { value: 1, errorBound: 1e-9, claim: 2 }, 0.5)).toBe(true)
    expect(look(gone, 3, { value: 1, errorBound: 1e-9, claim: 2 }, 0)).toBe(false)
  })

  test('are not asked about what is no number', () => {
    expect(look(line, 3, { value: 1, errorBound: 1e-9, claim: NaN }, 0.5)).toBe(false)
  })
})

/** A slope of 3 on every step of 1/64, and of 1 over many. */
const saw: Line = (x) => x + 2 * (x - Math.round(64 * x) / 64)

/** The same to the right of 1 alone. */
const sawToTheRight: Line = (x) => (x > 1 ? saw(x) : 3 * x - 2)

const floor: Line = (x) => Math.floor(64 * x) / 64

const waves: Line = (x) => x + Math.sin(200 * x) / 100

/** Roundings are the only jumps that it has. */
const roundedWaves: Line = (x) => 1e6 + waves(x)

const sawWithAGap: Line = (x) => (x > 1.01 && x < 1.02 ? NaN : saw(x))

const step = { value: 3, errorBound: 1e-9, reach: 2 ** -10, claim: 1 }

const lookFurther = (f: Line, x: number, contested: Contested = step) => {
  const work = standsOnStep(x, 1, f(x), Number.EPSILON, contested)
  let state = work.next()
  while (state.done !== true) {
    state = work.next(state.value.flatMap((step) => [f(x + step), f(x - step)]))
  }
  return state.value
}

describe('further points', () => {
  test('side with the slope over many steps, where f jumps at the end of one', () => {
    expect(lookFurther(saw, 1)).toBe(true)
    expect(lookFurther(saw, 1, { ...step, claim: 2.9 })).toBe(false)
  })

  test('side with nothing where f does not jump', () => {
    expect(lookFurther(line, 1)).toBe(false)
    expect(lookFurther(waves, 1)).toBe(false)
    expect(lookFurther(roundedWaves, 1)).toBe(false)
    expect(lookFurther(sawToTheRight, 1, { ...step, claim: 0 })).toBe(false)
  })

  test('side with the slope over many steps where f is constant on each, and with no other', () => {
    expect(lookFurther(floor, 1.001, { ...step, value: 0 })).toBe(true)
    expect(lookFurther(floor, 1.001, { ...step, value: 0, claim: 3 })).toBe(false)
  })

  test('say nothing where f has no value on the way to a jump', () => {
    expect(lookFurther(sawWithAGap, 1)).toBe(false)
  })

  test('say nothing of a derivative that took no points, or took them as far out', () => {
    expect(lookFurther(saw, 1, { ...step, reach: 0 })).toBe(false)
    expect(lookFurther(saw, 1, { ...step, reach: 16 })).toBe(false)
  })
})
