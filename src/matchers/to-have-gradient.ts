import { checkJacobian } from '../vector-checks/check-jacobian.ts'
import type { JacobianMatrix } from '../vector-checks/check-jacobian.ts'
import type { Entry } from '../vector-checks/entry.ts'
import { checkGradient } from '../gradient-check/index.ts'
import type { CheckOptions } from '../gradient-check/index.ts'
import type { VectorFunction } from '../vector-checks/vector-derivative.ts'
import type { MatcherContext, MatcherResult } from './context.ts'
import { describeEntries } from './gradient-message.ts'

export type At<P = ArrayLike<number>> = CheckOptions & {
  /** The point x at which to check: a vector, or for gradients parameters of any shape. */
  readonly at: P
}

const toResult = (
  what: string,
  isNot: boolean,
  status: 'passed' | 'failed' | 'inconclusive',
  entries: readonly Entry[],
): MatcherResult => {
  if (status === 'inconclusive') {
    const head = `no verdict on the ${what}: neither that it is right is shown nor that it is wrong`
    return { pass: isNot, message: () => `${head}\n${describeEntries(entries)}` }
  }
  const head = isNot ? `expected a wrong ${what}, but it is right` : `the ${what} is wrong`
  return { pass: status === 'passed', message: () => `${head}\n${describeEntries(entries)}` }
}

const expectFunctions = (matcher: string, f: unknown, derivative: unknown) => {
  if (typeof f === 'function' && typeof derivative === 'function') return
  throw new TypeError(
    `${matcher}: expected a function of x and its derivative, received ${typeof f} and ${typeof derivative}`,
  )
}

/**
 * Whether the received function has this gradient, a vector or of the structure of the parameters; inconclusive neither passes nor
 * passes negated.
 */
export const toHaveGradient = function (
  this: MatcherContext,
  f: (x: never) => number,
  gradient: (x: never, into: never) => unknown,
  { at, ...options }: At<unknown>,
): MatcherResult {
  expectFunctions('toHaveGradient', f, gradient)
  const { status, coordinates } = checkGradient(
    f as (x: object) => number,
    gradient as (x: object) => object,
    at as object,
    options,
  )
  return toResult('gradient', this.isNot, status, coordinates)
}

/** Whether the received vector function has this Jacobian; inconclusive neither passes nor passes negated. */
export const toHaveJacobian = function (
  this: MatcherContext,
  f: VectorFunction,
  jacobian: (x: Float64Array) => JacobianMatrix,
  { at, ...options }: At,
): MatcherResult {
  expectFunctions('toHaveJacobian', f, jacobian)
  const { status, entries } = checkJacobian(f, jacobian, at, options)
  return toResult('Jacobian', this.isNot, status, entries)
}
