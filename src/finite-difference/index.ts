/**
 * The derivative of a function that can only be evaluated, with a bound on its error.
 *
 * Along each coordinate f is sampled in pairs x - h, x + h. A few pairs at steps that shrink from the scale of x
 * find the length over which f bends; a second set of pairs inside that length is then extrapolated to h = 0. The
 * extrapolation is a least squares fit by polynomials orthogonal on the sampled points, which is Romberg's
 * extrapolation with more points than degrees: the degrees that the derivative does not need show how large the
 * rounding errors of f are, and a series that does not fade out shows that the truncation error is not under control.
 */
export type { Batch, Derivative, DifferentiateOptions, Limit } from './derivative.ts'
export { DIFFERENTIATE_OPTIONS } from './derivative.ts'
export { differentiate, readValue } from './differentiate.ts'
export { differentiation, pointsOf, readPoint } from './differentiation.ts'
export { expectDifferences } from './expect-differences.ts'
export { expectOptions } from './expect-options.ts'
export { fitSlope } from './fit.ts'
export { NODES } from './orthogonal-polynomials.ts'
export { oneSidedDifferentiation } from './one-sided.ts'
export type { OneSided } from './one-sided.ts'
export { looksDifferent } from './closer-look.ts'
export type { Contested } from './closer-look.ts'
export { isSingle } from './single-precision.ts'
export { standsOnStep } from './stands-on-step.ts'
