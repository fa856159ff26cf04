import seedrandom from 'seedrandom'
import { expect, test } from 'vitest'
import { families } from '../bench/problems.ts'
import { formatTaylor, taylorTest } from '../src/index.ts'

test.each(Object.entries(families))('tells right from wrong gradients of %s', (name, family) => {
  for (let k = 0; k < 50; k++) {
    const { x, f, gradient } = family(seedrandom(`taylor ${name} ${k}`))
    expect(taylorTest(f, gradient, x).status).not.toBe('failed')
  }
})

const f = ([a, b]: Float64Array) => Math.exp(a) * Math.sin(b)
const right = ([a, b]: Float64Array) => [Math.exp(a) * Math.sin(b), Math.exp(a) * Math.cos(b)]

test('finds order 2 with the gradient and 1 without, or with a wrong one', () => {
  const good = taylorTest(f, right, [0.5, 1])
  expect(good.status).toBe('passed')
  expect(good.orderWith).toBeCloseTo(2, 1)
  expect(good.orderWithout).toBeCloseTo(1, 1)
  const bad = taylorTest(f, (x) => right(x).map((entry) => 1.001 * entry), [0.5, 1])
  expect(bad.status).toBe('failed')
  expect(bad.orderWith).toBeCloseTo(1, 1)
})

test('calls a linear function exact', () => {
  const { orderWith, status } = taylorTest(
    ([a, b]) => 3 * a - 2 * b,
    () => [3, -2],
    [1, 5],
  )
  expect([orderWith, status]).toEqual(['exact', 'passed'])
})

test('prints as a table', () => {
  const text = formatTaylor(taylorTest(f, right, [0.5, 1], { direction: [1, 0] }))
  expect(text).toMatch(/step +without gradient +with gradient\n/)
  expect(text).toMatch(/order +1\.\d\d +[12]\.\d\d\npassed$/)
})
