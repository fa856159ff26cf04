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
