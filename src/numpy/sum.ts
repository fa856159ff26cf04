/** Longest run that numpy's pairwise summation adds without halving it (PW_BLOCKSIZE in numpy's loops_utils.h.src). */
export const longestRun = 128

/** Accumulators that a run of eight or more is dealt to in turn (the unrolling in the same function). */
export const accumulators = 8

/**
 * `numpy.sum` of a contiguous float64 vector, bit for bit, over values[start] to values[end - 1].
 * The sum of nothing is 0, and so is the sum of negative zeros: numpy adds the run's sum to its identity 0.
 * Throws RangeError unless 0 <= start <= end <= values.length.
 * Source: DOUBLE_pairwise_sum in numpy/_core/src/umath/loops_utils.h.src.
 */
export function sum(values: ArrayLike<number>, start = 0, end = values.length): number {
  if (!(start >= 0 && start <= end && end <= values.length)) {
    throw new RangeError(
      `sum: expected 0 <= start <= end <= ${values.length} (the number of values), received start ${start}, end ${end}`,
    )
  }
  return 0 + pairwise(values, start, end - start)
}

/** Where pairwise summation cuts a stretch longer than a run: half of it, rounded down to whole rounds of accumulators. */
export function firstHalf(count: number): number {
  const half = Math.floor(count / 2)
  return half - (half % accumulators)
}

function pairwise(values: ArrayLike<number>, start: number, count: number): number {
  if (count < accumulators) return plain(-0, values, start, start + count)
  if (count <= longestRun) return unrolled(values, start, count)
  const half = firstHalf(count)
  return pairwise(values, start, half) + pairwise(values, start + half, count - half)
}

function plain(first: number, values: ArrayLike<number>, start: number, end: number): number {
  let total = first
  for (let i = start; i < end; i++) total += values[i]
  return total
}

function unrolled(values: ArrayLike<number>, start: number, count: number): number {
  let r0 = values[start]
  let r1 = values[start + 1]
  let r2 = values[start + 2]
  let r3 = values[start + 3]
  let r4 = values[start + 4]
  let r5 = values[start + 5]
  let r6 = values[start + 6]
  let r7 = values[start + 7]
  const rest = start + count - (count % accumulators)
  for (let i = start + accumulators; i < rest; i += accumulators) {
    r0 += values[i]
    r1 += values[i + 1]
    r2 += values[i + 2]
    r3 += values[i + 3]
    r4 += values[i + 4]
    r5 += values[i + 5]
    r6 += values[i + 6]
    r7 += values[i + 7]
  }
  const rounds = r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7))
  return plain(rounds, values, rest, start + count)
}
