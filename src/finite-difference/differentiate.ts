import { DIFFERENTIATE_OPTIONS } from './derivative.ts'
import type { Derivative, DifferentiateOptions } from './derivative.ts'
import { differentiation, readPoint } from './differentiation.ts'
import { expectOptions } from './expect-options.ts'

/** Coordinates of a point that a message shows. */
const SHOWN = 8

const describe = (value: unknown) => (value === null ? 'null' : `a value of type ${typeof value}`)

/** What f returned at a point; TypeError where it is no number. */
export const readValue = (value: unknown, point: Float64Array): number => {
  if (typeof value === 'number') return value
  const place = Array.from(point.subarray(0, SHOWN), String).concat(point.length > SHOWN ? '…' : [])
  const advice = value instanceof Promise ? '; checkGradientAsync waits for promises' : ''
  throw new TypeError(
    `f returned ${describe(value)} at [${place.join(', ')}]: expected a number${advice}`,
  )
}

/**
 * Partial derivatives of f at x, each with a bound on its error. f is handed the same array every time, with the
 * point of the moment in it. Rounding errors that are the same at all points along a coordinate, those of what does not
 * depend on it, are not part of the bound.
 *
 * Source: Richardson's extrapolation of central differences in the form of a least squares fit; its stopping rule
 * after Ridders (1982), doi:10.1016/S0141-1195(82)80057-0; noise from the values themselves after More and Wild
 * (2011), doi:10.1137/100786125.
 *
 * @throws {RangeError} where x is empty or not finite, the noise is not a bound, or fits or spacing are not positive
 * @throws {TypeError} where f does not return a number, or an option is unknown or of another kind
 */
export const differentiate = (
  f: (x: Float64Array) => number,
  x: ArrayLike<number>,
  options: DifferentiateOptions = {},
): Derivative => {
  expectOptions(options, DIFFERENTIATE_OPTIONS)
  const centre = readPoint(x)
  const work = differentiation(centre, options)
  const point = centre.slice()
  let state = work.next()
  while (state.done !== true) {
    const { coordinates, positions } = state.value
    const values = new Float64Array(positions.length)
    for (let k = 0; k < values.length; k++) {
      point.set(centre)
      point[coordinates[k]] = positions[k]
      values[k] = readValue(f(point), point)
    }
    state = work.next(values)
  }
  return state.value
}
