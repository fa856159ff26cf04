import type { Matrix } from '../../numpy/matrix.ts'

/**
 * A matrix beside a bound on the rounding error of each of its entries, in units of the rounding u of one operation:
 * a running error analysis (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.3) that lets the
 * terms of a sum be taken in any order.
 */
export interface Terms {
  readonly rows: number
  readonly columns: number
  readonly value: Float64Array
  readonly error: Float64Array
}

export function zeros(rows: number, columns: number): Terms {
  const size = rows * columns
  return { rows, columns, value: new Float64Array(size), error: new Float64Array(size) }
}

/** What comes in: off by one rounding where it is taken over in a coarser precision. */
export const given = ({ rows, columns, data }: Matrix): Terms => ({
  rows,
  columns,
  value: data,
  error: data.map(Math.abs),
})

export const givenRow = (data: Float64Array): Terms =>
  given({ rows: 1, columns: data.length, data })

export function plus(first: Terms, ...others: readonly Terms[]): Terms {
  const sum = { ...first, value: first.value.slice(), error: first.error.slice() }
  for (const { value, error } of others)
    for (let i = 0; i < value.length; i++) {
      sum.error[i] += error[i] + Math.abs(sum.value[i]) + Math.abs(value[i])
      sum.value[i] += value[i]
    }
  return sum
}

export const minus = (a: Terms, b: Terms): Terms => plus(a, scaled(b, -1))

/** The product entry by entry. */
export function times(first: Terms, ...others: readonly Terms[]): Terms {
  const all = { ...first, value: first.value.slice(), error: first.error.slice() }
  for (const { value, error } of others)
    for (let i = 0; i < value.length; i++) {
      const [a, b] = [Math.abs(all.value[i]), Math.abs(value[i])]
      all.error[i] = a * error[i] + b * all.error[i] + a * b
      all.value[i] *= value[i]
    }
  return all
}

export function scaled(a: Terms, factor: number): Terms {
  const result = zeros(a.rows, a.columns)
  for (let i = 0; i < a.value.length; i++) {
    result.value[i] = a.value[i] * factor
    result.error[i] = (a.error[i] + Math.abs(a.value[i])) * Math.abs(factor)
  }
  return result
}

/** 1 - a */
export const complement = (a: Terms): Terms => shifted(scaled(a, -1), 1)

/** a + number */
export function shifted(a: Terms, number: number): Terms {
  const result = zeros(a.rows, a.columns)
  for (let i = 0; i < a.value.length; i++) {
    result.value[i] = a.value[i] + number
    result.error[i] = a.error[i] + Math.abs(a.value[i]) + Math.abs(number)
  }
  return result
}

/**
 * f(a), whose argument's error is multiplied by the slope of f. A function that is put together from others can be off
 * by a few roundings of 1, as tanh in terms of exponentials is.
 */
export function mapped(
  a: Terms,
  f: (entry: number) => number,
  slope: (value: number, entry: number) => number,
): Terms {
  const result = zeros(a.rows, a.columns)
  for (let i = 0; i < a.value.length; i++) {
    const value = f(a.value[i])
    result.value[i] = value
    result.error[i] =
      Math.abs(slope(value, a.value[i])) * a.error[i] + 4 * Math.max(1, Math.abs(value))
  }
  return result
}

export function transposed({ rows, columns, value, error }: Terms): Terms {
  const turned = zeros(columns, rows)
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      turned.value[j * rows + i] = value[i * columns + j]
      turned.error[j * rows + i] = error[i * columns + j]
    }
  return turned
}

/** The product of matrices. */
export function product(a: Terms, b: Terms): Terms {
  const result = zeros(a.rows, b.columns)
  for (let i = 0; i < a.rows; i++)
    for (let k = 0; k < a.columns; k++) {
      const [left, leftError] = [a.value[i * a.columns + k], a.error[i * a.columns + k]]
      for (let j = 0; j < b.columns; j++) {
        const right = b.value[k * b.columns + j]
        const term = left * right
        result.value[i * b.columns + j] += term
        result.error[i * b.columns + j] +=
          Math.abs(left) * b.error[k * b.columns + j] +
          Math.abs(right) * leftError +
          (a.columns + 1) * Math.abs(term)
      }
    }
  return result
}

/** A W, and b added to every row where there is one. */
export function affine(a: Terms, weights: Terms, bias?: Terms): Terms {
  const own = product(a, weights)
  if (bias === undefined) return own
  for (let i = 0; i < own.value.length; i++) {
    const j = i % own.columns
    own.error[i] += bias.error[j] + Math.abs(own.value[i]) + Math.abs(bias.value[j])
    own.value[i] += bias.value[j]
  }
  return own
}

/** The sum of the rows, as one row. */
export function columnSums(a: Terms): Terms {
  const sums = zeros(1, a.columns)
  for (let i = 0; i < a.value.length; i++) {
    sums.value[i % a.columns] += a.value[i]
    sums.error[i % a.columns] += a.error[i] + a.rows * Math.abs(a.value[i])
  }
  return sums
}

/** Columns from `first` on, `count` of them. */
export function columnsFrom(a: Terms, first: number, count: number): Terms {
  const cut = zeros(a.rows, count)
  for (let row = 0; row < a.rows; row++) {
    const from = row * a.columns + first
    cut.value.set(a.value.subarray(from, from + count), row * count)
    cut.error.set(a.error.subarray(from, from + count), row * count)
  }
  return cut
}

/** Matrices of as many rows, next to each other. */
export function beside(parts: readonly Terms[]): Terms {
  const [{ rows }] = parts
  const columns = parts.reduce((total, part) => total + part.columns, 0)
  const joined = zeros(rows, columns)
  let first = 0
  for (const part of parts) {
    for (let row = 0; row < rows; row++) {
      const [from, to] = [row * part.columns, (row + 1) * part.columns]
      joined.value.set(part.value.subarray(from, to), row * columns + first)
      joined.error.set(part.error.subarray(from, to), row * columns + first)
    }
    first += part.columns
  }
  return joined
}

/** The one row that is kept, all others zero. */
export function onlyRow(a: Terms, row: number): Terms {
  const kept = zeros(a.rows, a.columns)
  const [from, to] = [row * a.columns, (row + 1) * a.columns]
  kept.value.set(a.value.subarray(from, to), from)
  kept.error.set(a.error.subarray(from, to), from)
  return kept
}

/** Step k of a sequence n x T x d, given as its flat entries. */
export function stepOf(
  data: Float64Array,
  [samples, steps, features]: readonly number[],
  k: number,
): Terms {
  const entries = new Float64Array(samples * features)
  for (let i = 0; i < samples; i++) {
    const from = (i * steps + k) * features
    entries.set(data.subarray(from, from + features), i * features)
  }
  return given({ rows: samples, columns: features, data: entries })
}

/** An array of any shape, with the errors of its entries. */
export interface Predicted {
  readonly shape: readonly number[]
  readonly value: Float64Array
  readonly error: Float64Array
}

export const asMatrix = ({ rows, columns, value, error }: Terms): Predicted => ({
  shape: [rows, columns],
  value,
  error,
})

export const asVector = ({ value, error }: Terms): Predicted => ({
  shape: [value.length],
  value,
  error,
})

/** Steps n x d each, as n x T x d. */
export function asSequence(steps: readonly Terms[], samples: number, features: number): Predicted {
  const size = samples * steps.length * features
  const [value, error] = [new Float64Array(size), new Float64Array(size)]
  steps.forEach((step, k) => {
    for (let i = 0; i < samples; i++) {
      const [from, to] = [i * features, (i + 1) * features]
      value.set(step.value.subarray(from, to), (i * steps.length + k) * features)
      error.set(step.error.subarray(from, to), (i * steps.length + k) * features)
    }
  })
  return { shape: [samples, steps.length, features], value, error }
}
