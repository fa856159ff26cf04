import { expectOptions, readPoint } from '../finite-difference/index.ts'
import { CHECK_OPTIONS } from '../gradient-check/index.ts'
import type { CheckOptions } from '../gradient-check/index.ts'
import { describe, isObject } from '../parameters/nodes.ts'
import { checkRow, judgeEntries } from './entry.ts'
import type { EntryVerdict } from './entry.ts'
import { readResults, rememberResults } from './remembered-results.ts'
import type { VectorFunction } from './remembered-results.ts'
import { readVector } from './read-vector.ts'
import { repeatCall } from './repeat-call.ts'

/** An m x n matrix: an array of rows, or its numbers row by row. */
export type JacobianMatrix =
  | ArrayLike<ArrayLike<number>>
  | { readonly rows: number; readonly columns: number; readonly data: ArrayLike<number> }

/** The rows of a matrix, whatever they are: the data of one that holds its numbers row by row, cut. */
const rowsOf = (matrix: JacobianMatrix): unknown[] => {
  const given: unknown = matrix
  if (!isObject(given) || !('data' in given || typeof given.length === 'number')) {
    throw new TypeError(`jacobian(x) is ${describe(given)}: expected a matrix`)
  }
  if (!('data' in matrix)) return Array.from(matrix)
  const { rows, columns } = matrix
  const data = readVector(matrix.data, 'jacobian(x).data')
  return Array.from({ length: rows }, (_, row) => data.slice(row * columns, (row + 1) * columns))
}

/** The matrix as rows; TypeError where an entry is no number, RangeError where its shape is not the one expected. */
const readRows = (matrix: JacobianMatrix, rows: number, columns: number): Float64Array[] => {
  const found = rowsOf(matrix).map((row, k) => readVector(row, `jacobian(x)[${k}]`))
  const wrong = found.findIndex((row) => row.length !== columns)
  if (found.length !== rows || wrong >= 0) {
    const received = wrong < 0 ? `${found.length} rows` : `row ${wrong} of ${found[wrong].length}`
    throw new RangeError(
      `jacobian: expected ${rows} x ${columns}, a row for each result of f and a column for each coordinate of x, ` +
        `received ${received}`,
    )
  }
  return found
}

const flat = (rows: readonly Float64Array[]) => rows.flatMap((row) => Array.from(row))

/**
 * Checks the Jacobian of f at x, m results by n coordinates, entry by entry: every entry is judged by its own size and
 * its own bound.
 *
 * @throws {RangeError} where x is empty or not finite, or the Jacobian is not m x n
 * @throws {TypeError} where f or the Jacobian returns something other than numbers, or an option is unknown
 */
export const checkJacobian = (
  f: VectorFunction,
  jacobian: (x: Float64Array) => JacobianMatrix,
  x: ArrayLike<number>,
  options: CheckOptions = {},
): EntryVerdict => {
  expectOptions(options, CHECK_OPTIONS)
  const results = rememberResults(f, readPoint(x))
  const { origin } = results
  const read = (point: Float64Array) => readRows(jacobian(point), origin.length, x.length)
  const analytic = read(Float64Array.from(x))
  const entries = analytic.flatMap((own, row) =>
    checkRow(results, row, own, (column) => `[${row}][${column}]`, options),
  )
  const doubt =
    repeatCall('f', (point) => readResults(f(point), origin.length), x, origin) ??
    repeatCall('the Jacobian', (point) => flat(read(point)), x, flat(analytic))
  return judgeEntries(entries, results.evaluations() + 1, doubt)
}
