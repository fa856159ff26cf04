import type { Matrix } from '../numpy/matrix.ts'

// Products of row-major matrices, added to what is there. Every entry is the sum of its terms in their order, rounded
// after each multiplication and each addition, and then added: blocks change the speed, not the result.

/** C += A B. */
export function addProduct(C: Matrix, A: Matrix, B: Matrix): void {
  accumulate(C, A.data, A.columns, 1, B.data, A.columns)
}

/** C += A^T B. */
export function addTransposedProduct(C: Matrix, A: Matrix, B: Matrix): void {
  accumulate(C, A.data, 1, A.columns, B.data, A.rows)
}

/** A^T in memory of its own. */
export function transposed({ rows, columns, data }: Matrix): Matrix {
  const turned = new Float64Array(data.length)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j]
  }
  return { rows: columns, columns: rows, data: turned }
}

/** Entry (i, k) of the left factor is a[i * aRow + k * aStep]; B is row-major with `terms` rows. */
function accumulate(
  C: Matrix,
  a: Float64Array,
  aRow: number,
  aStep: number,
  b: Float64Array,
  terms: number,
): void {
  for (let i = 0; i < C.rows; i += 2) {
    const pairs = i + 1 < C.rows
    for (let j = 0; j < C.columns; j++) {
      addEntry(C, i, j, a, aRow, aStep, b, terms)
      if (pairs) addEntry(C, i + 1, j, a, aRow, aStep, b, terms)
    }
  }
}

function addEntry(
  { columns, data }: Matrix,
  i: number,
  j: number,
  a: Float64Array,
  aRow: number,
  aStep: number,
  b: Float64Array,
  terms: number,
): void {
  let sum = 0
  for (let k = 0, p = i * aRow, q = j; k < terms; k++, p += aStep, q += columns) sum += a[p] * b[q]
  data[i * columns + j] += sum
}
