/** Where two lists of numbers differ in a bit, -1 where they do not. */
const firstDifference = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  const most = Math.max(a.length, b.length)
  for (let i = 0; i < most; i++) if (!Object.is(a[i], b[i])) return i
  return -1
}

/** Calls a function once more at x and says what it does besides being a function of x; undefined where it does nothing. */
export const repeatCall = (
  name: string,
  call: (x: Float64Array) => ArrayLike<number>,
  x: ArrayLike<number>,
  first: ArrayLike<number>,
): string | undefined => {
  const own = Float64Array.from(x)
  const again = call(own)
  const changed = firstDifference(x, own)
  if (changed >= 0) return `${name} changed x[${changed}]`
  const k = firstDifference(first, again)
  if (k < 0) return undefined
  const spread = Math.abs(first[k] - again[k]).toPrecision(2)
  return `${name} is nondeterministic: two calls at the same x differ at [${k}] by ${spread}`
}
