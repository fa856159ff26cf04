import { type Leaf, leafAt } from '../parameters/leaf.ts'
import { isWrong } from './along.ts'
import type { Along, Probe } from './along.ts'
import type { RandomDirections } from './random-directions.ts'
import type { Evaluation } from './work.ts'
import { blockPath } from './wrong-blocks.ts'
import type { Range, WrongBlock } from './wrong-blocks.ts'

/** Evaluations after which what has not been found is left as the run of entries in which it is. */
const BUDGET = 5000

/** What finds wrong entries, and those that were found. */
export interface Hunt {
  readonly leaves: readonly Leaf[]
  readonly draw: RandomDirections['draw']
  readonly probe: Probe
  /** Whether the entry is wrong by itself, along its own coordinate. */
  readonly isEntryWrong: (index: number) => Evaluation<boolean>
  readonly entries: number[]
  readonly blocks: WrongBlock[]
}

/** The middle of a range, at the border of a leaf where it spans several. */
const middleOf = (leaves: readonly Leaf[], { from, to }: Range) => {
  const middle = (from + to) >> 1
  const { offset, length } = leafAt(leaves, middle)
  const borders = [offset, offset + length].filter((border) => border > from && border < to)
  const [nearest = middle] = borders.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
  return nearest
}

/** The one wrong entry that would explain the gap along a direction; undefined where there is none. */
export function* decode(
  hunt: Hunt,
  range: Range,
  direction: Float64Array,
  gap: Along,
): Evaluation<number | undefined> {
  const { draw, probe, isEntryWrong } = hunt
  const { from, to } = range
  if (to - from === 1) return (yield* isEntryWrong(from)) ? from : undefined
  // weights from 1 at the first entry to 2 at the last: the moment of an entry is never smaller than its gap
  const raised = direction.map((weight, k) => weight * (1 + k / (to - from - 1)))
  const [moment] = yield* probe.along(range, [raised])
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
  const [inside] = yield* probe.along(narrow, [weights])
  return isWrong(inside) ? yield* decode(hunt, narrow, weights, inside) : undefined
}

/** The factor by which the whole range is off, where two directions agree on one. */
function* findRatio(
  { draw, probe }: Hunt,
  range: Range,
  first: Along,
): Evaluation<number | undefined> {
  if (!(Math.abs(first.numeric) > 8 * first.errorBound)) return undefined
  const [second] = yield* probe.along(range, [draw(range)])
  const ratio = first.analytic / first.numeric
  const blur = Math.abs((ratio * first.errorBound) / first.numeric)
  const gap = Math.abs(second.analytic - ratio * second.numeric)
  const allowed = Math.abs(ratio) * second.errorBound + 2 * blur * Math.abs(second.numeric)
  const size = Math.max(1, Math.abs(ratio)) * Math.abs(second.numeric)
  return gap <= allowed && allowed < size / 8 ? ratio : undefined
}

/**
 * Finds what is wrong in a range along whose direction there is a gap: single entries by the moments of the error against
 * the random weights, runs of entries that are off by one factor by that factor, anything else by halving.
 */
export function* locate(
  hunt: Hunt,
  range: Range,
  direction: Float64Array,
  gap: Along,
): Evaluation<void> {
  const { leaves, entries, blocks } = hunt
  const { from, to } = range
  if (to - from === 1) {
    if (yield* hunt.isEntryWrong(from)) entries.push(from)
    return
  }
  const ratio = yield* findRatio(hunt, range, gap)
  if (ratio !== undefined || hunt.probe.spent.evaluations > BUDGET) {
    blocks.push({ path: blockPath(leaves, range), from, to, ratio: ratio ?? NaN })
    return
  }
  const { offset, length } = leafAt(leaves, from)
  // several leaves are told apart first: an entry of one that is wrong as a whole would pass for a single one
  const single = to <= offset + length ? yield* decode(hunt, range, direction, gap) : undefined
  if (single !== undefined) entries.push(single)
  const middle = single ?? middleOf(leaves, range)
  yield* descend(hunt, { from, to: middle })
  yield* descend(hunt, { from: single === undefined ? middle : middle + 1, to })
}

function* descend(hunt: Hunt, range: Range): Evaluation<void> {
  if (range.from >= range.to) return
  const direction = hunt.draw(range)
  const [gap] = yield* hunt.probe.along(range, [direction])
  if (isWrong(gap)) yield* locate(hunt, range, direction, gap)
}
