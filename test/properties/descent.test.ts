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

test('a gradient that promises no more than rounding takes shows no descent', async () => {
  expect(await descent.check(scaledBy(1e-20, 1e-20), problem)).toMatchObject({ status: 'failed' })
})

test.each([Number.NaN, Infinity, 1e-200, 5e-324])(
  'a gradient of %d is no way down, and the search for one ends',
  async (entry) => {
    const subject: LinearRnn = {
      ...reference,
      backwardGradient: (...given) => [[entry, entry], reference.backwardGradient(...given)[1]],
    }
    expect(await descent.check(subject, problem)).toMatchObject({ status: 'failed' })
  },
)

// So large that every step is too small to change the loss by more than rounding.
test.each([1e9, 1e12])(
  'a direction along which the loss stays is no way down, whatever rounding says, at size %d',
  async (size) => {
    const subject: LinearRnn = {
      ...reference,
      backwardGradient: (...given) => {
        const [[wx, wRec], overTime] = reference.backwardGradient(...given)
        return [[wRec * size, -wx * size], overTime]
      },
    }
    expect(await descent.check(subject, problem)).toMatchObject({ status: 'failed' })
  },
)

test('a loss that overflows shows no descent, and the search for one ends', async () => {
  const large = { ...problem, t: Float64Array.of(1e200, 0) }
  expect(await descent.check(reference, large)).toMatchObject({ status: 'failed' })
})
