/** Polynomials orthogonal on the points of one fit along a line, whose slope at 0 is the derivative. */

/** Pairs x - h, x + h in one fit. */
export const PAIRS = 9
/** Highest degree that as many pairs and the centre determine. */
export const DEGREES = 2 * PAIRS

/**
 * The positive half of 2 PAIRS + 1 Chebyshev points and their centre, rounded to 2^-10 so that x + node h is exact for
 * every h down to 2^-42 |x|.
 */
export const NODES = Float64Array.from({ length: PAIRS + 1 }, (_, j) =>
  j === 0 ? 0 : Math.round(2 ** 10 * Math.sin((j * Math.PI) / (2 * PAIRS + 1))) / 2 ** 10,
)

/** Inner product of two polynomials of the same parity over the nodes and their mirror images. */
const dot = (a: Float64Array, b: Float64Array) => {
  let sum = 0
  for (let j = PAIRS; j > 0; j--) sum += 2 * a[j] * b[j]
  return sum + a[0] * b[0]
}

/**
 * Polynomials orthonormal on the nodes and their mirror images, by Stieltjes' three-term recurrence
 * t p_d = links[d + 1] p_(d+1) + links[d] p_(d-1): values row by row, and slopes at the centre.
 */
export const BASIS = (() => {
  const width = PAIRS + 1
  const values = new Float64Array((DEGREES + 1) * width)
  const links = new Float64Array(DEGREES + 1)
  const slopes = new Float64Array(DEGREES + 1)
  values.fill(1 / Math.sqrt(2 * PAIRS + 1), 0, width)
  for (let d = 1; d <= DEGREES; d++) {
    const row = values.subarray(d * width, (d + 1) * width)
    for (let j = 0; j <= PAIRS; j++) {
      const older = d > 1 ? values[(d - 2) * width + j] : 0
      row[j] = NODES[j] * values[(d - 1) * width + j] - links[d - 1] * older
    }
    slopes[d] = values[(d - 1) * width] - (d > 1 ? links[d - 1] * slopes[d - 2] : 0)
    // the recurrence alone loses orthogonality to the last few bits, which would look like noise of f
    for (let e = d - 2; e >= 0; e -= 2) {
      const earlier = values.subarray(e * width, (e + 1) * width)
      const share = dot(row, earlier)
      for (let j = 0; j <= PAIRS; j++) row[j] -= share * earlier[j]
      slopes[d] -= share * slopes[e]
    }
    const norm = Math.sqrt(dot(row, row))
    links[d] = norm
    for (let j = 0; j <= PAIRS; j++) row[j] /= norm
    slopes[d] /= norm
  }
  return { width, values, links, slopes }
})()

/** Euclidean and absolute norm of the weights with which a fit of each degree turns values of f into its slope. */
export const GAINS = (() => {
  const weights = new Float64Array(PAIRS + 1)
  const root = new Float64Array(DEGREES + 1)
  const sum = new Float64Array(DEGREES + 1)
  let square = 0
  for (let d = 1; d <= DEGREES; d++) {
    if (d % 2 === 1) square += BASIS.slopes[d] ** 2
    root[d] = Math.sqrt(square)
    for (let j = 1; j <= PAIRS; j++) {
      if (d % 2 === 1) weights[j] += BASIS.slopes[d] * BASIS.values[d * BASIS.width + j]
      sum[d] += 2 * Math.abs(weights[j])
    }
  }
  return { root, sum }
})()
