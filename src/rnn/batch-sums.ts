import { accumulators, firstHalf, longestRun } from '../numpy/sum.ts'

/** One unrolled batch: X is rows x steps; S and G, rows x (steps + 1); G is filled on the way. */
export interface Unrolled {
  readonly X: Float64Array
  readonly S: Float64Array
  readonly G: Float64Array
  readonly gradOut: Float64Array
  readonly steps: number
  readonly wRec: number
}

let scratch = new Float64Array(0)

/**
 * Fills G, column by column from the last: gradOut, then the column after it times wRec. Returns numpy's sums over
 * the batch, bit for bit: entry k - 1 is sum(G[:, k] X[:, k - 1]), entry steps + k - 1 is sum(G[:, k] S[:, k - 1]).
 * They are valid until the next call.
 *
 * numpy adds up one column after another. Here a run of at most 128 rows is read once, row by row, and each column keeps
 * the eight accumulators of its pairwise sum; the runs are then added in numpy's order. So each number is added
 * in the same order as in numpy, while the run stays in the processor's cache.
 */
export function batchSums(batch: Unrolled): Float64Array {
  const rows = batch.gradOut.length
  const width = 2 * batch.steps
  const room = width * (depth(rows) + accumulators)
  if (scratch.length < room) scratch = new Float64Array(room)
  sumRows(batch, scratch, 0, rows, 0)
  return scratch
}

/** How many sums of `width` wait at once while `count` rows are halved down to a run, the run's own included. */
function depth(count: number): number {
  return count <= longestRun ? 1 : 1 + depth(count - firstHalf(count))
}

function sumRows(
  batch: Unrolled,
  sums: Float64Array,
  first: number,
  count: number,
  into: number,
): void {
  if (count <= longestRun) return sumRun(batch, sums, first, count, into)
  const half = firstHalf(count)
  const width = 2 * batch.steps
  sumRows(batch, sums, first, half, into)
  sumRows(batch, sums, first + half, count - half, into + width)
  for (let i = into; i < into + width; i++) sums[i] += sums[i + width]
}

function sumRun(
  batch: Unrolled,
  sums: Float64Array,
  first: number,
  count: number,
  into: number,
): void {
  const rounds = first + count - (count % accumulators)
  if (rounds > first) sumRounds(batch, sums, first, rounds, into)
  else sums.fill(-0, into, into + 2 * batch.steps)
  for (let row = rounds; row < first + count; row++) addRow(batch, sums, row, into)
}

/** Deals whole rounds of rows to the accumulators of each column, which stand behind `into`, and adds those up. */
function sumRounds(
  batch: Unrolled,
  sums: Float64Array,
  first: number,
  end: number,
  into: number,
): void {
  const width = 2 * batch.steps
  const dealt = into + width
  sums.fill(-0, dealt, dealt + accumulators * width)
  let row = first
  for (; row + 4 * accumulators <= end; row += 4 * accumulators) {
    for (let j = 0; j < accumulators; j++) addFourRows(batch, sums, row + j, dealt + j * width)
  }
  for (; row < end; row++) {
    addRow(batch, sums, row, dealt + ((row - first) % accumulators) * width)
  }
  addAccumulators(sums, dealt, width, into)
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

function addRow(batch: Unrolled, sums: Float64Array, row: number, into: number): void {
  const { X, S, G, gradOut, steps, wRec } = batch
  const x = row * steps - 1
  const s = x + row
  const wx = into - 1
  const rec = wx + steps
  let g = gradOut[row]
  for (let k = steps; k > 0; k--) {
    sums[wx + k] += g * X[x + k]
    sums[rec + k] += g * S[s + k]
    G[s + k + 1] = g
    g *= wRec
  }
  G[s + 1] = g
}

/** addRow for a row and the three that follow it at the same accumulator: the sums are read and written once for four. */
function addFourRows(batch: Unrolled, sums: Float64Array, row: number, into: number): void {
  const { X, S, G, gradOut, steps, wRec } = batch
  const x0 = row * steps - 1
  const x1 = x0 + accumulators * steps
  const x2 = x1 + accumulators * steps
  const x3 = x2 + accumulators * steps
  const s0 = x0 + row
  const s1 = x1 + row + accumulators
  const s2 = x2 + row + 2 * accumulators
  const s3 = x3 + row + 3 * accumulators
  const wx = into - 1
  const rec = wx + steps
  let g0 = gradOut[row]
  let g1 = gradOut[row + accumulators]
  let g2 = gradOut[row + 2 * accumulators]
  let g3 = gradOut[row + 3 * accumulators]
  for (let k = steps; k > 0; k--) {
    sums[wx + k] = sums[wx + k] + g0 * X[x0 + k] + g1 * X[x1 + k] + g2 * X[x2 + k] + g3 * X[x3 + k]
    sums[rec + k] =
      sums[rec + k] + g0 * S[s0 + k] + g1 * S[s1 + k] + g2 * S[s2 + k] + g3 * S[s3 + k]
    G[s0 + k + 1] = g0
    G[s1 + k + 1] = g1
    G[s2 + k + 1] = g2
    G[s3 + k + 1] = g3
    g0 *= wRec
    g1 *= wRec
    g2 *= wRec
    g3 *= wRec
  }
  G[s0 + 1] = g0
  G[s1 + 1] = g1
  G[s2 + 1] = g2
  G[s3 + 1] = g3
}
