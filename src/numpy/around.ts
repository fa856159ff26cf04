// From 2^52 on every double is an integer; below it, adding 2^52 leaves no bit for a fraction, so the sum's own
// rounding (half to even) is the rounding wanted.
const firstWithoutFraction = 2 ** 52

/**
 * `numpy.around` without decimals: the nearest integer, halves to the even one, the sign of zero kept.
 * A number gives a number; anything array-like gives a new Float64Array of the same length.
 */
export function around(value: number): number
export function around(values: ArrayLike<number>): Float64Array
export function around(value: number | ArrayLike<number>): number | Float64Array {
  return typeof value === 'number' ? halfToEven(value) : Float64Array.from(value, halfToEven)
}

function halfToEven(value: number): number {
  const size = Math.abs(value)
  if (!(size < firstWithoutFraction)) return value
  const rounded = size + firstWithoutFraction - firstWithoutFraction
  return value < 0 || Object.is(value, -0) ? -rounded : rounded
}
