import { expectOptions, readPoint } from '../finite-difference/index.ts'
import { CHECK_OPTIONS } from '../gradient-check/index.ts'
import type { CheckOptions } from '../gradient-check/index.ts'
import { checkRow, judgeEntries } from './entry.ts'
import type { EntryVerdict } from './entry.ts'
import { rememberResults } from './remembered-results.ts'
import type { VectorFunction } from './remembered-results.ts'
import { repeatCall } from './repeat-call.ts'

/** An m x n matrix: an array of rows, or its numbers row by row. */
export type JacobianMatrix =
  | ArrayLike<ArrayLike<number>>
  | { readonly rows: number; readonly columns: number; readonly data: ArrayLike<number> }

/** The matrix as rows; RangeError where its shape is not the one expected. */
const readRows = (matrix: JacobianMatrix, rows: number, columns: number): ArrayLike<number>[] => {
  const found =
    'data' in matrix
      ? Array.from({ length: matrix.rows }, (_, row) =>
          Array.from(matrix.data).slice(row * matrix.columns, (row + 1) * matrix.columns),
        )
      : Array.from(matrix)
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

const flat = (rows: readonly ArrayLike<number>[]) => rows.flatMap((row) => Array.from(row))

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
  const analytic = read(Float64Array.from(x)).map((row) => Float64Array.from(row))
  const entries = analytic.flatMap((own, row) =>
    checkRow(results, row, own, (column) => `[${row}][${column}]`, options),
  )
  const doubt =
    repeatCall('f', f, x, origin) ??
    repeatCall('the Jacobian', (point) => flat(read(point)), x, flat(analytic))
  return judgeEntries(entries, results.evaluations() + 1, doubt)
}
