import { accumulators, firstHalf, longestRun } from '../numpy/sum.ts'
import { part } from './part.ts'
import { ROWS, type AddRows, type LinearKernel } from './linear-kernel.ts'

/** One unrolled batch: X is rows x steps; S and G, rows x (steps + 1); G is filled on the way. */
export interface Unrolled {
  readonly X: Float64Array
  readonly S: Float64Array
  readonly G: Float64Array
  readonly gradOut: Float64Array
  readonly steps: number
  readonly wRec: number
}

/** A batch in the kernel's memory: sums that wait, then a run's own and its accumulators; from `run` on, the run's rows. */
interface Summation {
  readonly batch: Unrolled
  readonly kernel: LinearKernel
  readonly sums: Float64Array
  readonly run: number
}

const NUMBER = Float64Array.BYTES_PER_ELEMENT

/**
 * Fills G, column by column from the last: gradOut, then the column after it times wRec. Returns numpy's sums over
 * the batch, bit for bit: entry k - 1 is sum(G[:, k] X[:, k - 1]), entry steps + k - 1 is sum(G[:, k] S[:, k - 1]).
 * They are valid until the next call. There is at least one step.
 *
 * numpy adds up one column after another. Here a run of at most 128 rows is read once, row by row, and each column keeps
 * the eight accumulators of its pairwise sum; the runs are then added in numpy's order. So each number is added
 * in the same order as in numpy, while the run stays in the processor's cache.
 */
export function batchSums(batch: Unrolled, kernel: LinearKernel): Float64Array {
  const rows = batch.gradOut.length
  const run = 2 * batch.steps * (depth(rows) + accumulators)
  const sums = kernel.reserve(run + Math.min(rows, longestRun) * 3 * (batch.steps + 1))
  sumRows({ batch, kernel, sums, run }, 0, rows, 0)
  return sums
}

/** How many sums of a row's width wait at once while `count` rows are halved down to a run, the run's own included. */
function depth(count: number): number {
  return count <= longestRun ? 1 : 1 + depth(count - firstHalf(count))
}

function sumRows(summation: Summation, first: number, count: number, into: number): void {
  if (count <= longestRun) return sumRun(summation, first, count, into)
  const { batch, sums } = summation
  const half = firstHalf(count)
  const width = 2 * batch.steps
  sumRows(summation, first, half, into)
  sumRows(summation, first + half, count - half, into + width)
  for (let i = into; i < into + width; i++) sums[i] += sums[i + width]
}

/** Copies the rows of a run in, X, S and gradOut behind one another with room for G, and G out. */
function sumRun(summation: Summation, first: number, count: number, into: number): void {
  const { batch, sums, run } = summation
  const { X, S, G, gradOut, steps } = batch
  const end = first + count
  const width = steps + 1
  const toS = count * steps
  const toG = toS + count * width
  const toGradOut = toG + count * width
  sums.set(part(X, first * steps, end * steps), run)
  sums.set(part(S, first * width, end * width), run + toS)
  sums.set(part(gradOut, first, end), run + toGradOut)
  addRun(summation, count, into)
  G.set(sums.subarray(run + toG, run + toGradOut), first * width)
}

/** Deals whole rounds of rows to the accumulators of each column, which stand behind `into`, and adds those up. */
function addRun(summation: Summation, count: number, into: number): void {
  const { batch, kernel, sums } = summation
  const width = 2 * batch.steps
  const rounds = count - (count % accumulators)
  const byFour = rounds - (rounds % (ROWS * accumulators))
  const dealt = into + width
  sums.fill(-0, into, dealt + (rounds > 0 ? accumulators * width : 0))
  let row = 0
  for (; row < byFour; row += ROWS * accumulators) {
    addRows(summation, kernel.addRowsByFour, count, row, dealt, accumulators)
  }
  for (; row < rounds; row += accumulators) {
    addRows(summation, kernel.addRows, count, row, dealt, accumulators)
  }
  if (rounds > 0) addAccumulators(sums, dealt, width, into)
  for (; row < count; row++) addRows(summation, kernel.addRows, count, row, into, 1)
}

/** Adds rows from `row` on, one after another, to as many sums in turn. */
function addRows(
  { batch: { steps, wRec }, run }: Summation,
  add: AddRows,
  count: number,
  row: number,
  sums: number,
  turns: number,
): void {
  const toS = count * steps + row
  const toG = toS + count * (steps + 1)
  const gradOut = run + count * (3 * steps + 2) + row
  add(
    (run + row * steps) * NUMBER,
    steps * NUMBER,
    accumulators * steps * NUMBER,
    toS * NUMBER,
    toG * NUMBER,
    gradOut * NUMBER,
    sums * NUMBER,
    (sums + turns * 2 * steps) * NUMBER,
    wRec,
  )
}

function addAccumulators(sums: Float64Array, dealt: number, width: number, into: number): void {
  for (let i = 0; i < width; i++) {
    const r0 = dealt + i
    const r2 = r0 + 2 * width
    const r4 = r0 + 4 * width
    const r6 = r0 + 6 * width
    sums[into + i] =
      sums[r0] +
      sums[r0 + width] +
      (sums[r2] + sums[r2 + width]) +
      (sums[r4] + sums[r4 + width] + (sums[r6] + sums[r6 + width]))
  }
}
