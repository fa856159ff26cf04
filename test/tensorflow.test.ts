import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'
import '@tensorflow/tfjs-backend-cpu'
import { beforeAll, expect, test } from 'vitest'
import { checkGradient } from '../src/gradient-check/index.ts'

beforeAll(() => tf.setBackend('cpu'))

type Loss = (x: tf.Tensor1D) => tf.Scalar

/** The error that is put in: what passes must have been able to see it. */
const resolution = 1e-3
/** Rounding of an analytic gradient in float32: 2^-24 of its largest entry for each of some 16 roundings. */
const analyticError = (gradient: Float64Array) =>
  16 * 2 ** -24 * gradient.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)

const check = (loss: Loss, x: readonly number[], factor: number) => {
  const f = (x: Float64Array) => {
    const value = tf.tidy(() => loss(tf.tensor1d([...x])))
    const [number] = value.dataSync()
    value.dispose()
    return number
  }
  const slope = tf.tidy(() => tf.grad((t) => loss(t as tf.Tensor1D))(tf.tensor1d([...x])))
  const gradient = Float64Array.from(slope.dataSync())
  const wrong = gradient.map((entry) => factor * entry)
  return checkGradient(f, () => wrong, x, {
    resolution,
    analyticError: analyticError(gradient),
  })
}

/** Weights that no operation's symmetry cancels. */
const weighted = (t: tf.Tensor) =>
  tf.sum(tf.mul(tf.reshape(t, [t.size]), tf.range(1, t.size + 1))) as tf.Scalar

const kernel = () => tf.tensor4d([0.5, -1, 0.25, 2], [2, 2, 1, 1])
const matrix = (x: tf.Tensor) => tf.reshape(x, [3, 3])
const image = (x: tf.Tensor) => tf.reshape(x, [1, 3, 3, 1]) as tf.Tensor4D
const operations: Record<string, Loss> = {
  square: (x) => weighted(tf.square(x)),
  exp: (x) => weighted(tf.exp(x)),
  log: (x) => weighted(tf.log(x)),
  sigmoid: (x) => weighted(tf.sigmoid(x)),
  tanh: (x) => weighted(tf.tanh(x)),
  softmax: (x) => weighted(tf.softmax(x)),
  logSumExp: (x) => tf.logSumExp(x) as tf.Scalar,
  matMul: (x) => weighted(tf.matMul(matrix(x), matrix(x))),
  conv2d: (x) => weighted(tf.square(tf.conv2d(image(x), kernel(), 1, 'valid'))),
  div: (x) => weighted(tf.div(x, tf.add(1, tf.square(x)))),
}
const at = [0.5, 0.75, 1.25, 1.5, 0.625, 2, 0.875, 1.125, 1.75]

const recurrent: Loss = (x) => {
  const part = (from: number, rows: number, columns: number) =>
    tf.reshape(tf.slice(x, [from], [rows * columns]), [rows, columns])
  const wRec = part(2, 2, 2)
  let state: tf.Tensor = tf.zeros([1, 2])
  for (const input of [0.5, -1, 0.25, 1, 0.75]) {
    state = tf.tanh(tf.add(tf.mul(part(0, 1, 2), input), tf.matMul(state, wRec)))
  }
  return tf.sum(tf.square(tf.sub(state, [[1, -1]]))) as tf.Scalar
}
const weights = [0.5, -0.75, 0.625, 0.5, 0.875, 0.25]

const cases = [
  ...Object.entries(operations).map(([name, loss]) => ({ name, loss, x: at })),
  { name: 'a recurrent network', loss: recurrent, x: weights },
]

test.each(cases)(
  'the float32 gradient of $name raises no alarm, and times 1.001 it does',
  ({ loss, x }) => {
    expect(check(loss, x, 1).status).not.toBe('failed')
    expect(check(loss, x, 1 + resolution).status).toBe('failed')
  },
)
