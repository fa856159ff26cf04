import { DIFFERENTIATE_OPTIONS } from '../finite-difference/index.ts'
import type { DifferentiateOptions } from '../finite-difference/index.ts'

export interface CompareOptions {
  /**
   * The bound on a numerical derivative must be below this share of the derivative to count as evidence: the smallest
   * relative error that every passing check would have found. A gradient of exactly 0 has no size of its own; there it
   * is a share of what a slope of f is at that place (`Derivative.scale`).
   */
  readonly resolution?: number
  /** Bound on the rounding error of the analytic gradient, one number or one for each coordinate, added to the bound. */
  readonly analyticError?: number | ArrayLike<number>
}

export interface CheckOptions extends CompareOptions, DifferentiateOptions {
  /**
   * An array of x's length for gradients that are written into one: it is handed to the gradient as a second argument,
   * filled with numbers that no gradient has, so that an entry left unwritten shows.
   */
  readonly into?: Float64Array | Float32Array | number[]
  /** Above this number of coordinates they are not walked one by one but checked along random directions; 1000. */
  readonly walkUpTo?: number
  /** Fixes the random directions; 1. */
  readonly seed?: number
}

export const CHECK_OPTIONS = {
  resolution: true,
  analyticError: true,
  ...DIFFERENTIATE_OPTIONS,
  into: true,
  walkUpTo: true,
  seed: true,
} as const satisfies Record<keyof CheckOptions, true>

/** How far an asynchronous check has come. */
export interface Progress {
  /** How often f was called so far. */
  readonly evaluations: number
  /** Coordinates whose derivative is known; 0 until the end where they are checked all at once. */
  readonly settled: number
  readonly coordinates: number
}

export interface AsyncCheckOptions extends CheckOptions {
  /** Ends the check before its next call of f; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal
  /** Is told how far the check has come, after every batch of points. */
  readonly onProgress?: (progress: Progress) => void
}

export const ASYNC_CHECK_OPTIONS = {
  ...CHECK_OPTIONS,
  signal: true,
  onProgress: true,
} as const satisfies Record<keyof AsyncCheckOptions, true>
