import type { Matrix } from '../numpy/matrix.ts'

/** Throws RangeError unless the vector has the length; `where` names the function, `what` the argument. */
export function expectLength(
  where: string,
  what: string,
  vector: Float64Array,
  length: number,
): void {
  if (vector.length === length) return
  throw new RangeError(
    `${where}: expected ${what} of length ${length}, received length ${vector.length}`,
  )
}

/** Throws RangeError unless the matrix holds rows x columns entries and, where `shape` is given, has that shape. */
export function expectMatrix(
  where: string,
  what: string,
  matrix: Matrix,
  shape: readonly [rows: number, columns: number] = [matrix.rows, matrix.columns],
): void {
  const [rows, columns] = shape
  const received = `${matrix.rows} x ${matrix.columns}`
  if (matrix.rows !== rows || matrix.columns !== columns) {
    throw new RangeError(`${where}: expected ${what} of ${rows} x ${columns}, received ${received}`)
  }
  if (matrix.data.length !== rows * columns) {
    throw new RangeError(
      `${where}: expected ${what}.data of length ${rows * columns} for ${received}, received length ${matrix.data.length}`,
    )
  }
}
