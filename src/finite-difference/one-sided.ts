/**
 * The derivative of a function of one variable towards one side, with a bound on its error: for the edges of domains and
 * for kinks, where a derivative from both sides does not exist.
 *
 * Least squares fits by polynomials orthogonal on Chebyshev points of [0, length], at lengths that shrink. As in the
 * two-sided fit, what a polynomial leaves over shows the rounding errors of f, and the coefficients above its degree
 * bound what it cuts off.
 */

const { EPSILON, MIN_VALUE } = Number

/** Points on one side besides f(x). */
const POINTS = 16
/** Highest degree that is expanded; higher ones are left to measure the noise by. */
const DEGREES = 11
/** Standard deviations of the rounding error that the bound admits, as in the two-sided fit. */
const DEVIATIONS = 8
/** A fit that leaves over more than this share of the change of f has not seen f for what it is. */
const EXPLAINED = 2 ** -14
/** Standard deviations up to which what is left over passes for rounding. */
const QUIET = 16
/** Lengths tried, each an eighth of the one before: together they shrink to 2^-39 of the first. */
const LENGTHS = 14

export interface OneSided {
  readonly value: number
  /** Infinity where that side is not smooth or not finite. */
  readonly errorBound: number
}

/** Chebyshev's points of [0, 1], rounded to 2^-10 so that x + node length is exact. */
const NODES = Float64Array.from(
  { length: POINTS + 1 },
  (_, j) => Math.round(2 ** 9 * (1 - Math.cos((j * Math.PI) / POINTS))) / 2 ** 10,
)

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let sum = 0
  for (let j = 0; j <= POINTS; j++) sum += a[j] * b[j]
  return sum
}

/** Polynomials orthonormal on the nodes by Stieltjes' procedure, orthogonalised twice; their slopes at 0. */
const BASIS = (() => {
  const values: Float64Array[] = []
  const slopes: number[] = []
  for (let d = 0; d <= DEGREES; d++) {
    const row =
      d === 0 ? new Float64Array(POINTS + 1).fill(1) : values[d - 1].map((p, j) => p * NODES[j])
    let slope = d === 0 ? 0 : values[d - 1][0]
    for (let e = 2 * d - 1; e >= 0; e--) {
      const share = dot(row, values[e % d])
      for (let j = 0; j <= POINTS; j++) row[j] -= share * values[e % d][j]
      slope -= share * slopes[e % d]
    }
    const norm = Math.sqrt(dot(row, row))
    values.push(row.map((entry) => entry / norm))
    slopes.push(slope / norm)
  }
  return { values, slopes }
})()

interface Fit extends OneSided {
  readonly isLoud: boolean
}

const nothing: Fit = { value: NaN, errorBound: Infinity, isLoud: true }

/**
 * Fits the changes of f from f(x) at the nodes; length carries the sign of the side. No degree has a bound where one of them
 * is not finite.
 */
const fit = (changes: Float64Array, size: number, length: number): Fit => {
  const unit = changes.reduce((most, change) => Math.max(most, Math.abs(change)), 0) || 1
  const rest = changes.map((change) => change / unit)
  const least = ((EPSILON / 2) * size + MIN_VALUE) / unit + EPSILON
  const coefficients = BASIS.values.map((row) => dot(row, rest))
  let best = { ...nothing, left: Infinity }
  let value = 0
  let square = 0
  for (let d = 0; d <= DEGREES - 3; d++) {
    for (let j = 0; j <= POINTS; j++) rest[j] -= coefficients[d] * BASIS.values[d][j]
    value += coefficients[d] * BASIS.slopes[d]
    square += BASIS.slopes[d] ** 2
    const left = Math.sqrt(dot(rest, rest) / (POINTS - d))
    const omitted = Math.max(...coefficients.slice(d + 1, d + 4).map(Math.abs))
    const errorBound =
      DEVIATIONS * Math.max(left, least) * Math.sqrt(square) +
      2 * omitted * Math.abs(BASIS.slopes[d + 3])
    if (d > 0 && errorBound < best.errorBound)
      best = { value, errorBound, left, isLoud: left >= QUIET * least }
  }
  if (best.isLoud && best.left >= EXPLAINED) return nothing
  const scale = unit / length
  return {
    value: best.value * scale,
    errorBound: best.errorBound * Math.abs(scale) + MIN_VALUE,
    isLoud: best.isLoud,
  }
}

/**
 * The derivative of f at x towards the side that the sign of start points to; |start| is the first length.
 *
 * @param origin f(x)
 * @yields positions; receives f at each
 */
export function* oneSidedDifferentiation(
  x: number,
  start: number,
  origin: number,
): Generator<readonly number[], OneSided, ArrayLike<number>> {
  const fits: Fit[] = []
  for (let k = 0; k < LENGTHS; k++) {
    const length = start / 8 ** k
    if (x + NODES[1] * length === x) break
    const values = yield Array.from(NODES.subarray(1), (node) => x + node * length)
    const changes = new Float64Array(POINTS + 1)
    let size = Math.abs(origin)
    for (let j = 1; j <= POINTS; j++) {
      size = Math.max(size, Math.abs(values[j - 1]))
      changes[j] = values[j - 1] - origin
    }
    fits.push(fit(changes, size, length))
    const standing = fits.filter(({ errorBound }) => errorBound < Infinity)
    // beyond the second fit that stands, shorter lengths only bring larger rounding errors
    if (standing.length > 1 && standing[standing.length - 1].errorBound > standing[0].errorBound)
      break
  }
  const [best = nothing, second = nothing] = fits.toSorted((a, b) => a.errorBound - b.errorBound)
  const gap = Math.abs(best.value - second.value)
  // neither holds where there is no second fit that stands
  if (!(gap <= best.errorBound + second.errorBound)) return { value: NaN, errorBound: Infinity }
  return { value: best.value, errorBound: best.errorBound + (best.isLoud ? 2 * gap : 0) }
}
