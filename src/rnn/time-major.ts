import type { Matrix } from '../numpy/matrix.ts'
import type { Sequence } from './sequence.ts'

/**
 * A sequence with the samples of one step together: each step is a matrix of samples x features, and all of them under
 * each other are one tall matrix. Both share their memory, so the time loop works on steps, and what concerns all steps
 * alike is one product.
 */
export interface TimeMajor {
  readonly samples: number
  readonly all: Matrix
  readonly at: readonly Matrix[]
}

/** Zeros of steps x samples x features. */
export function timeMajor(steps: number, samples: number, features: number): TimeMajor {
  const size = samples * features
  const data = new Float64Array(steps * size)
  const at = Array.from({ length: steps }, (_, k) => ({
    rows: samples,
    columns: features,
    data: data.subarray(k * size, (k + 1) * size),
  }))
  return { samples, all: { rows: steps * samples, columns: features, data }, at }
}

/** The steps from `first` to before `end` as one tall matrix, in the same memory. */
export function stretch(steps: TimeMajor, first: number, end = steps.at.length): Matrix {
  const { columns, data } = steps.all
  const rows = (end - first) * steps.samples
  const start = first * steps.samples * columns
  return { rows, columns, data: data.subarray(start, start + rows * columns) }
}

export function fromSequence({ shape: [samples, steps, features], data }: Sequence): TimeMajor {
  const turned = timeMajor(steps, samples, features)
  turn(data, turned.all.data, samples, steps, features)
  return turned
}

export function toSequence({ samples, all, at }: TimeMajor): Sequence {
  const data = new Float64Array(all.data.length)
  turn(all.data, data, at.length, samples, all.columns)
  return { shape: [samples, at.length, all.columns], data }
}

/** Copies rows in the order (outer, inner) to rows in the order (inner, outer). */
function turn(
  from: Float64Array,
  to: Float64Array,
  outer: number,
  inner: number,
  width: number,
): void {
  let source = 0
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < inner; j++) {
      const target = (j * outer + i) * width
      for (let c = 0; c < width; c++) to[target + c] = from[source++]
    }
  }
}
