import type { OneSided } from '../finite-difference/index.ts'
import type { Findings } from './many-parameters.ts'

/** The slopes of f to the left and to the right of a point where it has none from both sides. */
export interface Sides {
  readonly left: OneSided
  readonly right: OneSided
}

export interface Comparison {
  readonly index: number
  /** Where the coordinate stands in x: `x[3]`, `layers[2].W[0][3]`. */
  readonly path: string
  readonly analytic: number
  readonly numeric: number
  /** The gap between the two that rounding and truncation explain. */
  readonly errorBound: number
  /** A relative error of this size, in either direction, would have failed; Infinity where none would. */
  readonly resolution: number
}

/** One coordinate's verdict; `reason` says why there is none. */
export type Coordinate = Comparison &
  (
    | { readonly status: 'failed' }
    /** side: f is smooth on this side alone, or has a kink, and the gradient is its slope there */
    | { readonly status: 'passed'; readonly side?: keyof Sides }
    | { readonly status: 'inconclusive'; readonly reason: string; readonly sides?: Sides }
  )

/** What a gradient is worth: failed where a coordinate failed, otherwise inconclusive where one is. */
export type Verdict = {
  /** Worst first: failed, inconclusive, passed, and among equals by gap over bound. */
  readonly coordinates: readonly Coordinate[]
  /** How often f was called. */
  readonly evaluations: number
  /** A relative error of this size in any one coordinate would have failed; Infinity where some could be anything. */
  readonly resolution: number
  /** What f and the gradient do besides being functions of x: change it, keep state, return the same memory. */
  readonly notes: readonly string[]
  /** How many parameters were checked at once; coordinates then has the wrong ones alone. */
  readonly search?: Findings
} & (
  | { readonly status: 'passed' | 'failed' }
  | { readonly status: 'inconclusive'; readonly reason: string }
)

/** What came of the evaluations of f. */
export interface Examined {
  readonly verdict: Verdict
  /** f(x). */
  readonly origin: number
}

const severity = { failed: 0, inconclusive: 1, passed: 2 } as const

/** How far a gap goes beyond what the bound explains; NaN counts as the farthest. */
const excessOf = ({ analytic, numeric, errorBound }: Coordinate) => {
  const excess = Math.abs(analytic - numeric) / errorBound
  return Number.isNaN(excess) ? (analytic === numeric ? 0 : Infinity) : excess
}

/** NaN for two excesses that are infinite, which a sort takes for a tie: those keep their order. */
export const worstFirst = (a: Coordinate, b: Coordinate): number =>
  severity[a.status] - severity[b.status] || excessOf(b) - excessOf(a)

export const plainPath = (index: number): string => `x[${index}]`

/** How a reason names the coordinate: plain vectors by number, structures by path. */
const nameOf = ({ index, path }: Coordinate) =>
  path === plainPath(index) ? `coordinate ${index}` : path

export const summarise = (
  coordinates: readonly Coordinate[],
  evaluations: number,
  notes: readonly string[],
): Verdict => {
  const [worst] = coordinates
  const resolution = coordinates.reduce((most, one) => Math.max(most, one.resolution), 0)
  const verdict = { coordinates, evaluations, resolution, notes }
  if (worst.status === 'inconclusive') {
    return { ...verdict, status: 'inconclusive', reason: `${nameOf(worst)}: ${worst.reason}` }
  }
  return { ...verdict, status: worst.status }
}
