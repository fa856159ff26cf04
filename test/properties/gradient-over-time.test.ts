import { expect, test } from 'vitest'
import { gradientOverTime } from '../../properties/gradient-over-time.ts'
import * as reference from '../../src/rnn/index.ts'

test('the gradient over time of every sample is held against its own inputs', async () => {
  const problem = {
    X: { rows: 3, columns: 2, data: Float64Array.of(1, 0, 2, -1, 0.5, 1.5) },
    t: Float64Array.of(3, -1, 2),
    wx: 0.5,
    wRec: 1.5,
  }
  expect(await gradientOverTime.check(reference, problem)).toEqual({
    status: 'passed',
    precision: 'double',
  })
})

test('a squared error that overflows decides nothing, and the reason is told', async () => {
  const problem = {
    X: { rows: 1, columns: 1, data: Float64Array.of(1) },
    t: Float64Array.of(1e200),
    wx: 1,
    wRec: 1,
  }
  expect(await gradientOverTime.check(reference, problem)).toEqual({
    status: 'inconclusive',
    reason: expect.stringMatching('f is not finite'),
  })
})
