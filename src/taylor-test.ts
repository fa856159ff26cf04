import { expectOptions, readPoint } from './finite-difference/index.ts'
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
/** Neighbouring rows from which an order is taken. */
const WINDOW = 4
/** Remainders below as many times their rounding are not used: their order is uncertain by log2(1 + 1/16) = 0.09. */
const CLEAR = 16
/** Roundings that one value of f may have gathered. */
const ROUNDINGS = 4
/** Half way between the orders with a wrong and with the right gradient. */
const BETWEEN = 1.5

/** The order over the finest steps whose remainders stand clear of rounding: there the leading term alone is left. */
const orderOf = (rows: readonly TaylorRow[], remainder: (row: TaylorRow) => number): Order => {
  if (rows.every((row) => remainder(row) <= row.rounding)) return 'exact'
  const end = rows.findIndex((row) => !(remainder(row) > CLEAR * row.rounding))
  const clear = end < 0 ? rows : rows.slice(0, end)
  const window = clear.slice(-WINDOW)
  const [first, last] = [window[0], window.at(-1)]
  if (first === undefined || last === undefined || window.length < WINDOW) return 'unknown'
  return Math.log2(remainder(first) / remainder(last)) / (window.length - 1)
}

const judge = (rows: readonly TaylorRow[]): TaylorVerdict => {
  const orderWithout = orderOf(rows, (row) => row.withoutGradient)
  const orderWith = orderOf(rows, (row) => row.withGradient)
  const found = { rows, orderWithout, orderWith }
  if (orderWith === 'exact') return { ...found, status: 'passed' }
  if (orderWith === 'unknown' || Number.isNaN(orderWith)) {
    const reason = 'fewer than four steps leave a remainder clear of rounding'
    return { ...found, status: 'inconclusive', reason }
  }
  return { ...found, status: orderWith > BETWEEN ? 'passed' : 'failed' }
}

const unitVector = (direction: ArrayLike<number>, length: number) => {
  const norm = Math.hypot(...Array.from(direction))
  if (direction.length === length && norm > 0 && Number.isFinite(norm)) {
    return Float64Array.from(direction, (entry) => entry / norm)
  }
  throw new RangeError(`direction: expected ${length} finite numbers that are not all 0`)
}

/**
 * The Taylor test: with the right gradient the remainder |f(x + h d) - f(x) - h <gradient, d>| falls with the square of
 * the step h, without it in proportion. A picture of a check, and coarser than `checkGradient`: an error below the smallest
 * step that stands clear of rounding, relative to the scale of x, goes unseen.
 *
 * @throws {RangeError} where x is empty or not finite, the gradient's length is not x's, or the direction is none
 * @throws {TypeError} where an option is unknown
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
  const analytic = gradient(centre.slice())
  if (analytic.length !== centre.length) {
    throw new RangeError(`gradient: expected ${centre.length} entries, received ${analytic.length}`)
  }
  const origin = f(centre.slice())
  const slope = innerProduct(analytic, d)
  const steepness = Math.hypot(...Array.from(analytic, (entry, i) => entry * centre[i]))
  const reach = Math.hypot(...centre) || 1
  const rows = Array.from({ length: STEPS }, (_, k): TaylorRow => {
    const step = reach / 2 ** (k + 2)
    const value = f(centre.map((entry, i) => entry + step * d[i]))
    const change = value - origin
    // x + h d is rounded as well, which moves f by its slope
    const size = Math.max(Math.abs(value), Math.abs(origin)) + steepness
    return {
      step,
      withoutGradient: Math.abs(change),
      withGradient: Math.abs(change - step * slope),
      rounding: ROUNDINGS * Number.EPSILON * size,
    }
  })
  return judge(rows)
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
