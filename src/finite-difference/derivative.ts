export interface DifferentiateOptions {
  /**
   * Bound on the absolute error of one evaluation of f, where the caller has one (from a running error analysis, say):
   * a number or a function of the point. It takes the place of the measured rounding error in the bound.
   */
  readonly noise?: number | ((x: Float64Array) => number)
  /**
   * Distance of neighbouring numbers that each coordinate can hold, relative to them: 2^-23 for those that f keeps in
   * single precision. Steps stay large enough to be exact. Number.EPSILON unless given.
   */
  readonly spacing?: ArrayLike<number>
  /**
   * Most fits along one coordinate, besides the witness that a noisy one needs: fewer save evaluations and leave wider
   * bounds. 3 unless given.
   */
  readonly fits?: number
}

export const DIFFERENTIATE_OPTIONS = {
  noise: true,
  spacing: true,
  fits: true,
} as const satisfies Record<keyof DifferentiateOptions, true>

/** Why a bound is as large as it is. */
export type Limit =
  /** the rounding errors of f */
  | 'rounding'
  /** the slopes to the left and to the right differ at every step down to the smallest */
  | 'kink'
  /** f is not finite at x, or on one side of it however small the step */
  | 'not finite'
  /** no step was small enough for the extrapolation to converge */
  | 'rough'

export interface Derivative {
  /** Partial derivatives of f at x in its own units: NaN where there is none to be had. */
  readonly value: Float64Array
  /**
   * |value - true derivative| is at most this; Infinity where there is no evidence. The rounding errors of f enter as
   * they were measured, so the bound is statistical. A wave in f fainter than 2^-14 of its change over the step and
   * shorter than the step is taken for noise, and its slope is not part of the derivative.
   */
  readonly errorBound: Float64Array
  /** What holds the bound of each coordinate up. */
  readonly limit: readonly Limit[]
  /** What a slope of f is here, even where the derivative is 0: the larger of its mean slope over the step and f / x. */
  readonly scale: Float64Array
  /** How far from x f was looked at along each coordinate; 0 where not at all. */
  readonly reach: Float64Array
  /** f(x). */
  readonly origin: number
  /** How often f was called. */
  readonly evaluations: number
}

/** Points at which the values of f are wanted: entry k is x with coordinates[k] moved to positions[k]. */
export interface Batch {
  readonly coordinates: readonly number[]
  readonly positions: readonly number[]
  /** Coordinates whose derivative is already known. */
  readonly settled: number
}
