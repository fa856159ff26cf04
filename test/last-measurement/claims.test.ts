import { expect, test } from 'vitest'
import type { Contested } from '../../src/finite-difference/closer-look.ts'
import { differentiate, looksDifferent } from '../../src/finite-difference/index.ts'
import '../../src/vitest.ts'
import { ofAll, shapes, toDigits } from './shapes.ts'
import type { Line } from './shapes.ts'

/** Whether nearer points side with a claim, and where was looked for it: how often, and the sum of the distances. */
const contest = (f: Line, x: number, contested: Contested, spacing: number = Number.EPSILON) => {
  const work = looksDifferent(x, 1, f(x), spacing, contested)
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
    ...claims.flatMap((factor) => contest(f, x, { ...own, claim: factor * own.value })),
    ...contest(f, x, { ...own, reach: 0, claim: claims[0] * own.value }),
    ...contest(f, x, { ...own, claim: claims[0] * own.value }, 2 ** -23),
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
