import { checkJacobian } from '../vector-checks/check-jacobian.ts'
import type { JacobianMatrix } from '../vector-checks/check-jacobian.ts'
import { checkGradient } from '../gradient-check/index.ts'
import type { CheckOptions } from '../gradient-check/index.ts'
import type { VectorFunction } from '../vector-checks/remembered-results.ts'
import type { MatcherContext, MatcherResult } from './context.ts'
import { describeEntryVerdict, describeVerdict } from './gradient-message.ts'

export type At<P = ArrayLike<number>> = CheckOptions & {
  /** The point x at which to check: a vector, or for gradients parameters of any shape. */
  readonly at: P
}

const toResult = (
  what: string,
  isNot: boolean,
  status: 'passed' | 'failed' | 'inconclusive',
  describe: () => string,
): MatcherResult => {
  if (status === 'inconclusive') {
    const head = `no verdict on the ${what}: neither that it is right is shown nor that it is wrong`
    return { pass: isNot, message: () => `${head}\n${describe()}` }
  }
  const head = isNot ? `expected a wrong ${what}, but it is right` : `the ${what} is wrong`
  return { pass: status === 'passed', message: () => `${head}\n${describe()}` }
}

const expectArguments = (matcher: string, f: unknown, derivative: unknown, where: unknown) => {
  if (typeof f !== 'function' || typeof derivative !== 'function') {
    throw new TypeError(
      `${matcher}: expected a function of x and its derivative, received ${typeof f} and ${typeof derivative}`,
    )
  }
  if (typeof where === 'object' && where !== null && 'at' in where) return
  throw new TypeError(`${matcher}: expected { at: x } after the derivative, the point to check at`)
}

/**
 * Whether the received function has this gradient, a vector or of the structure of the parameters; inconclusive neither passes nor
 * passes negated.
 */
export const toHaveGradient = function (
  this: MatcherContext,
  f: (x: never) => number,
  gradient: (x: never, into: never) => unknown,
  where: At<unknown>,
): MatcherResult {
  expectArguments('toHaveGradient', f, gradient, where)
  const { at, ...options } = where
  const verdict = checkGradient(
    f as (x: object) => number,
    gradient as (x: object) => object,
    at as object,
    options,
  )
  return toResult('gradient', this.isNot ?? false, verdict.status, () => describeVerdict(verdict))
}

/** Whether the received vector function has this Jacobian; inconclusive neither passes nor passes negated. */
export const toHaveJacobian = function (
  this: MatcherContext,
  f: VectorFunction,
  jacobian: (x: Float64Array) => JacobianMatrix,
  where: At,
): MatcherResult {
  expectArguments('toHaveJacobian', f, jacobian, where)
  const { at, ...options } = where
  const verdict = checkJacobian(f, jacobian, at, options)
  return toResult('Jacobian', this.isNot ?? false, verdict.status, () =>
    describeEntryVerdict(verdict),
  )
}
