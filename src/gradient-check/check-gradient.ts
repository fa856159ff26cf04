import { expectOptions, readValue } from '../finite-difference/index.ts'
import type { GradientOf } from '../parameters/parameters.ts'
import { conclude, examine, fillerOf, flattenAfter, readSubject } from './check.ts'
import { CHECK_OPTIONS } from './options.ts'
import type { CheckOptions } from './options.ts'
import { repeatGradient, repeatValue } from './preflight.ts'
import type { Verdict } from './verdict.ts'
import { complete } from './work.ts'
import type { Points } from './work.ts'

type Scalar = (x: never) => number
type Gradient = (x: never, into: never) => unknown

/**
 * Checks a gradient of f at x against numerical derivatives that carry their own error bounds. x is a vector, which f
 * and the gradient receive as a Float64Array, or parameters of any shape: numbers, arrays, matrices, and lists and
 * objects of them, which they receive as copies; the gradient then has the same shape.
 *
 * The gradient is called at x before and after f is called around it, and f once more at the end. An f that returns something else then is inconclusive;
 * so is whatever would pass where either of them changes its x or keeps state.
 *
 * @throws {RangeError} where x is empty or not finite, or an entry of the gradient is missing or extra
 * @throws {TypeError} where f or the gradient returns something other than numbers, or an option is unknown
 */
export function checkGradient(
  f: (x: Float64Array) => number,
  gradient: (x: Float64Array, into: never) => ArrayLike<number> | void,
  x: ArrayLike<number>,
  options?: CheckOptions,
): Verdict
export function checkGradient<P extends object | number>(
  f: (x: P) => number,
  gradient: (x: P) => GradientOf<P>,
  x: P,
  options?: CheckOptions,
): Verdict
export function checkGradient(
  f: Scalar,
  gradient: Gradient,
  x: unknown,
  options: CheckOptions = {},
): Verdict {
  expectOptions(options, CHECK_OPTIONS)
  const subject = readSubject(x)
  const { values, build, flatten } = subject
  const { into } = options
  const fill = fillerOf(into)
  const callGradient = () => {
    fill()
    const parameters = build(values)
    const returned = gradient(parameters as never, into as never) ?? into
    const after = flattenAfter(subject, parameters)
    return { returned: returned === into ? undefined : returned, values: flatten(returned), after }
  }
  const point = values.slice()
  const call = (parameters: unknown) => readValue(f(parameters as never), point)
  const evaluate = ({ count, place }: Points) => {
    const results = new Float64Array(count)
    for (let k = 0; k < count; k++) {
      place(k, point)
      results[k] = call(subject.isVector ? point : build(point))
    }
    return results
  }
  const callValue = () => {
    const parameters = build(values)
    const value = call(parameters)
    return { value, after: flattenAfter(subject, parameters) }
  }
  const first = callGradient()
  const examined = complete(examine(subject, first.values, options), evaluate)
  const repeated = complete(repeatGradient(values, first), callGradient)
  const again = complete(repeatValue(values, examined.origin), callValue)
  return conclude(subject, examined, repeated, again)
}
