import { describe, expect, test } from 'vitest'
import type { Contested } from '../src/finite-difference/closer-look.ts'
import { looksDifferent } from '../src/finite-difference/index.ts'

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
