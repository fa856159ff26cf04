import { expect, test } from 'vitest'
import { backwardPass, claim } from '../../properties/backward-pass.ts'
import { CallError } from '../../properties/property.ts'
import * as reference from '../../src/rnn/index.ts'

const problem = {
  X: { rows: 1, columns: 2, data: Float64Array.of(8, -1) },
  t: Float64Array.of(2),
  wx: 0.5,
  wRec: 0.5,
}

test('what a law claims is held against the terms of any sum that could stand in its place', async () => {
  const pass = await backwardPass(reference, problem)
  const { weights, overTime } = claim(pass, [[1000, 0], pass.received[1]]).expected
  // S = 0, 4, 1.5 and grad_out = -1, so G = -0.25, -0.5, -1: 1.75 in absolute values, times the input 8.
  expect([...weights.value]).toEqual([1000, 0])
  expect([...weights.magnitude]).toEqual([1000, 14])
  expect([...overTime.value]).toEqual([-0.25, -0.5, -1])
  expect([...overTime.magnitude]).toEqual([0.25, 0.5, 1])
  expect(weights.roundings - pass.expected.weights.roundings).toBe(4)
})

test('a call that fails is told by its name, its kind and what happened', () => {
  const error = new CallError('crash', 'out of reach')
  expect(String(error)).toBe('CallError: out of reach')
  expect(error.kind).toBe('crash')
})
