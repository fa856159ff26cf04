import { sum } from './sum.ts'

/** `numpy.mean` of a contiguous float64 vector, bit for bit: its pairwise sum over its length, NaN where it is empty. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length
}
