import { describe, expect, test } from 'vitest'
import { forwardPass } from '../../properties/linear-rnn.ts'
import { CallError } from '../../properties/property.ts'
import type { Call, Tensor } from '../../src/assignment/assignment.ts'
import { centralDifferences } from '../../src/assignment/central-differences.ts'
import { linearFigures } from '../../src/assignment/linear-figures.ts'
import { binarySequenceSum } from '../../src/rnn/binary-sequence-sum.ts'
import * as reference from '../../src/rnn/linear.ts'

type Gradient = ReturnType<typeof reference.backwardGradient>

const matrix = ({ shape: [rows, columns], data }: Tensor) => ({ rows, columns, data })

/** A submission whose backward_gradient is the right one, changed. */
const submission =
  (change: (right: Gradient) => Gradient): Call =>
  async (_, given) => {
    const [X, S, gradOut, wRec] = given as [Tensor, Tensor, Tensor, number]
    const right = reference.backwardGradient(matrix(X), matrix(S), gradOut.data, wRec)
    const [weights, { rows, columns, data }] = change(right)
    return { value: [weights, { shape: [rows, columns], data }], mutated: [] }
  }

const refuse: Call = () => Promise.reject(new CallError('crash', 'it ended'))

const figuresOf = (change: (right: Gradient) => Gradient) => linearFigures(submission(change), 1)

describe('the figures of linear-rnn', () => {
  test('show a right submission on the expected curves, arrows and side of the bound', async () => {
    const { gradientOverTime, stepSize, lossSurface } = await figuresOf((right) => right)
    expect(gradientOverTime).toHaveLength(3)
    expect(lossSurface!.gradients).toHaveLength(25)
    for (const { expected, received } of gradientOverTime!) expect(received).toEqual(expected)
    for (const { expected, received } of lossSurface!.gradients) expect(received).toEqual(expected)
    expect(stepSize!.received).toBeLessThanOrEqual(stepSize!.checkBound)
    expect(stepSize!.parameter).toBe('wRec')
  })

  test('follow the gradient as it vanishes, keeps its size and explodes', async () => {
    const { gradientOverTime } = await figuresOf((right) => right)
    for (const { wRec, expected } of gradientOverTime!)
      for (const [k, size] of expected.entries())
        expect(size / wRec ** (expected.length - 1 - k)).toBeCloseTo(1, 12)
    expect(gradientOverTime!.map(({ wRec }) => Math.sign(Math.abs(wRec) - 1))).toEqual([-1, 0, 1])
  })

  test('have the lowest loss where the sum is formed, and no gradient there', async () => {
    const { lossSurface } = await figuresOf((right) => right)
    const { x, y, loss, gradients } = lossSurface!
    expect(loss[y.values.indexOf(1)][x.values.indexOf(1)]).toBe(0)
    const flat = gradients.filter(({ expected }) => expected.every((slope) => slope === 0))
    expect(flat.map(({ at }) => at)).toEqual([[1, 1]])
  })

  test('show by how much a wrong gradient is off, of wx where wRec is right', async () => {
    const doubled = await figuresOf(([[wx, wRec], overTime]) => [[2 * wx, wRec], overTime])
    const { parameter, received, derivative, checkBound } = doubled.stepSize!
    expect(parameter).toBe('wx')
    expect(received).toBeCloseTo(Math.abs(derivative), 9)
    expect(received).toBeGreaterThan(checkBound)
  })

  test('leave out what a call does not give', async () => {
    expect(await linearFigures(refuse, 1)).toEqual({})
    const onlyWeights = await figuresOf(([weights, overTime]) => [
      weights,
      { ...overTime, columns: 1, data: overTime.data.slice(0, overTime.rows) },
    ])
    expect(onlyWeights).toEqual({})
  })
})

test.for([1, 2, 3, 4, 5])(
  'central differences err by no more than their bound at any step (seed %i)',
  (seed) => {
    for (const [wx, wRec] of [
      [1.2, 1.2],
      [-0.7, 0.4],
      [2, -1.3],
    ]) {
      const problem = { ...binarySequenceSum(seed, 20, 10), wx, wRec }
      const { S, gradOut } = forwardPass(problem.X, problem.t, wx, wRec)
      const [exact] = reference.backwardGradient(problem.X, S, gradOut, wRec)
      for (const [index, name] of (['wx', 'wRec'] as const).entries()) {
        const { errors, bounds } = centralDifferences(problem, name, exact[index])
        for (const [i, error] of errors.entries()) expect(error).toBeLessThanOrEqual(bounds[i])
        // and the bound is one: a hundred times less would be broken
        expect(errors.some((error, i) => error > bounds[i] / 100)).toBe(true)
      }
    }
  },
)
