import { expect, test } from 'vitest'
import type { Contested } from '../../src/finite-difference/closer-look.ts'
import { differentiate, looksDifferent, standsOnStep } from '../../src/finite-difference/index.ts'
import '../../src/vitest.ts'
import { ofAll, shapes, toDigits } from './shapes.ts'
import type { Line } from './shapes.ts'

type Look = typeof looksDifferent | typeof standsOnStep

/** Whether other points side with a claim, and where was looked for it: how often, and the sum of the distances. */
const ask = (look: Look, f: Line, x: number, contested: Contested, spacing = Number.EPSILON) => {
  const work = look(x, 1, f(x), spacing, contested)
  const distances: number[] = []
  let state = work.next()
  while (state.done !== true) {
    distances.push(...state.value)
    state = work.next(state.value.flatMap((step) => [f(x + step), f(x - step)]))
  }
  const reached = distances.reduce((sum, distance) => sum + distance, 0)
  return [Number(state.value), distances.length, reached]
}

const contests = (f: Line, x: number, claims: readonly number[]) => {
  const { value, errorBound, reach } = differentiate(([t]) => f(t), [x])
  const own = { value: value[0], errorBound: errorBound[0], reach: reach[0] }
  return [
    ...claims.flatMap((factor) => ask(looksDifferent, f, x, { ...own, claim: factor * own.value })),
    ...ask(looksDifferent, f, x, { ...own, reach: 0, claim: claims[0] * own.value }),
    ...ask(looksDifferent, f, x, { ...own, claim: claims[0] * own.value }, 2 ** -23),
  ]
}

test.each(Object.entries(shapes))('nearer points say of %s what they said', (shape, g) => {
  expect(ofAll(g, (f, x) => contests(f, x, [0, 1e-12, 0.5, 1.001]))).toMatchGolden(shape)
})

/** Between a line and what is too narrow for it: bumps beside 1, and whirls that turn a slope over at 1 alone. */
const narrow: Readonly<Record<string, (u: number) => number>> = {
  bumps: (u) => 2 / (1 + (u - 1) ** 2),
  whirls: (u) => u / (1 + u * u) ** 2,
}

test.each(Object.entries(narrow))('and they say it of %s', (name, g) => {
  const numbers = [1e-5, 1e-7, 1e-8, 1e-9, 1e-11].flatMap((width) =>
    [1e-4, 1e-2, 1, 100].map((steepness) => {
      const f = (x: number) => x + steepness * width * g((x - 1) / width)
      return contests(f, 1, [1 + steepness, 0, 1.001]).map(toDigits)
    }),
  )
  expect(numbers).toMatchGolden(name)
})

/** Digits that cancel, and slopes that jump back on every step, or once, to either side. */
const stepped: Readonly<Record<string, Line>> = {
  quotient: (t) => (1 + t - 1) / t,
  'quotient of a root': (t) => (Math.sqrt(1 + t) - 1) / t,
  saw: (t) => t + 2 * (t - Math.round(64 * t) / 64),
  'jump to the right': (t) => 3 * t - (t > 0.7001 ? 0.01 : 0),
  'jump to the left': (t) => 3 * t + (t < 0.6999 ? 0.01 : 0),
  'bent at a kink': (t) => t + Math.abs(t - 0.7),
  'end to the right': (t) => (t > 0.75 && t < 2 ? NaN : t + 2 * (t - Math.round(64 * t) / 64)),
}

test.each(Object.entries(stepped))('further points say what they said of %s', (name, f) => {
  const places = [1e-12, 3e-11, -7e-10, 1e-6, 0.7, -3, 0].filter((x) => Number.isFinite(f(x)))
  const numbers = places.map((x) => {
    const { value, errorBound, reach } = differentiate(([t]) => f(t), [x])
    const own = { value: value[0], errorBound: errorBound[0], reach: reach[0] }
    const given = [0, 1e-13, 1e-9, 1e-4, 1e-2, 0.7, 1, 4, 16].map((far) => ({
      value: 3,
      errorBound: 1e-9,
      reach: far,
    }))
    return [own, { ...own, value: 0 }, ...given].flatMap((contested) =>
      [0, -1 / 8, 1, 2.5].flatMap((claim) =>
        [Number.EPSILON, 2 ** -23].flatMap((spacing) =>
          ask(standsOnStep, f, x, { ...contested, claim }, spacing).map(toDigits),
        ),
      ),
    )
  })
  expect(numbers).toMatchGolden(name)
})
