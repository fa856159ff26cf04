import { longestRun } from '../numpy/sum.ts'
import type { Matrix } from '../numpy/matrix.ts'
import { part } from './part.ts'
import { ROWS, type LinearKernel } from './linear-kernel.ts'

const NUMBER = Float64Array.BYTES_PER_ELEMENT

/** Fills S, rows x (steps + 1), from X, some rows at a time that stay in the processor's cache. There is at least one step. */
export function unroll(
  { rows, columns: steps, data }: Matrix,
  wx: number,
  wRec: number,
  S: Float64Array,
  kernel: LinearKernel,
): void {
  const band = Math.min(rows, longestRun)
  const room = wholeFours(band)
  const toS = room * steps
  const memory = kernel.reserve(toS + room * (steps + 1))
  for (let first = 0; first < rows; first += band) {
    const end = Math.min(rows, first + band)
    memory.set(part(data, first * steps, end * steps))
    const last = wholeFours(end - first) * steps
    kernel.unroll(0, last * NUMBER, steps * NUMBER, toS * NUMBER, wx, wRec)
    S.set(memory.subarray(toS, toS + (end - first) * (steps + 1)), first * (steps + 1))
  }
}

function wholeFours(rows: number): number {
  return Math.ceil(rows / ROWS) * ROWS
}
