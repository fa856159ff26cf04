import type { Batch } from '../finite-difference/index.ts'
import type { Points } from './work.ts'

/** The points of a batch of moves along single coordinates of x. */
export const pointsOfBatch =
  (x: Float64Array) =>
  ({ coordinates, positions, settled }: Batch): Points => ({
    count: positions.length,
    place: (k, into) => {
      into.set(x)
      into[coordinates[k]] = positions[k]
    },
    settled,
  })

/** Points on one line through x: what one coordinate is, by its values there. */
export const pointsAlong =
  (x: Float64Array, coordinate: number, settled: number) =>
  (positions: readonly number[]): Points => ({
    count: positions.length,
    place: (k, into) => {
      into.set(x)
      into[coordinate] = positions[k]
    },
    settled,
  })

/** The same in steps to either side: up, down, up, down. */
export const pointsBeside =
  (x: Float64Array, coordinate: number, settled: number) =>
  (steps: readonly number[]): Points =>
    pointsAlong(
      x,
      coordinate,
      settled,
    )(steps.flatMap((step) => [x[coordinate] + step, x[coordinate] - step]))
