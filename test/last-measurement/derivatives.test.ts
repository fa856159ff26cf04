/**
 * The numbers of a table of functions, as they were when bench/sensitivity measured what the bounds are worth: no false
 * alarm in 100,000 gradients, and what was found of wrong ones. Whoever changes one of them measures anew
 * (`npm run bench:sensitivity`), and then writes them (`npx vitest run test/last-measurement -u`).
 */
import { expect, test } from 'vitest'
import { differentiate } from '../../src/finite-difference/index.ts'
import type { DifferentiateOptions } from '../../src/finite-difference/index.ts'
import '../../src/vitest.ts'
import { ofAll, shapes } from './shapes.ts'
import type { Line } from './shapes.ts'

const numbersOf = (f: Line, x: number, options: DifferentiateOptions = {}) => {
  const asked: number[] = []
  const derivative = differentiate(
    ([t]) => {
      asked.push(t)
      return f(t)
    },
    [x],
    options,
  )
  const { value, errorBound, scale, reach, limit, evaluations } = derivative
  const kind = ['rounding', 'kink', 'not finite', 'rough'].indexOf(limit[0])
  return [value[0], errorBound[0], scale[0], reach[0], kind, evaluations, Math.max(...asked) - x]
}

test.each(Object.entries(shapes))('%s has the derivative of the last measurement', (shape, g) => {
  expect(ofAll(g, numbersOf)).toMatchGolden(shape)
})

const options: Readonly<Record<string, DifferentiateOptions>> = {
  'one fit': { fits: 1 },
  'two fits': { fits: 2 },
  'five fits': { fits: 5 },
  'known noise': { noise: 1e-7 },
  'noise that grows': { noise: ([t]) => 1e-9 * Math.abs(t) },
  'coordinates in single precision': { spacing: [2 ** -23] },
}

test.each(Object.entries(options))('so it is with %s', (name, given) => {
  const asked = ['peak', 'quintic', 'kink', 'waves']
  const numbers = asked.map((shape) => ofAll(shapes[shape], (f, x) => numbersOf(f, x, given)))
  expect(numbers).toMatchGolden(name)
})

test('so it is beside a kink on the other side', () => {
  expect(ofAll((t) => Math.min(0, t), numbersOf)).toMatchGolden('clipped from above')
})
