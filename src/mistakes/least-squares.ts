/** The solution of an overdetermined system, with how far rounding can have moved it. */
export interface Fit {
  readonly solution: Float64Array
  /** The norm of what the solution leaves unexplained. */
  readonly residual: number
  /** The norm of each row of the pseudo-inverse: how strongly an error in the data moves each coefficient. */
  readonly sensitivity: Float64Array
}

/**
 * Least squares by modified Gram-Schmidt on the columns and the right-hand side together, which is backward stable
 * (Björck, Solving linear least squares problems by Gram-Schmidt orthogonalization, BIT 7, 1967). Columns are given
 * as arrays of equal length, at least as long as there are columns. Null if the columns are dependent.
 */
export function leastSquares(
  columns: readonly Float64Array[],
  rightHandSide: Float64Array,
): Fit | null {
  const rest = columns.map((column) => column.slice())
  const remaining = rightHandSide.slice()
  const triangle = columns.map(() => new Float64Array(columns.length))
  const projected = new Float64Array(columns.length)
  for (const [j, q] of rest.entries()) {
    const length = Math.hypot(...q)
    if (!(length > 0)) return null
    triangle[j][j] = length
    for (let i = 0; i < q.length; i++) q[i] /= length
    for (let l = j + 1; l < rest.length; l++) triangle[j][l] = removeProjection(q, rest[l])
    projected[j] = removeProjection(q, remaining)
  }
  return {
    solution: backSubstitute(triangle, projected),
    residual: Math.hypot(...remaining),
    sensitivity: rowNorms(triangle),
  }
}

function removeProjection(q: Float64Array, vector: Float64Array): number {
  let product = 0
  for (let i = 0; i < q.length; i++) product += q[i] * vector[i]
  for (let i = 0; i < q.length; i++) vector[i] -= product * q[i]
  return product
}

function backSubstitute(triangle: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = b.slice()
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = i + 1; j < x.length; j++) x[i] -= triangle[i][j] * x[j]
    x[i] /= triangle[i][i]
  }
  return x
}

function rowNorms(triangle: readonly Float64Array[]): Float64Array {
  const squares = new Float64Array(triangle.length)
  for (let j = 0; j < triangle.length; j++) {
    const unitVector = new Float64Array(triangle.length)
    unitVector[j] = 1
    for (const [i, value] of backSubstitute(triangle, unitVector).entries())
      squares[i] += value ** 2
  }
  return squares.map(Math.sqrt)
}
