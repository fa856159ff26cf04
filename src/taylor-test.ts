import { expectOptions, readPoint, readValue } from './finite-difference/index.ts'
import { readGradient } from './gradient-check/index.ts'
import { WINDOW, clearWindow, floorsOf, isProportional } from './taylor-evidence.ts'
import type { Sample } from './taylor-evidence.ts'
import { innerProduct } from './vector-checks/inner-product.ts'
import { drawDirections } from './vector-checks/probes.ts'

export interface TaylorOptions {
  /** Seed of the random direction. */
  readonly seed?: number
  /** The direction to take, n numbers, made a unit vector; otherwise a random one. */
  readonly direction?: ArrayLike<number>
}

const OPTIONS = { seed: true, direction: true } as const satisfies Record<keyof TaylorOptions, true>

/** Remainders of f(x + h d) after the constant and after the linear term of its Taylor series. */
export interface TaylorRow {
  readonly step: number
  readonly withoutGradient: number
  readonly withGradient: number
  /** What rounding may have added to either. */
  readonly rounding: number
}

/** The power of the step with which a remainder falls; exact where every remainder is at rounding. */
export type Order = number | 'exact' | 'unknown'

export type TaylorVerdict = {
  readonly rows: readonly TaylorRow[]
  /** About 1 for a slope that is not 0. */
  readonly orderWithout: Order
  /** About 2 with the right gradient, 1 with a wrong one. */
  readonly orderWith: Order
} & (
  | { readonly status: 'passed' | 'failed' }
  | { readonly status: 'inconclusive'; readonly reason: string }
)

/** Steps, each half of the one before. */
const STEPS = 30
/** Roundings that one value of f may have gathered. */
const ROUNDINGS = 4
/** Half way between the orders with a wrong and with the right gradient. */
const BETWEEN = 1.5

/** The order over the finest steps whose remainders stand clear of their floors: there the leading term alone is left. */
const orderOf = (
  sizes: readonly number[],
  samples: readonly Sample[],
  floors: readonly number[],
): Order => {
  if (sizes.every((size, k) => size <= samples[k].rounding && size < Infinity)) return 'exact'
  const first = clearWindow(sizes, floors)
  if (first < 0) return 'unknown'
  return Math.log2(sizes[first] / sizes[first + WINDOW - 1]) / (WINDOW - 1)
}

const reasons = {
  'not finite': 'f is not finite at x',
  'not finite beside':
    'f is not finite beside x: fewer than four of the smallest steps have a value',
  overflow: 'the slope along the direction overflows',
  hidden: 'fewer than four steps leave a remainder clear of the rounding and the noise of f',
  uneven:
    'the remainder falls neither with the square of the step nor steadily with the step: f has a kink or noise, or is ' +
    'too fast for the steps',
} as const

type Judgement = { readonly status: 'passed' | 'failed' } | { readonly limit: keyof typeof reasons }

/** Samples in both directions; those against it are taken where a failure has to be confirmed. */
interface Line {
  readonly along: readonly Sample[]
  readonly against: () => readonly Sample[]
}

const judge = (orderWith: Order, { along, against }: Line): Judgement => {
  if (orderWith === 'exact') return { status: 'passed' }
  if (orderWith === 'unknown') return { limit: 'hidden' }
  if (orderWith > BETWEEN) return { status: 'passed' }
  const isWrong = isProportional(along, () => insideOf(against()))
  return isWrong ? { status: 'failed' } : { limit: 'uneven' }
}

const unknown = { orderWithout: 'unknown', orderWith: 'unknown' } as const

/** The samples at the smallest steps, where f is finite: its domain may end at larger ones. */
const insideOf = (samples: readonly Sample[]) =>
  samples.slice(samples.findLastIndex(({ change }) => !Number.isFinite(change)) + 1)

/** The verdict on a gradient of finite entries. */
const judgeLine = (line: Line) => {
  const along = insideOf(line.along)
  if (along.length < WINDOW) return { ...unknown, limit: 'not finite beside' } as const
  if (!along.every(({ remainder, rounding }) => Number.isFinite(remainder + rounding))) {
    return { ...unknown, limit: 'overflow' } as const
  }
  const floors = floorsOf(along)
  const changes = along.map(({ change }) => Math.abs(change))
  const remainders = along.map(({ remainder }) => Math.abs(remainder))
  const orderWithout = orderOf(changes, along, floors)
  const orderWith = orderOf(remainders, along, floors)
  return { orderWithout, orderWith, ...judge(orderWith, { ...line, along }) }
}

const unitVector = (direction: ArrayLike<number>, length: number) => {
  const norm = Math.hypot(...Array.from(direction))
  if (direction.length === length && norm > 0 && Number.isFinite(norm)) {
    return Float64Array.from(direction, (entry) => entry / norm)
  }
  throw new RangeError(`direction: expected ${length} finite numbers that are not all 0`)
}

/** f and its remainders along the direction, at steps that shrink from a quarter of the length of x. */
const sampleAlong = (
  f: (x: Float64Array) => number,
  origin: number,
  analytic: Float64Array,
  x: Float64Array,
  d: Float64Array,
  share = 1,
): Sample[] => {
  const slope = innerProduct(analytic, d)
  const steepness = Math.hypot(...analytic.map((entry, i) => entry * x[i]))
  const reach = share * (Math.hypot(...x) || 1)
  return Array.from({ length: STEPS }, (_, k): Sample => {
    const step = reach / 2 ** (k + 2)
    const point = x.map((entry, i) => entry + step * d[i])
    const value = readValue(f(point), point)
    const change = value - origin
    // x + h d is rounded as well, which moves f by its slope
    const size = Math.max(Math.abs(value), Math.abs(origin)) + steepness
    return {
      step,
      change,
      remainder: change - step * slope,
      rounding: ROUNDINGS * Number.EPSILON * size,
    }
  })
}

const toRow = ({ step, change, remainder, rounding }: Sample): TaylorRow => ({
  step,
  withoutGradient: Math.abs(change),
  withGradient: Math.abs(remainder),
  rounding,
})

const judgeAll = (origin: number, analytic: Float64Array, line: Line) => {
  if (!Number.isFinite(origin)) return { ...unknown, limit: 'not finite' } as const
  // a function that is finite has no infinite slope, whatever its values around x are
  if (!analytic.every(Number.isFinite)) return { ...unknown, status: 'failed' } as const
  return judgeLine(line)
}

/**
 * The Taylor test: with the right gradient the remainder |f(x + h d) - f(x) - h <gradient, d>| falls with the square of
 * the step h, without it in proportion. A picture of a check, and coarser than `checkGradient`: an error below the smallest
 * step that stands clear of rounding and noise, relative to the scale of x, goes unseen. Failed is a remainder that falls in
 * proportion to the step over six steps, to both sides of x, and contradicts that at no smaller one; and a gradient that is not finite where f is.
 *
 * @throws {RangeError} where x is empty or not finite, the gradient's length is not x's, or the direction is none
 * @throws {TypeError} where f or the gradient returns something other than numbers, or an option is unknown
 */
export const taylorTest = (
  f: (x: Float64Array) => number,
  gradient: (x: Float64Array) => ArrayLike<number>,
  x: ArrayLike<number>,
  options: TaylorOptions = {},
): TaylorVerdict => {
  expectOptions(options, OPTIONS)
  const centre = readPoint(x)
  const [drawn] = drawDirections(centre, { seed: options.seed, probes: 1 })
  const d = unitVector(options.direction ?? drawn, centre.length)
  const analytic = readGradient(gradient(centre.slice()), centre.length)
  const origin = readValue(f(centre.slice()), centre)
  const along = sampleAlong(f, origin, analytic, centre, d)
  const rows = along.map(toRow)
  const judged = judgeAll(origin, analytic, {
    along,
    against: () =>
      sampleAlong(
        f,
        origin,
        analytic,
        centre,
        d.map((entry) => -entry),
        Math.SQRT1_2,
      ),
  })
  const { orderWithout, orderWith } = judged
  const found = { rows, orderWithout, orderWith }
  if ('status' in judged) return { ...found, status: judged.status }
  return { ...found, status: 'inconclusive', reason: reasons[judged.limit] }
}

const describeOrder = (order: Order) => (typeof order === 'number' ? order.toFixed(2) : order)

/** The test as a table of text: step, both remainders, and the orders below. */
export const formatTaylor = ({ rows, orderWithout, orderWith, status }: TaylorVerdict): string => {
  const cells = [
    ['step', 'without gradient', 'with gradient'],
    ...rows.map((row) =>
      [row.step, row.withoutGradient, row.withGradient].map((size) => size.toExponential(3)),
    ),
    ['order', describeOrder(orderWithout), describeOrder(orderWith)],
  ]
  const lines = cells.map((row) => row.map((cell) => cell.padStart(16)).join('  '))
  return [...lines, status].join('\n')
}
