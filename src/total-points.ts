/** Points are parts of at most so small a size: thirds, tenths, thousandths. */
const finest = 1000

interface Fraction {
  readonly numerator: number
  readonly denominator: number
}

/**
 * The sum of points, each a fraction with a denominator of at most 1000: three thirds are 1, and 0.1 and 0.2 are 0.3. The
 * sum is exact and then rounded once to a double.
 */
export function totalPoints(points: readonly number[]): number {
  const { numerator, denominator } = points
    .map((each) => fractionOf(each))
    .reduce(plus, { numerator: 0, denominator: 1 })
  return numerator / denominator
}

/** The fraction of which a number is the nearest double; of finer parts the number itself is taken. */
function fractionOf(points: number): Fraction {
  for (let denominator = 1; denominator <= finest; denominator++) {
    const numerator = Math.round(points * denominator)
    if (numerator / denominator === points) return { numerator, denominator }
  }
  return { numerator: points, denominator: 1 }
}

function plus(a: Fraction, b: Fraction): Fraction {
  const shared = greatestDivisor(a.denominator, b.denominator)
  const numerator = a.numerator * (b.denominator / shared) + b.numerator * (a.denominator / shared)
  const denominator = (a.denominator / shared) * b.denominator
  const common = Number.isInteger(numerator) ? greatestDivisor(numerator, denominator) : 1
  return { numerator: numerator / common, denominator: denominator / common }
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : greatestDivisor(b, a % b)
}
