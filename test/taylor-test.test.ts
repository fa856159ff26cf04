import seedrandom from 'seedrandom'
import { describe, expect, test } from 'vitest'
import { families } from '../bench/problems.ts'
import { formatTaylor, plotTaylor, taylorTest } from '../src/index.ts'

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

test.each(Object.entries(families))(
  'fails gradients of %s that are off by a tenth',
  (name, family) => {
    for (let k = 0; k < 50; k++) {
      const { x, f, gradient } = family(seedrandom(`taylor ${name} ${k}`))
      const wrong = (point: Float64Array) => gradient(point).map((entry) => 1.1 * entry)
      expect(taylorTest(f, wrong, x).status).toBe('failed')
    }
  },
)

test('fails a slope of a constant, and one on a line', () => {
  expect(
    taylorTest(
      () => 3,
      () => [1],
      [1.5],
    ).status,
  ).toBe('failed')
  expect(
    taylorTest(
      ([t]) => 3 * t,
      () => [3.03],
      [1.5],
    ).status,
  ).toBe('failed')
})

const square = ([a]: Float64Array) => a ** 2
const bowl = ([a, b]: Float64Array) => a ** 2 + b

test('fails a gradient that is not finite where f is', () => {
  for (const entry of [Infinity, -Infinity, NaN]) {
    expect(taylorTest(square, () => [entry], [3]).status).toBe('failed')
    expect(taylorTest(bowl, () => [6, entry], [3, 1], { direction: [1, 0] }).status).toBe('failed')
  }
})

/** Values of f from a distance of x on are others. */
const from =
  (distance: number, value: number) =>
  ([a]: Float64Array) =>
    Math.abs(a - 3) >= distance ? value : a ** 2

test.each([
  ['at x', () => NaN, 'f is not finite at x'],
  ['at x, infinite', () => Infinity, 'f is not finite at x'],
  [
    'beside x',
    ([a]: Float64Array) => (a === 3 ? 9 : NaN),
    'f is not finite beside x: fewer than four of the smallest steps have a value',
  ],
] as const)('gives no verdict where f is not finite, %s', (_, g, reason) => {
  expect(taylorTest(g, () => [6], [3])).toMatchObject({ status: 'inconclusive', reason })
})

test('tells right from wrong where f is finite near x alone', () => {
  for (const value of [NaN, Infinity]) {
    expect(taylorTest(from(1e-3, value), () => [6], [3]).status).toBe('passed')
    expect(taylorTest(from(1e-3, value), () => [6.06], [3]).status).toBe('failed')
  }
})

test('gives no verdict on a slope that overflows', () => {
  const verdict = taylorTest(
    () => 3,
    () => [1.7e308, 1.7e308],
    [1, 1],
    { direction: [1, 1] },
  )
  expect(verdict).toMatchObject({
    status: 'inconclusive',
    reason: 'the slope along the direction overflows',
  })
})

const text = () => '1' as unknown as number

test('refuses what is no number, and a gradient of another length', () => {
  expect(() => taylorTest(text, () => [6], [3])).toThrow('f returned a value of type string at [3]')
  expect(() => taylorTest(square, () => ['6'] as unknown as number[], [3])).toThrow(
    'gradient[0] is of type string: expected a number',
  )
  expect(() => taylorTest(square, () => [1, 2], [3])).toThrow('gradient: expected 1 entries')
})

const sine = (): Subject => [([t]) => Math.sin(t), ([t]) => [Math.cos(t)]]
type Subject = readonly [(x: Float64Array) => number, (x: Float64Array) => number[]]

/** Functions that their steps do not show as smooth, with right gradients, and where to look. */
const rough: Readonly<Record<string, (u: () => number) => readonly [...Subject, number]>> = {
  float32: (u) => [([t]) => Math.fround(Math.exp(t)), ([t]) => [Math.exp(t)], 2 * u()],
  cancellation: (u) => [([t]) => 1e6 + Math.sin(t) - 1e6, ([t]) => [Math.cos(t)], 2 * u() + 0.1],
  'a value of a few roundings': (u) => [
    ([t]) => Math.exp(t) - 1,
    ([t]) => [Math.exp(t)],
    1e-6 * (1 + u()),
  ],
  noise: (u) => {
    const pace = 1e9 * u()
    const noisy = ([t]: Float64Array) => Math.exp(t) * (1 + 1e-9 * Math.sin(pace * t))
    return [noisy, ([t]) => [Math.exp(t)], 2 * u() + 0.1]
  },
  'waves that the steps skip': (u) => [...sine(), 10 ** (8 + 2 * u())],
  'a kink beside x': (u) => [([t]) => Math.max(0, t - 1), () => [1], 1 + 10 ** (9 * u() - 10)],
  'a kink at x': () => [([t]) => Math.max(0, t - 1), () => [0], 1],
  'a power of 1.05': () => [([t]) => Math.abs(t) ** 1.05, () => [0], 0],
  'a power of 1.5': () => [([t]) => Math.abs(t) ** 1.5, () => [0], 0],
}

describe.each(Object.entries(rough))('%s', (name, draw) => {
  test('does not fail a right gradient', () => {
    const u = seedrandom(name)
    for (let k = 0; k < 100; k++) {
      const [g, slope, x] = draw(u)
      // to the right, where the kinks are that lie beside x
      for (const direction of [[1], [-1]]) {
        expect(taylorTest(g, slope, [x], { direction }).status).not.toBe('failed')
      }
    }
  })
})

const single = ([t]: Float64Array) => Math.fround(Math.exp(t))

test('fails a wrong gradient of an f in single precision', () => {
  expect(taylorTest(single, ([t]) => [1.1 * Math.exp(t)], [0.7]).status).toBe('failed')
})

const reasonOf = ([g, slope, x]: readonly [...Subject, number]) => {
  const verdict = taylorTest(g, slope, [x], { direction: [-1] })
  return 'reason' in verdict ? verdict.reason : verdict.status
}

test('says why there is no verdict', () => {
  const kinked = rough['a kink beside x'](() => 0.5)
  expect(reasonOf(kinked)).toMatch(/ has a kink or noise, or is too fast/)
  const waves: Subject = [([t]) => Math.sin(1e12 * t), () => [0]]
  expect(reasonOf([...waves, 3])).toMatch(/^fewer than four steps .* rounding and the noise/)
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

/** Line of each mark of a kind, by its column: lines count downwards. */
const places = (plot: string, mark: string) =>
  plot
    .split('\n')
    .slice(0, 24)
    .flatMap((line, height) =>
      Array.from(line.slice(10)).flatMap((sign, column) =>
        sign === mark ? [{ column, height }] : [],
      ),
    )
    .toSorted((a, b) => a.column - b.column)

/** Lines that a remainder falls by a step, over the four steps that are widest. */
const fall = (plot: string, mark: string) => {
  const [first, , , , fifth] = places(plot, mark)
  return (fifth.height - first.height) / 4
}

describe('the plot', () => {
  test('falls twice as steeply with the right gradient, and as steeply with a wrong one', () => {
    const good = plotTaylor(taylorTest(f, right, [0.5, 1]))
    expect(fall(good, 'x') / fall(good, 'o')).toBeGreaterThan(1.6)
    const bad = plotTaylor(taylorTest(f, (x) => right(x).map((entry) => 2 * entry), [0.5, 1]))
    expect(fall(bad, 'x') / fall(bad, 'o')).toBeLessThan(1.4)
  })

  test('labels both axes and says what its marks are', () => {
    const verdict = taylorTest(f, right, [0.5, 1])
    const lines = plotTaylor(verdict).split('\n')
    expect(lines).toHaveLength(27)
    expect(Number(lines[0].split('|')[0])).toBeGreaterThan(0)
    expect(lines.at(-2)).toContain(verdict.rows[0].step.toExponential(1))
    expect(lines.at(-2)).toContain(verdict.rows.at(-1)?.step.toExponential(1))
    expect(lines.at(-1)).toBe('o without gradient, slope 1   x with gradient, slope 2   . rounding')
  })

  test('leaves out what has no place: remainders of 0 and those that are not finite', () => {
    const rows = [1, 0.5].map((step) => ({
      step,
      withoutGradient: Infinity,
      withGradient: 0,
      rounding: 0,
    }))
    expect(plotTaylor({ rows })).not.toMatch(/[ox] *\n.*step/)
    const one = plotTaylor({ rows: [{ ...rows[0], rounding: 1e-3 }] })
    expect(places(one, '.')).toEqual([{ column: 0, height: 0 }])
  })
})
