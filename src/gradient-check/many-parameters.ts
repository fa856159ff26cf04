/**
 * A gradient of many parameters checked along random directions, in a number of evaluations of f that does not grow
 * with their number, and what is wrong with it found: single entries by the moments of the error against the random
 * weights, runs of entries that are off by one factor by that factor, anything else by halving.
 *
 * The weight of an entry is a random sign times a random size of 1/2 to 3/2 times the size of its leaf's parameters: no
 * leaf swamps another, one wrong entry shows along every direction, and two that cancel along one do not along the next.
 */
import { differentiation } from '../finite-difference/index.ts'
import type { Batch, Derivative, Limit } from '../finite-difference/index.ts'
import { leafAt, pathAt } from '../parameters.ts'
import type { Leaf } from '../parameters.ts'
import { translate } from './work.ts'
import type { Evaluation, Points } from './work.ts'

/** Directions along which all parameters are checked at once, and as many more where they cost no more than this. */
const DIRECTIONS = 2
const CHEAP = 50
/** Fits along one direction, tried anew with more where none stands. */
const FITS = [1, 3]
/** Least size of a weight, in sizes of its leaf's parameters. */
const LEAST_WEIGHT = 1 / 2
/**
 * Chance that an error spread over many entries, ten bounds large, stays below two bounds along one direction: the
 * width of that window times the peak of the normal density, the weights having a mean square of 13/12.
 */
const MISS = 4 / (10 * Math.sqrt((13 / 12) * 2 * Math.PI))
/** Roundings that the analytic gradient may have gathered, as in the check of single coordinates. */
const ROUNDINGS = 16 * Number.EPSILON
/** Evaluations after which what has not been found is left as the run of entries in which it is. */
const BUDGET = 5000

/** The derivative along one direction. */
export interface Along {
  readonly analytic: number
  readonly numeric: number
  readonly errorBound: number
  readonly limit: Limit
}

/** A run of wrong entries. */
export interface WrongBlock {
  /** `layers[2].bias, all 64`, or its first and last entry. */
  readonly path: string
  readonly from: number
  /** One past the last. */
  readonly to: number
  /** Analytic over numerical where all entries are off by one factor, NaN where they are not. */
  readonly ratio: number
}

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
  /** Whether the entry is wrong by itself, along its own coordinate. */
  readonly isEntryWrong: (index: number) => Evaluation<boolean>
}

interface Range {
  readonly from: number
  readonly to: number
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

const rootMeanSquare = (x: Float64Array) => {
  const largest = x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)
  if (largest === 0) return 0
  return largest * Math.sqrt(x.reduce((sum, entry) => sum + (entry / largest) ** 2, 0) / x.length)
}

const isWrong = ({ analytic, numeric, errorBound }: Along) =>
  errorBound < Infinity && !(Math.abs(analytic - numeric) <= errorBound)

const blockPath = (leaves: readonly Leaf[], { from, to }: Range) => {
  const leaf = leafAt(leaves, from)
  if (leaf.offset === from && to === from + leaf.length) return `${leaf.path}, all ${leaf.length}`
  return `${pathAt(leaves, from)} to ${pathAt(leaves, to - 1)}`
}

/** The middle of a range, at the border of a leaf where it spans several. */
const middleOf = (leaves: readonly Leaf[], { from, to }: Range) => {
  const middle = (from + to) >> 1
  const { offset, length } = leafAt(leaves, middle)
  const borders = [offset, offset + length].filter((border) => border > from && border < to)
  const [nearest = middle] = borders.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
  return nearest
}

/** Neighbours that are off by one factor, to the four digits that tell factors apart, are one block. */
const merge = (blocks: readonly WrongBlock[], leaves: readonly Leaf[]) => {
  const merged: WrongBlock[] = []
  for (const block of blocks.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    const isNear =
      last !== undefined && Math.abs(last.ratio - block.ratio) < 1e-4 * Math.abs(block.ratio)
    if (last !== undefined && last.to === block.from && isNear) {
      const joined = { from: last.from, to: block.to }
      merged[merged.length - 1] = { ...last, ...joined, path: blockPath(leaves, joined) }
    } else merged.push(block)
  }
  return merged
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

/** Checks all entries of the gradient at once, and finds the wrong ones where there are any. */
export function* searchManyParameters({
  x,
  analytic,
  leaves,
  seed,
  isEntryWrong,
}: Search): Evaluation<Findings & { readonly origin: number }> {
  const size = x.length
  const overall = rootMeanSquare(x) || 1
  const scales = leaves.map(
    ({ offset, length }) => rootMeanSquare(x.subarray(offset, offset + length)) || overall,
  )
  const scaleAt = new Float64Array(size)
  for (const [k, { offset, length }] of leaves.entries()) {
    scaleAt.fill(scales[k], offset, offset + length)
  }
  const entries: number[] = []
  const blocks: WrongBlock[] = []
  let evaluations = 0
  let drawn = 0
  let origin = NaN

  const draw = ({ from, to }: Range) => {
    const key = Math.imul(seed, 0x01000193) + drawn++
    const direction = new Float64Array(to - from)
    for (let i = from; i < to; i++) direction[i - from] = weightFrom(scatter(key, i)) * scaleAt[i]
    return direction
  }

  /** The points of a batch of steps along directions that are 0 outside of the range. */
  const pointsOf =
    ({ from, to }: Range, directions: readonly Float64Array[]) =>
    ({ coordinates, positions }: Batch): Points => ({
      count: positions.length,
      place: (k, into) => {
        const direction = directions[coordinates[k]]
        const step = positions[k]
        into.set(x)
        for (let i = from; i < to; i++) into[i] += step * direction[i - from]
      },
      settled: 0,
    })

  function* differentiateAlong(
    range: Range,
    directions: readonly Float64Array[],
  ): Evaluation<Derivative> {
    const rest = new Float64Array(directions.length)
    let derivative: Derivative | undefined
    for (const fits of FITS) {
      const work = differentiation(rest, { fits })
      derivative = yield* translate(work, pointsOf(range, directions))
      evaluations += derivative.evaluations
      if (derivative.errorBound.every((bound) => bound < Infinity)) break
    }
    return derivative as Derivative
  }

  /** Derivatives along directions that are 0 outside of the range. */
  function* probe(range: Range, directions: readonly Float64Array[]): Evaluation<Along[]> {
    const { from, to } = range
    const derivative = yield* differentiateAlong(range, directions)
    origin = derivative.origin
    return directions.map((direction, k) => {
      let sum = 0
      let magnitude = 0
      for (let i = from; i < to; i++) {
        const term = analytic[i] * direction[i - from]
        sum += term
        magnitude += Math.abs(term)
      }
      const errorBound = derivative.errorBound[k] + ROUNDINGS * magnitude
      return { analytic: sum, numeric: derivative.value[k], errorBound, limit: derivative.limit[k] }
    })
  }

  /** The one wrong entry that would explain the gap along a direction; undefined where there is none. */
  function* decode(
    range: Range,
    direction: Float64Array,
    gap: Along,
  ): Evaluation<number | undefined> {
    const { from, to } = range
    if (to - from === 1) return (yield* isEntryWrong(from)) ? from : undefined
    // weights from 1 at the first entry to 2 at the last: the moment of an entry is never smaller than its gap
    const raised = direction.map((weight, k) => weight * (1 + k / (to - from - 1)))
    const [moment] = yield* probe(range, [raised])
    const error = gap.analytic - gap.numeric
    const place = ((moment.analytic - moment.numeric) / error - 1) * (to - from - 1)
    const blur = ((moment.errorBound + 2 * gap.errorBound) / Math.abs(error)) * (to - from)
    const low = Math.max(from, from + Math.ceil(place - blur - 0.5))
    const high = Math.min(to, from + Math.floor(place + blur + 0.5) + 1)
    if (!(low < high)) return undefined
    // bounds are wide: the entry nearest to the moment is nearly always the one
    const nearest = Math.min(Math.max(from + Math.round(place), low), high - 1)
    if (yield* isEntryWrong(nearest)) return nearest
    if (high - low > (to - from) / 4) return undefined
    const narrow = { from: low, to: high }
    const weights = draw(narrow)
    const [inside] = yield* probe(narrow, [weights])
    return isWrong(inside) ? yield* decode(narrow, weights, inside) : undefined
  }

  /** The factor by which the whole range is off, where two directions agree on one. */
  function* findRatio(range: Range, first: Along): Evaluation<number | undefined> {
    if (!(Math.abs(first.numeric) > 8 * first.errorBound)) return undefined
    const [second] = yield* probe(range, [draw(range)])
    const ratio = first.analytic / first.numeric
    const blur = Math.abs((ratio * first.errorBound) / first.numeric)
    const gap = Math.abs(second.analytic - ratio * second.numeric)
    const allowed = Math.abs(ratio) * second.errorBound + 2 * blur * Math.abs(second.numeric)
    return gap <= allowed && allowed < Math.abs(second.numeric) / 8 ? ratio : undefined
  }

  function* locate(range: Range, direction: Float64Array, gap: Along): Evaluation<void> {
    const { from, to } = range
    if (to - from === 1) {
      if (yield* isEntryWrong(from)) entries.push(from)
      return
    }
    const ratio = yield* findRatio(range, gap)
    if (ratio !== undefined || evaluations > BUDGET) {
      blocks.push({ path: blockPath(leaves, range), from, to, ratio: ratio ?? NaN })
      return
    }
    const { offset, length } = leafAt(leaves, from)
    // several leaves are told apart first: an entry of one that is wrong as a whole would pass for a single one
    const single = to <= offset + length ? yield* decode(range, direction, gap) : undefined
    if (single !== undefined) entries.push(single)
    const middle = single ?? middleOf(leaves, range)
    yield* descend({ from, to: middle })
    yield* descend({ from: single === undefined ? middle : middle + 1, to })
  }

  function* descend(range: Range): Evaluation<void> {
    if (range.from >= range.to) return
    const direction = draw(range)
    const [gap] = yield* probe(range, [direction])
    if (isWrong(gap)) yield* locate(range, direction, gap)
  }

  const everything = { from: 0, to: size }
  const drawnFirst = Array.from({ length: DIRECTIONS }, () => draw(everything))
  const directions = yield* probe(everything, drawnFirst)
  if (evaluations <= CHEAP && !directions.some(isWrong)) {
    const further = Array.from({ length: DIRECTIONS }, () => draw(everything))
    directions.push(...(yield* probe(everything, further)))
    drawnFirst.push(...further)
  }
  const worst = directions.findIndex(isWrong)
  if (worst >= 0) {
    const single = yield* decode(everything, drawnFirst[worst], directions[worst])
    if (single !== undefined && explains(single, drawnFirst, directions, worst)) {
      entries.push(single)
    } else yield* locate(everything, drawnFirst[worst], directions[worst])
    if (entries.length + blocks.length === 0) {
      blocks.push({ path: blockPath(leaves, everything), ...everything, ratio: NaN })
    }
  }
  const norm = rootMeanSquare(analytic) * Math.sqrt(size)
  const widest = Math.max(...directions.map(({ errorBound }) => errorBound))
  const least = LEAST_WEIGHT * scales.reduce((least, scale) => Math.min(least, scale), Infinity)
  const resolution = (2 * widest) / (least * norm)
  return {
    directions,
    entries: entries.toSorted((a, b) => a - b),
    blocks: merge(blocks, leaves),
    resolution: Number.isNaN(resolution) ? Infinity : resolution,
    missProbability: { entry: 0, spread: MISS ** directions.length },
    evaluations,
    origin,
  }
}
