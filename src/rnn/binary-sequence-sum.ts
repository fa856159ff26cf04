import { around } from '../numpy/around.ts'
import type { Matrix } from '../numpy/matrix.ts'
import { RandomState } from '../numpy/random-state.ts'
import { sum } from '../numpy/sum.ts'

/**
 * Sequences of random bits and how many ones each holds: X is samples x steps, drawn row by row as
 * `numpy.around(numpy.random.rand(steps))` under the seed; t, of length samples, is the sum of each row.
 * Throws RangeError where a size is not a whole number or the seed is not one of RandomState's.
 */
export function binarySequenceSum(
  seed: number,
  samples: number,
  steps: number,
): { X: Matrix; t: Float64Array } {
  expectCount('samples', samples)
  expectCount('steps', steps)
  const data = around(new RandomState(seed).rand(samples * steps))
  const X = { rows: samples, columns: steps, data }
  const t = Float64Array.from({ length: samples }, (_, row) =>
    sum(data, row * steps, (row + 1) * steps),
  )
  return { X, t }
}

function expectCount(what: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return
  throw new RangeError(
    `binarySequenceSum: expected ${what} to be a whole number, 0 or more, received ${String(count)}`,
  )
}
