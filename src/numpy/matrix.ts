/** A dense matrix: `data[r * columns + c]` is the entry of row r and column c (row-major, as numpy's default). */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly data: Float64Array
}
