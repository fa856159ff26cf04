import { expect, test } from 'vitest'
import { RandomState } from '../../src/numpy/index.ts'
import { batchSums } from '../../src/rnn/batch-sums.ts'
import { compileLinearKernel, type LinearKernel } from '../../src/rnn/linear-kernel.ts'
import { plainLinearKernel } from '../../src/rnn/plain-linear-kernel.ts'
import { unroll } from '../../src/rnn/unroll.ts'

const compiled = compileLinearKernel()
const plain = plainLinearKernel()

/** S, G and the sums over the batch, with whatever stood in the memory of the results before. */
function results(rows: number, steps: number, kernel: LinearKernel) {
  const random = new RandomState(1)
  const X = random.rand(rows * steps)
  const gradOut = random.rand(rows)
  const S = new Float64Array(rows * (steps + 1)).fill(NaN)
  const G = new Float64Array(rows * (steps + 1)).fill(NaN)
  unroll({ rows, columns: steps, data: X }, 0.7, 0.9, S, kernel)
  const sums = batchSums({ X, S, G, gradOut, steps, wRec: 0.9 }, kernel).slice(0, 2 * steps)
  return { S, G, sums }
}

test('the kernel is compiled where the tests run', () => {
  expect(compiled).toBeDefined()
})

// Below a round of accumulators, around four rounds, around a run, and runs that are halved twice.
const batches = [1, 3, 4, 7, 8, 31, 32, 33, 100, 127, 128, 129, 130, 300, 1000]

test.each(batches)('of %i samples both kernels give the same bits', (rows) => {
  for (const steps of [1, 2, 10]) {
    const expected = results(rows, steps, plain)
    expect(results(rows, steps, compiled!)).toStrictEqual(expected)
    expect(results(rows, steps, compiled!)).toStrictEqual(expected)
  }
})

test('sums of products of one sign are the sums', () => {
  const { S, G, sums } = results(300, 3, compiled!)
  for (let k = 0; k < 3; k++) {
    const products = Array.from({ length: 300 }, (_, row) => G[4 * row + k + 1] * S[4 * row + k])
    const sum = products.reduce((a, b) => a + b, 0)
    // Two orders of 300 additions of positive numbers.
    expect(Math.abs(sums[3 + k] - sum)).toBeLessThanOrEqual(600 * Number.EPSILON * sum)
  }
})
