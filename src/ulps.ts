const bits = new DataView(new ArrayBuffer(8))

/** The doubles in order, counted from 0: neighbours differ by 1, and 0 and -0 are the same. */
const ordinal = (value: number) => {
  bits.setFloat64(0, value)
  const pattern = bits.getBigInt64(0)
  return pattern < 0n ? -(pattern & 0x7fffffffffffffffn) : pattern
}

/**
 * How many doubles lie from one number to the other, 0 where they are equal; Infinity is the neighbour of the largest
 * double, and NaN is at 0 from NaN and infinitely far from all else. Rounded to a double above 2^53.
 */
export const ulpsBetween = (a: number, b: number): number => {
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity
  }
  return Math.abs(Number(ordinal(a) - ordinal(b)))
}
