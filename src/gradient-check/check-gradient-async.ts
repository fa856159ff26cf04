import { expectOptions, readValue } from '../finite-difference/index.ts'
import type { GradientOf } from '../parameters/parameters.ts'
import { conclude, examine, fillerOf, flattenAfter, readSubject } from './check.ts'
import { ASYNC_CHECK_OPTIONS } from './options.ts'
import type { AsyncCheckOptions } from './options.ts'
import { repeatGradient, repeatValue } from './preflight.ts'
import type { Verdict } from './verdict.ts'
import { completeAsync } from './work.ts'
import type { Points } from './work.ts'

type Scalar = (x: never) => number | Promise<number>
type Gradient = (x: never, into: never) => unknown

/**
 * `checkGradient` for functions that return promises, or numbers: a model on a device, behind a network, in a worker. Calls
 * follow one another, each with an array of its own, which a function may keep until its promise is settled.
 *
 * The promise is rejected with what `checkGradient` throws, with what f or the gradient rejects with, and with the reason
 * of the signal.
 */
export function checkGradientAsync(
  f: (x: Float64Array) => number | Promise<number>,
  gradient: (
    x: Float64Array,
    into: never,
  ) => ArrayLike<number> | void | Promise<ArrayLike<number> | void>,
  x: ArrayLike<number>,
  options?: AsyncCheckOptions,
): Promise<Verdict>
export function checkGradientAsync<P extends object | number>(
  f: (x: P) => number | Promise<number>,
  gradient: (x: P) => GradientOf<P> | Promise<GradientOf<P>>,
  x: P,
  options?: AsyncCheckOptions,
): Promise<Verdict>
export async function checkGradientAsync(
  f: Scalar,
  gradient: Gradient,
  x: unknown,
  options: AsyncCheckOptions = {},
): Promise<Verdict> {
  expectOptions(options, ASYNC_CHECK_OPTIONS)
  const subject = readSubject(x)
  const { values, build, flatten } = subject
  const { into, signal, onProgress } = options
  const fill = fillerOf(into)
  const callGradient = async () => {
    signal?.throwIfAborted()
    fill()
    const parameters = build(values)
    const returned = (await gradient(parameters as never, into as never)) ?? into
    const after = flattenAfter(subject, parameters)
    return { returned: returned === into ? undefined : returned, values: flatten(returned), after }
  }
  const call = async (parameters: unknown, point: Float64Array) => {
    signal?.throwIfAborted()
    return readValue(await f(parameters as never), point)
  }
  let evaluations = 0
  const evaluate = async ({ count, place, settled }: Points) => {
    const results = new Float64Array(count)
    for (let k = 0; k < count; k++) {
      const point = new Float64Array(values.length)
      place(k, point)
      results[k] = await call(subject.isVector ? point : build(point), point)
    }
    evaluations += count
    onProgress?.({ evaluations, settled, coordinates: values.length })
    return results
  }
  const callValue = async () => {
    const parameters = build(values)
    const value = await call(parameters, values)
    return { value, after: flattenAfter(subject, parameters) }
  }
  const first = await callGradient()
  const examined = await completeAsync(examine(subject, first.values, options), evaluate)
  const repeated = await completeAsync(repeatGradient(values, first), callGradient)
  const again = await completeAsync(repeatValue(values, examined.origin), callValue)
  return conclude(subject, examined, repeated, again)
}
