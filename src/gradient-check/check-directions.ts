import { differentiation } from '../finite-difference/index.ts'
import { type Leaf, leafAt, pathAt } from '../parameters/leaf.ts'
import { compare, readResolution, reasons, RESOLUTION } from './compare-gradient.ts'
import { contest } from './contest.ts'
import { searchManyParameters } from './many-parameters.ts'
import type { CheckOptions } from './options.ts'
import { pointsAlong } from './points.ts'
import { worstFirst } from './verdict.ts'
import type { Coordinate, Examined, Verdict } from './verdict.ts'
import { counted, translate } from './work.ts'
import type { Evaluation } from './work.ts'

/** Fits along one coordinate of many: the second is the witness that a noisy one needs. */
const FITS = 2

/** The check along one coordinate of many. */
function* checkEntry(
  x: Float64Array,
  analytic: Float64Array,
  leaves: readonly Leaf[],
  index: number,
  options: CheckOptions,
): Evaluation<Coordinate> {
  const points = pointsAlong(x, index, 0)
  const spacing = options.spacing?.[index] ?? leafAt(leaves, index).epsilon
  const alone = { fits: FITS, spacing: [spacing] }
  const work = differentiation(x.subarray(index, index + 1), alone)
  const derivative = yield* translate(work, ({ positions }) => points(positions))
  const path = () => pathAt(leaves, index)
  const [compared] = compare([analytic[index]], derivative, options, path, new Map())
  return yield* contest(x, derivative.origin, spacing, 0, { ...compared, index })
}

const widest = (spacings: ArrayLike<number>) =>
  Array.from(spacings).reduce((most, spacing) => Math.max(most, spacing), 0)

/** The check of all coordinates at once, along random directions. */
export function* checkDirections(
  x: Float64Array,
  analytic: Float64Array,
  leaves: readonly Leaf[],
  options: CheckOptions,
): Evaluation<Examined> {
  const { seed = 1, resolution: asked = RESOLUTION } = options
  const tally = { evaluations: 0 }
  const seen = new Map<number, Coordinate>()
  function* isEntryWrong(index: number): Evaluation<boolean> {
    const entry = seen.get(index) ?? (yield* checkEntry(x, analytic, leaves, index, options))
    seen.set(index, entry)
    return entry.status === 'failed'
  }
  const spacing = widest(options.spacing ?? leaves.map(({ epsilon }) => epsilon))
  const work = searchManyParameters({ x, analytic, leaves, seed, spacing, isEntryWrong })
  const { origin, ...search } = yield* counted(work, tally)
  const coordinates = search.entries.flatMap((index) => seen.get(index) ?? []).toSorted(worstFirst)
  const { resolution } = search
  const { evaluations } = tally
  const found = { coordinates, evaluations, resolution, notes: [], search }
  return { verdict: judgeSearch(found, readResolution(asked)), origin }
}

const judgeSearch = (
  found: Omit<Verdict, 'status'> & { readonly search: NonNullable<Verdict['search']> },
  asked: number,
): Verdict => {
  const { search, resolution } = found
  if (search.entries.length + search.blocks.length > 0) return { ...found, status: 'failed' }
  const blind = search.directions.find(({ errorBound }) => errorBound === Infinity)
  if (blind !== undefined) {
    const reason = `along a random direction: ${reasons[blind.limit]}`
    return { ...found, status: 'inconclusive', reason }
  }
  if (resolution <= asked) return { ...found, status: 'passed' }
  const size = `${resolution.toPrecision(2)} of the gradient's norm`
  return { ...found, status: 'inconclusive', reason: `an error of ${size} would not have shown` }
}
