import type { Matrix } from '../../numpy/matrix.ts'

/**
 * A matrix beside the sum of the absolute terms of each of its entries: what a formula gives, and how far rounding can
 * carry it. After m roundings an entry is off by at most gamma_m times its magnitude, in whatever order the terms are
 * taken (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.3). An activation passes the error
 * of its argument on, times its slope.
 */
export interface Terms {
  readonly rows: number
  readonly columns: number
  readonly value: Float64Array
  readonly magnitude: Float64Array
}

export function zeros(rows: number, columns: number): Terms {
  const size = rows * columns
  return { rows, columns, value: new Float64Array(size), magnitude: new Float64Array(size) }
}

export const exactly = ({ rows, columns, data }: Matrix): Terms => ({
  rows,
  columns,
  value: data,
  magnitude: data.map(Math.abs),
})

export const exactRow = (data: Float64Array): Terms =>
  exactly({ rows: 1, columns: data.length, data })

/** Entry by entry. */
function combine(
  a: Terms,
  b: Terms,
  value: (a: number, b: number) => number,
  magnitude: (a: number, b: number) => number,
): Terms {
  return {
    rows: a.rows,
    columns: a.columns,
    value: a.value.map((entry, i) => value(entry, b.value[i])),
    magnitude: a.magnitude.map((entry, i) => magnitude(entry, b.magnitude[i])),
  }
}

const sum = (a: number, b: number): number => a + b
const multiple = (a: number, b: number): number => a * b

export const plus = (first: Terms, ...others: readonly Terms[]): Terms =>
  others.reduce((total, other) => combine(total, other, sum, sum), first)

export const minus = (a: Terms, b: Terms): Terms =>
  combine(a, b, (value, other) => value - other, sum)

/** The product entry by entry. */
export const times = (first: Terms, ...others: readonly Terms[]): Terms =>
  others.reduce((total, other) => combine(total, other, multiple, multiple), first)

export const scaled = (a: Terms, factor: number): Terms => ({
  ...a,
  value: a.value.map((entry) => entry * factor),
  magnitude: a.magnitude.map((entry) => entry * Math.abs(factor)),
})

/** 1 - a */
export const complement = (a: Terms): Terms => ({
  ...a,
  value: a.value.map((entry) => 1 - entry),
  magnitude: a.magnitude.map((entry) => 1 + entry),
})

/** f(a), whose argument's error is multiplied by the slope of f at a. */
export const mapped = (
  a: Terms,
  f: (entry: number) => number,
  slope: (value: number, entry: number) => number,
): Terms => {
  const value = a.value.map(f)
  const magnitude = a.magnitude.map(
    (entry, i) => Math.abs(value[i]) + Math.abs(slope(value[i], a.value[i])) * entry,
  )
  return { ...a, value, magnitude }
}

export function transposed({ rows, columns, value, magnitude }: Terms): Terms {
  const turn = (entries: Float64Array): Float64Array =>
    entries.map((_, i) => entries[(i % rows) * columns + Math.floor(i / rows)])
  return { rows: columns, columns: rows, value: turn(value), magnitude: turn(magnitude) }
}

/** The product of matrices. */
export function product(a: Terms, b: Terms): Terms {
  const result = zeros(a.rows, b.columns)
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const [value, magnitude] = [a.value[i * a.columns + k], a.magnitude[i * a.columns + k]]
      for (let j = 0; j < b.columns; j++) {
        result.value[i * b.columns + j] += value * b.value[k * b.columns + j]
        result.magnitude[i * b.columns + j] += magnitude * b.magnitude[k * b.columns + j]
      }
    }
  }
  return result
}

/** A row added to every row. */
export function plusRow(a: Terms, row: Terms): Terms {
  const add = (entries: Float64Array, own: Float64Array): Float64Array =>
    entries.map((entry, i) => entry + own[i % a.columns])
  return { ...a, value: add(a.value, row.value), magnitude: add(a.magnitude, row.magnitude) }
}

/** A W, and b added to every row where there is one. */
export function affine(a: Terms, weights: Terms, bias?: Terms): Terms {
  const own = product(a, weights)
  return bias === undefined ? own : plusRow(own, bias)
}

/** The sum of the rows, as one row. */
export function columnSums(a: Terms): Terms {
  const result = zeros(1, a.columns)
  a.value.forEach((entry, i) => (result.value[i % a.columns] += entry))
  a.magnitude.forEach((entry, i) => (result.magnitude[i % a.columns] += entry))
  return result
}

/** Columns from `first` on, `count` of them. */
export function columnsFrom(a: Terms, first: number, count: number): Terms {
  const cut = (entries: Float64Array): Float64Array =>
    entries.filter((_, i) => i % a.columns >= first && i % a.columns < first + count)
  return { rows: a.rows, columns: count, value: cut(a.value), magnitude: cut(a.magnitude) }
}

/** Matrices of as many rows, next to each other. */
export function beside(parts: readonly Terms[]): Terms {
  const [{ rows }] = parts
  const columns = parts.reduce((total, part) => total + part.columns, 0)
  const join = (of: (part: Terms) => Float64Array): Float64Array =>
    Float64Array.from(
      Array.from({ length: rows }, (_, row) =>
        parts.map((part) => [...of(part).subarray(row * part.columns, (row + 1) * part.columns)]),
      ).flat(2),
    )
  return {
    rows,
    columns,
    value: join((part) => part.value),
    magnitude: join((part) => part.magnitude),
  }
}

/** The one row that is kept, all others zero. */
export function onlyRow(a: Terms, row: number): Terms {
  const keep = (entries: Float64Array): Float64Array =>
    entries.map((entry, i) => (Math.floor(i / a.columns) === row ? entry : 0))
  return { ...a, value: keep(a.value), magnitude: keep(a.magnitude) }
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
  return exactly({ rows: samples, columns: features, data: entries })
}

/** An array of any shape, with the magnitudes of its entries. */
export interface Predicted {
  readonly shape: readonly number[]
  readonly value: Float64Array
  readonly magnitude: Float64Array
}

export const asMatrix = ({ rows, columns, value, magnitude }: Terms): Predicted => ({
  shape: [rows, columns],
  value,
  magnitude,
})

export const asVector = ({ value, magnitude }: Terms): Predicted => ({
  shape: [value.length],
  value,
  magnitude,
})

/** Steps n x d each, as n x T x d. */
export function asSequence(steps: readonly Terms[], samples: number, features: number): Predicted {
  const shape = [samples, steps.length, features]
  const gather = (of: (step: Terms) => Float64Array): Float64Array => {
    const data = new Float64Array(samples * steps.length * features)
    steps.forEach((step, k) => {
      for (let i = 0; i < samples; i++) {
        const own = of(step).subarray(i * features, (i + 1) * features)
        data.set(own, (i * steps.length + k) * features)
      }
    })
    return data
  }
  return { shape, value: gather((step) => step.value), magnitude: gather((step) => step.magnitude) }
}
