import { expect, test } from 'vitest'
import { backwardGradient, forwardStates, loss, outputGradient } from '../src/rnn/index.ts'
import '../src/vitest.ts'

const X = { rows: 2, columns: 3, data: Float64Array.of(1, 0, 1, 0, 1, 1) }
const t = Float64Array.of(2, 2)
const run = ([wx, wRec]: Float64Array) => {
  const S = forwardStates(X, wx, wRec)
  return { S, y: Float64Array.of(S.data[3], S.data[7]) }
}

test('the network has its gradient, and the numbers of last time', () => {
  const f = (w: Float64Array) => loss(run(w).y, t)
  const gradient = (w: Float64Array) => {
    const { S, y } = run(w)
    return backwardGradient(X, S, outputGradient(y, t), w[1])[0]
  }
  expect(f).toHaveGradient(gradient, { at: [1.2, 0.9] })
  expect(run(Float64Array.of(1.2, 0.9)).y).toMatchGolden('outputs', { ulps: 4 })
})
