import { expect, test } from 'vitest'
import { descent } from '../../properties/descent.ts'
import type { LinearRnn } from '../../properties/linear-rnn.ts'
import * as reference from '../../src/rnn/index.ts'

const problem = {
  X: { rows: 2, columns: 3, data: Float64Array.of(1, 0, 1, 2, -1, 0.5) },
  t: Float64Array.of(3, -1),
  wx: 0.5,
  wRec: 1.5,
}

/** The right gradient, each of its entries times a factor. */
const scaledBy = (wx: number, wRec: number): LinearRnn => ({
  ...reference,
  backwardGradient: (...given) => {
    const [gradients, overTime] = reference.backwardGradient(...given)
    return [[gradients[0] * wx, gradients[1] * wRec], overTime]
  },
})

const passed = { status: 'passed', precision: 'double' }

test.each([
  [1, 1],
  [1, 0],
  [0, 1],
  [1e9, 1e9],
  [0.5, 0.5],
  [1e-3, 1e-3],
  [1e-9, 1e-9],
  [1e3, 1],
  [1, 1e3],
])('the loss falls against the gradient times %d and %d', async (wx, wRec) => {
  expect(await descent.check(scaledBy(wx, wRec), problem)).toEqual(passed)
})

test.each([
  [-1, -1],
  [-1, 0],
  [0, -1],
  [0, 0],
  [-1e9, -1e9],
  [-1e-9, -1e-9],
])('the loss does not fall against the gradient times %d and %d', async (wx, wRec) => {
  expect(await descent.check(scaledBy(wx, wRec), problem)).toMatchObject({
    status: 'failed',
    message: 'no step against the returned gradient lowers the loss',
    evidence: { input: { wx: 0.5, wRec: 1.5 } },
  })
})
