import { describe, expect, test } from 'vitest'
import { clearWindow, floorsOf, isProportional } from '../src/taylor-evidence.ts'

/** Samples of a change of f, from a step of 1 on, with a slope that is taken off for the remainder. */
const samplesOf = (change: (step: number) => number, slope = 0, rounding = 1e-15) =>
  Array.from({ length: 20 }, (_, k) => {
    const step = 2 ** -k
    return { step, change: change(step), remainder: change(step) - slope * step, rounding }
  })

describe('the floor of a remainder', () => {
  test('is rounding where the change is a cubic of the step', () => {
    // 2^-60 and not a decimal, so that the sums are exact
    const floors = floorsOf(samplesOf((h) => h - h ** 2 + h ** 3, 0, 2 ** -60))
    expect(new Set(floors)).toEqual(new Set([2 ** -60]))
  })

  test('never falls below noise at a smaller step', () => {
    const floors = floorsOf(samplesOf((h) => h + (h === 2 ** -10 ? 1e-3 : 0)))
    expect(Math.min(...floors.slice(0, 8))).toBeGreaterThan(1e-3)
  })

  test('is a step of an f that goes by steps', () => {
    const floors = floorsOf(samplesOf((h) => Math.round(h * 100) / 100))
    expect(Math.min(...floors)).toBeGreaterThanOrEqual(0.01)
  })
})

test('a window is the last that stands clear, and none where too few do', () => {
  const floors = [1, 1, 1, 1, 1, 1]
  expect(clearWindow([99, 99, 99, 99, 99, 1], floors)).toBe(1)
  expect(clearWindow([99, 99, 99, 1, 99, 99], floors)).toBe(-1)
})

/** Whether changes that are the same to both sides, up to their sign, are in proportion. */
const both = (change: (step: number) => number) =>
  isProportional(samplesOf(change), () => samplesOf((h) => -change(h)))
const unasked = () => expect.unreachable()

describe('remainders in proportion', () => {
  const wrong = samplesOf((h) => h + h ** 2, 0.5)

  test('are evidence where those of the other side are so by the same slope', () => {
    expect(isProportional(wrong, () => samplesOf((h) => -h + h ** 2, -0.5))).toBe(true)
    expect(isProportional(wrong, () => samplesOf((h) => -h + h ** 2, -0.9))).toBe(false)
    expect(isProportional(wrong, () => samplesOf((h) => h + h ** 2, 0.5))).toBe(false)
  })

  test('are none where they vanish at smaller steps, or at larger ones', () => {
    expect(both((h) => h)).toBe(true)
    expect(both((h) => (h > 1e-3 ? h : 0))).toBe(false)
    expect(both((h) => (h > 1e-3 ? 0 : h))).toBe(false)
  })

  test('do not ask for the other side without need', () => {
    expect(
      isProportional(
        samplesOf((h) => h ** 2),
        unasked,
      ),
    ).toBe(false)
  })
})
