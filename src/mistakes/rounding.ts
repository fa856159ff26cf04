/** Half the spacing of the doubles just above 1: the largest relative error of one operation. */
export const doubleUnit = 2 ** -53

/** The same for 32-bit floats. */
export const singleUnit = 2 ** -24

/** How the result of one operation is stored: as it is, or to the nearest 32-bit float (Math.fround). */
export type Round = (value: number) => number

export const toDouble: Round = (value) => value

export const toSingle: Round = (value) => Math.fround(value)

/**
 * Largest relative error of a chain of `operations` roundings, gamma_m = m u / (1 - m u).
 * Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, Lemma 3.1.
 */
export function gamma(operations: number, unit: number): number {
  return (operations * unit) / (1 - operations * unit)
}

/**
 * How far two results of the same formula can lie apart: each strays at most gamma_m times the sum of the absolute
 * terms from the exact value, whatever the order of summation.
 */
export function roundingBound(magnitude: number, operations: number, unit: number): number {
  return 2 * gamma(operations, unit) * magnitude + operations * smallest(unit)
}

/** Whether `received` is `predicted` up to the bound; where that overflowed there is no evidence against it. */
export function agrees(received: number, predicted: number, bound: number): boolean {
  return (
    Object.is(received, predicted) || bound === Infinity || Math.abs(received - predicted) <= bound
  )
}

/** The number with the fewest digits within a relative error. */
export function shortest(value: number, error: number): number {
  for (let digits = 1; digits < 17; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (Math.abs(rounded - value) <= error * Math.abs(value)) return rounded
  }
  return value
}

// A result below the normal range is off by up to the smallest subnormal number, whatever its size.
function smallest(unit: number): number {
  return unit === doubleUnit ? 2 ** -1074 : 2 ** -149
}
