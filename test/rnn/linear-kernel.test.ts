import { expect, test } from 'vitest'
import { RandomState } from '../../src/numpy/index.ts'
import { batchSums } from '../../src/rnn/batch-sums.ts'
import { compileLinearKernel, type LinearKernel } from '../../src/rnn/linear-kernel.ts'
import { plainLinearKernel } from '../../src/rnn/plain-linear-kernel.ts'
import { unroll } from '../../src/rnn/unroll.ts'

const kernels = () => ({ compiled: compileLinearKernel()!, plain: plainLinearKernel() })

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
  expect(compileLinearKernel()).toBeDefined()
})

// Below a round of accumulators, around four rounds, around a run, and runs that are halved twice.
const batches = [1, 3, 4, 7, 8, 31, 32, 33, 100, 127, 128, 129, 130, 300, 1000]

test.each(batches)('of %i samples both kernels give the same bits', (rows) => {
  const { compiled, plain } = kernels()
  for (const steps of [1, 2, 10]) {
    const expected = results(rows, steps, plain)
    expect(results(rows, steps, compiled)).toStrictEqual(expected)
    expect(results(rows, steps, compiled)).toStrictEqual(expected)
  }
})

test('sums of products of one sign are the sums', () => {
  const { S, G, sums } = results(300, 3, kernels().compiled)
  for (let k = 0; k < 3; k++) {
    const products = Array.from({ length: 300 }, (_, row) => G[4 * row + k + 1] * S[4 * row + k])
    const sum = products.reduce((a, b) => a + b, 0)
    // Two orders of 300 additions of positive numbers.
    expect(Math.abs(sums[3 + k] - sum)).toBeLessThanOrEqual(600 * Number.EPSILON * sum)
  }
})

const BYTES = Float64Array.BYTES_PER_ELEMENT

/** Numbers of the reserved memory as they are after a call, NaN where nothing was written. */
function after(kernel: LinearKernel, given: readonly number[], call: (each: LinearKernel) => void) {
  const memory = kernel.reserve(400).subarray(0, 400).fill(NaN)
  memory.set(given)
  call(kernel)
  return memory.slice()
}

const inBytes = (...numbers: readonly number[]) => numbers.map((each) => each * BYTES)

test('both kernels write nothing but the states, wherever they lie', () => {
  const { compiled, plain } = kernels()
  const given = Array.from(new RandomState(2).rand(100))
  // four rows of three entries from number 6 on, their states from 120 on
  const [x, xEnd, row, s] = inBytes(6, 18, 3, 120)
  const unrolled = (kernel: LinearKernel) => kernel.unroll(x, xEnd, row, s, 0.7, 0.9)
  const states = after(plain, given, unrolled)
  expect(after(compiled, given, unrolled)).toStrictEqual(states)
  const isWritten = Array.from(states, (each, i) => i >= 100 && !Number.isNaN(each))
  expect([isWritten.indexOf(true), isWritten.lastIndexOf(true)]).toEqual([120, 135])
})

test.each(['addRows', 'addRowsByFour'] as const)(
  'both kernels write nothing but gradients and sums, wherever they lie: %s',
  (way) => {
    const { compiled, plain } = kernels()
    const given = Array.from(new RandomState(3).rand(200))
    const sums = [...given, ...new Float64Array(100).fill(NaN), ...given.slice(0, 16)]
    // rows of two entries, one a turn and 8 rows apart; two turns of sums from number 300 on
    const [x, row, apart, toS, toG, gradOut, from, end] = inBytes(4, 2, 16, 80, 200, 150, 300, 308)
    const added = (kernel: LinearKernel) =>
      kernel[way](x, row, apart, toS, toG, gradOut, from, end, 0.9)
    const memory = after(plain, sums, added)
    expect(after(compiled, sums, added)).toStrictEqual(memory)
    expect(memory.slice(0, 200)).toStrictEqual(Float64Array.from(given))
    const isOther = Array.from(memory, (each, i) => i >= 300 && !Object.is(each, sums[i] ?? NaN))
    expect([isOther.indexOf(true), isOther.lastIndexOf(true)]).toEqual([300, 307])
  },
)

test('both kernels keep their memory until more is asked for, and then have as much', () => {
  for (const kernel of Object.values(kernels())) {
    const memory = kernel.reserve(9000)
    const { length } = memory
    expect(length).toBeGreaterThanOrEqual(9000)
    expect(kernel.reserve(length)).toBe(memory)
    expect(kernel.reserve(1)).toBe(memory)
    const more = kernel.reserve(length + 1)
    expect(more.length).toBeGreaterThan(length)
    // WebAssembly has pages of 8192 numbers
    expect(more.length).toBeLessThanOrEqual(length + 8192)
  }
})

test.each([1, 5, 127, 300])('of %i rows a run is unrolled at a time, in whole fours', (rows) => {
  const { plain } = kernels()
  const asked: number[] = []
  const unrolled: LinearKernel['unroll'] = (...bytes) => {
    asked.push((bytes[1] - bytes[0]) / bytes[2])
    plain.unroll(...bytes)
  }
  results(rows, 2, { ...plain, unroll: unrolled })
  expect(asked.length).toBe(Math.ceil(rows / 128))
  expect(Math.max(...asked)).toBeLessThanOrEqual(128)
  for (const each of asked) expect(each % 4).toBe(0)
  const total = asked.reduce((sum, each) => sum + each, 0)
  expect(total).toBe(4 * Math.ceil(rows / 4))
})
