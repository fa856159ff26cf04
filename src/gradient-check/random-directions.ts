import type { Leaf } from '../parameters/leaf.ts'
import type { Range } from './wrong-blocks.ts'

/** Least size of a weight, in sizes of its leaf's parameters. */
const LEAST_WEIGHT = 1 / 2

/**
 * Random directions of one seed. The weight of an entry is a random sign times a random size of 1/2 to 3/2 times the size
 * of its leaf's parameters: no leaf swamps another, one wrong entry shows along every direction, and two that cancel along
 * one do not along the next.
 */
export interface RandomDirections {
  /** The weights of the entries of a range, along another direction at every call. */
  readonly draw: (range: Range) => Float64Array
  /** Least size that a weight may have. */
  readonly least: number
}

/** A number in [-1, 1) from a seed and an index: the finaliser of MurmurHash3. */
const scatter = (seed: number, index: number) => {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ index
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) / 2 ** 31
}

/** Sign times size: [-1, 0) becomes -(1/2 .. 3/2], [0, 1) becomes 1/2 .. 3/2. */
const weightFrom = (uniform: number) => uniform + (uniform < 0 ? -LEAST_WEIGHT : LEAST_WEIGHT)

export const rootMeanSquare = (x: Float64Array): number => {
  const largest = x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)
  if (largest === 0) return 0
  return largest * Math.sqrt(x.reduce((sum, entry) => sum + (entry / largest) ** 2, 0) / x.length)
}

export const randomDirections = (
  x: Float64Array,
  leaves: readonly Leaf[],
  seed: number,
): RandomDirections => {
  const overall = rootMeanSquare(x) || 1
  const scales = leaves.map(
    ({ offset, length }) => rootMeanSquare(x.subarray(offset, offset + length)) || overall,
  )
  const scaleAt = new Float64Array(x.length)
  for (const [k, { offset, length }] of leaves.entries()) {
    scaleAt.fill(scales[k], offset, offset + length)
  }
  let drawn = 0
  const draw = ({ from, to }: Range) => {
    const key = Math.imul(seed, 0x01000193) + drawn++
    const direction = new Float64Array(to - from)
    for (let i = from; i < to; i++) direction[i - from] = weightFrom(scatter(key, i)) * scaleAt[i]
    return direction
  }
  return { draw, least: LEAST_WEIGHT * scales.reduce((a, b) => Math.min(a, b), Infinity) }
}
