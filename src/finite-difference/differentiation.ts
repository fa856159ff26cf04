import type { Batch, Derivative, DifferentiateOptions, Limit } from './derivative.ts'
import { expectDifferences, readNoise } from './expect-differences.ts'
import { NODES, PAIRS } from './orthogonal-polynomials.ts'
import { powerBelow } from './power-below.ts'
import { FITS, slopeAlong } from './slope.ts'
import type { Slope } from './slope.ts'
import type { Origin, Walk } from './survey.ts'

/** The most that the caller's noise comes to over the points of a fit along coordinate i. */
const noiseAlong = (noise: DifferentiateOptions['noise'], x: Float64Array, i: number) => {
  if (noise === undefined) return undefined
  if (typeof noise === 'number') return () => noise
  return (length: number) => {
    let most = 0
    for (let j = -PAIRS; j <= PAIRS; j++) {
      const point = x.slice()
      point[i] += Math.sign(j) * NODES[Math.abs(j)] * length
      most = Math.max(most, readNoise(noise(point)))
    }
    return most
  }
}

/** x as numbers of our own; TypeError or RangeError where there is nothing to differentiate at. */
export const readPoint = (x: ArrayLike<number>): Float64Array => {
  if (x instanceof BigInt64Array || x instanceof BigUint64Array) {
    throw new TypeError('x is an array of bigints: expected numbers')
  }
  const point = Float64Array.from(x)
  if (point.length === 0) throw new RangeError('x is empty: expected at least one number')
  const bad = point.findIndex((entry) => !Number.isFinite(entry))
  if (bad >= 0) throw new RangeError(`x[${bad}] is ${x[bad]}: expected a finite number`)
  return point
}

/**
 * The derivative of f at x for an f that is out of reach: yields batches of points, receives f at each, returns the
 * derivative. A smooth f of well-scaled x is done after two batches, whatever the number of coordinates.
 */
export function* differentiation(
  x: ArrayLike<number>,
  options: DifferentiateOptions = {},
): Generator<Batch, Derivative, ArrayLike<number>> {
  const point = readPoint(x)
  const { noise, spacing, fits = FITS } = options
  expectDifferences(options, point.length)
  const size = point.length
  const largest = point.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)
  const origin: Origin = { value: NaN }
  const value = new Float64Array(size)
  const errorBound = new Float64Array(size)
  const scale = new Float64Array(size)
  const reach = new Float64Array(size)
  const limit = Array.from<Limit>({ length: size })
  let walks: { i: number; walk: Walk<Slope>; steps: readonly number[] }[] = []
  for (const [i, here] of point.entries()) {
    const start = powerBelow(Math.abs(here) || largest || 1)
    const noiseHere = noiseAlong(noise, point, i)
    const walk = slopeAlong(here, start, origin, noiseHere, spacing?.[i] ?? Number.EPSILON, fits)
    const first = walk.next()
    if (first.done !== true) walks.push({ i, walk, steps: first.value })
  }
  let evaluations = 0
  let batch = { coordinates: [0], positions: [point[0]], settled: 0 }
  while (walks.length > 0) {
    for (const { i, steps } of walks) {
      for (const step of steps) {
        batch.coordinates.push(i, i)
        batch.positions.push(point[i] + step, point[i] - step)
      }
    }
    const values = Float64Array.from(yield batch)
    let at = 0
    if (evaluations === 0) origin.value = values[at++]
    evaluations += values.length
    const going = []
    for (const { i, walk, steps } of walks) {
      const end = at + 2 * steps.length
      const next = walk.next(values.subarray(at, end))
      at = end
      if (next.done !== true) {
        going.push({ i, walk, steps: next.value })
        continue
      }
      value[i] = next.value.value
      errorBound[i] = next.value.errorBound
      scale[i] = next.value.scale
      reach[i] = next.value.reach
      limit[i] = next.value.limit
    }
    walks = going
    batch = { coordinates: [], positions: [], settled: size - going.length }
  }
  return { value, errorBound, limit, scale, reach, origin: origin.value, evaluations }
}

/** The points of a batch around x, each an array of its own: what to send to an f that is far away. */
export const pointsOf = (batch: Batch, x: ArrayLike<number>): Float64Array[] =>
  batch.positions.map((position, k) => {
    const point = Float64Array.from(x)
    point[batch.coordinates[k]] = position
    return point
  })
