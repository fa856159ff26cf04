import type { Complex } from './complex.ts'
import type { Derivative } from './finite-difference/index.ts'

/** A function written in complex arithmetic: analytic around the real point x. */
export type ComplexFunction = (x: readonly Complex[]) => Complex

/**
 * Imaginary parts, relative to x: their squares, 1e-40, vanish beside 1, and ratios that are no powers of two round f in
 * different ways, so that the scatter of the quotients shows its rounding errors.
 */
const STEPS = [1e-20, 1.3e-20, 1.7e-20, 2.3e-20, 2.9e-20]
/** Standard deviations that the bound admits: five samples may show a deviation too small by a factor of two or three. */
const DEVIATIONS = 8

/**
 * Partial derivatives by the complex step, Im f(x + ih) / h: no difference is taken, so no digit is lost, and f is called
 * five times a coordinate. abs, comparisons of imaginary parts and conjugation in f break it, unseen; `differentiate` does
 * not have this weakness. Compare with a gradient by `compareGradient(gradient(x), complexStep(f, x))`.
 *
 * Source: Squire and Trapp (1998), doi:10.1137/S003614459631241X.
 *
 * @throws {RangeError} where x is empty or not finite
 */
export const complexStep = (f: ComplexFunction, x: ArrayLike<number>): Derivative => {
  const point = Float64Array.from(x)
  if (point.length === 0) throw new RangeError('x is empty: expected at least one number')
  const bad = point.findIndex((entry) => !Number.isFinite(entry))
  if (bad >= 0) throw new RangeError(`x[${bad}] is ${x[bad]}: expected a finite number`)
  const quotient = (i: number, step: number) =>
    f(Array.from(point, (re, j) => ({ re, im: j === i ? step : 0 }))).im / step
  const origin = f(Array.from(point, (re) => ({ re, im: 0 }))).re
  const slopes = Array.from(point, (here, i) => {
    const quotients = STEPS.map((step) => quotient(i, step * (Math.abs(here) || 1)))
    const value = quotients.reduce((sum, entry) => sum + entry, 0) / STEPS.length
    const square = quotients.reduce((sum, entry) => sum + (entry - value) ** 2, 0)
    const spread = Math.sqrt(square / (STEPS.length - 1))
    const errorBound = DEVIATIONS * (spread + Number.EPSILON * Math.abs(value)) + Number.MIN_VALUE
    const scale = Math.max(Math.abs(value), Math.abs(origin) / (Math.abs(here) || 1))
    return Number.isFinite(errorBound) && Number.isFinite(origin)
      ? ({ value, errorBound, scale, limit: 'rounding' } as const)
      : ({ value: NaN, errorBound: Infinity, scale: NaN, limit: 'not finite' } as const)
  })
  return {
    value: Float64Array.from(slopes, ({ value }) => value),
    errorBound: Float64Array.from(slopes, ({ errorBound }) => errorBound),
    scale: Float64Array.from(slopes, ({ scale }) => scale),
    reach: new Float64Array(point.length),
    limit: slopes.map(({ limit }) => limit),
    origin,
    evaluations: 1 + STEPS.length * point.length,
  }
}
