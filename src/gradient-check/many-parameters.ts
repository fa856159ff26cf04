import type { Leaf } from '../parameters/leaf.ts'
import { isWrong, probeOf } from './along.ts'
import type { Along } from './along.ts'
import { decode, locate } from './locate-wrong-entries.ts'
import { randomDirections, rootMeanSquare } from './random-directions.ts'
import type { Evaluation } from './work.ts'
import { blockPath, mergeBlocks } from './wrong-blocks.ts'
import type { WrongBlock } from './wrong-blocks.ts'

/** Directions along which all parameters are checked at once, and as many more where they cost no more than this. */
const DIRECTIONS = 2
const CHEAP = 50
/**
 * Chance that an error spread over many entries, ten bounds large, stays below two bounds along one direction: the
 * width of that window times the peak of the normal density, the weights having a mean square of 13/12.
 */
const MISS = 4 / (10 * Math.sqrt((13 / 12) * 2 * Math.PI))

export interface Findings {
  readonly directions: readonly Along[]
  /** Indices of entries that are wrong by themselves. */
  readonly entries: readonly number[]
  readonly blocks: readonly WrongBlock[]
  /** Smallest error of one entry that would have failed, relative to the norm of the gradient. */
  readonly resolution: number
  /**
   * Chance that no direction sees an error ten bounds large: 0 for one in a single entry, which weighs 1/2 at least along
   * every direction; and for one that is spread over many entries.
   */
  readonly missProbability: { readonly entry: 0; readonly spread: number }
  readonly evaluations: number
}

export interface Search {
  readonly x: Float64Array
  readonly analytic: Float64Array
  readonly leaves: readonly Leaf[]
  readonly seed: number
  /** Widest distance of neighbouring numbers that a coordinate can hold, relative to them. */
  readonly spacing: number
  /** Whether the entry is wrong by itself, along its own coordinate. */
  readonly isEntryWrong: (index: number) => Evaluation<boolean>
}

/** Whether the gaps along all directions are what one wrong entry leaves. */
const explains = (
  single: number,
  drawn: readonly Float64Array[],
  gaps: readonly Along[],
  worst: number,
) => {
  const known = gaps[worst]
  return gaps.every(({ analytic: own, numeric, errorBound }, k) => {
    const weight = drawn[k][single] / drawn[worst][single]
    const rest = own - numeric - weight * (known.analytic - known.numeric)
    return Math.abs(rest) <= errorBound + Math.abs(weight) * known.errorBound
  })
}

const resolutionOf = (directions: readonly Along[], least: number, analytic: Float64Array) => {
  const norm = rootMeanSquare(analytic) * Math.sqrt(analytic.length)
  const widest = Math.max(...directions.map(({ errorBound }) => errorBound))
  const resolution = (2 * widest) / (least * norm)
  return Number.isNaN(resolution) ? Infinity : resolution
}

/**
 * Checks all entries of a gradient at once, along random directions, in a number of evaluations of f that does not grow
 * with their number, and finds the wrong ones where there are any.
 */
export function* searchManyParameters({
  x,
  analytic,
  leaves,
  seed,
  spacing,
  isEntryWrong,
}: Search): Evaluation<Findings & { readonly origin: number }> {
  const { draw, least } = randomDirections(x, leaves, seed)
  const probe = probeOf(x, analytic, spacing)
  const entries: number[] = []
  const blocks: WrongBlock[] = []
  const hunt = { leaves, draw, probe, isEntryWrong, entries, blocks }
  const everything = { from: 0, to: x.length }
  const drawn = Array.from({ length: DIRECTIONS }, () => draw(everything))
  const directions = yield* probe.along(everything, drawn)
  if (probe.spent.evaluations <= CHEAP && !directions.some(isWrong)) {
    const further = Array.from({ length: DIRECTIONS }, () => draw(everything))
    directions.push(...(yield* probe.along(everything, further)))
    drawn.push(...further)
  }
  const worst = directions.findIndex(isWrong)
  if (worst >= 0) {
    const single = yield* decode(hunt, everything, drawn[worst], directions[worst])
    if (single !== undefined && explains(single, drawn, directions, worst)) {
      entries.push(single)
    } else yield* locate(hunt, everything, drawn[worst], directions[worst])
    if (entries.length + blocks.length === 0) {
      blocks.push({ path: blockPath(leaves, everything), ...everything, ratio: NaN })
    }
  }
  return {
    directions,
    entries: entries.toSorted((a, b) => a - b),
    blocks: mergeBlocks(blocks, leaves),
    resolution: resolutionOf(directions, least, analytic),
    missProbability: { entry: 0, spread: MISS ** directions.length },
    ...probe.spent,
  }
}
