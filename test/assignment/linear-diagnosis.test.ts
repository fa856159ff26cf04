import { expect, test } from 'vitest'
import type { Argument, Call } from '../../src/assignment/assignment.ts'
import { diagnoseLinear } from '../../src/assignment/linear-diagnosis.ts'

const numbers = (argument: Argument): number[] =>
  typeof argument === 'object' ? Array.from(argument.data) : []

const meanSquaredError = ([y, t]: readonly Argument[]): number => {
  const targets = numbers(t)
  const squares = numbers(y).map((each, i) => (each - targets[i]) ** 2)
  return squares.reduce((sum, square) => sum + square, 0) / squares.length
}

const lossOf =
  (loss: (given: readonly Argument[]) => number): Call =>
  (_, given) =>
    Promise.resolve({ value: loss(given), mutated: [] })

const diagnosed = (loss: (given: readonly Argument[]) => number) =>
  diagnoseLinear(lossOf(loss), ['loss'], 1)

test('a function that is called wrong and right wherever mistakes show is accused of nothing', async () => {
  expect(await diagnosed(meanSquaredError)).toEqual({
    mistakes: [],
    facts: [],
    rightElsewhere: [{ function: 'loss', precision: 'double' }],
  })
})

test('single precision is no reason why a law is broken', async () => {
  expect(await diagnosed((given) => meanSquaredError(given) + 1e-8)).toEqual({
    mistakes: [],
    facts: [],
    rightElsewhere: [{ function: 'loss', precision: 'single' }],
  })
})

test('a mistake that shows is named', async () => {
  const { mistakes, rightElsewhere } = await diagnosed((given) => meanSquaredError(given) / 2)
  expect(mistakes.map(({ id }) => id)).toEqual(['loss-half'])
  expect(rightElsewhere).toEqual([])
})
