import type { Matrix } from '../numpy/matrix.ts'
import type { Round } from './rounding.ts'

/** The places where the gradient can go wrong on its way back through time. */
export interface UnrollSettings {
  readonly gradOutSign: 1 | -1
  readonly gradOutScale: number
  readonly propagation: 'wRec' | 'one' | 'squared' | 'divided'
  readonly addsGradOut: boolean
  readonly order: 'backward' | 'forward'
  /** What a pass starts from: its own column of the gradient over time, or a variable carried along. */
  readonly carries: 'column' | 'variable'
  readonly skipsFirst: boolean
  readonly skipsLast: boolean
  /** How many of the last steps the loop visits. */
  readonly steps: number
  readonly filled: boolean
  readonly transposed: boolean
  readonly reversed: boolean
}

export const rightUnroll: UnrollSettings = {
  gradOutSign: 1,
  gradOutScale: 1,
  propagation: 'wRec',
  addsGradOut: false,
  order: 'backward',
  carries: 'column',
  skipsFirst: false,
  skipsLast: false,
  steps: Infinity,
  filled: true,
  transposed: false,
  reversed: false,
}

/** One pass of the loop: the step k (from 1 to T) and the gradient of each sample that the pass uses. */
export interface Pass {
  readonly k: number
  readonly g: Float64Array
}

/** The passes in the order of the loop, and the columns 0 … T of the gradient over time. */
export interface Unrolled {
  readonly passes: readonly Pass[]
  readonly columns: readonly Float64Array[]
}

/** Carries the gradient of the outputs, n numbers, back through T steps. */
export function unroll(
  settings: UnrollSettings,
  T: number,
  gradOut: Float64Array,
  wRec: number,
  round: Round,
): Unrolled {
  const start = gradOut.map((g) => round(g * settings.gradOutSign * settings.gradOutScale))
  const columns = Array.from({ length: T + 1 }, () => new Float64Array(gradOut.length))
  columns[T] = start
  const passes: Pass[] = []
  let carried = start
  for (const k of visited(settings, T)) {
    const g = settings.carries === 'column' ? columns[k] : carried
    passes.push({ k, g })
    carried = g.map((value, i) => {
      const propagated = round(propagate(settings, value, wRec, round))
      return settings.addsGradOut ? round(propagated + start[i]) : propagated
    })
    columns[k - 1] = carried
  }
  return { passes, columns }
}

function propagate(settings: UnrollSettings, g: number, wRec: number, round: Round): number {
  if (settings.propagation === 'wRec') return g * wRec
  if (settings.propagation === 'one') return g
  return settings.propagation === 'squared' ? round(g * wRec) * wRec : g / wRec
}

function visited(settings: UnrollSettings, T: number): number[] {
  const first = Math.max(settings.skipsFirst ? 2 : 1, T - settings.steps + 1)
  const last = settings.skipsLast ? T - 1 : T
  const steps = Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => first + i)
  return settings.order === 'backward' ? steps.toReversed() : steps
}

/** The columns of the gradient over time as the matrix that is returned: n x (T+1) unless it is transposed. */
export function layOut(settings: UnrollSettings, columns: readonly Float64Array[]): Matrix {
  const shown = settings.filled
    ? columns
    : columns.map((c, k) => (k + 1 < columns.length ? c.map(() => 0) : c))
  const ordered = settings.reversed ? shown.toReversed() : shown
  const [n, width] = [columns[0].length, columns.length]
  const data = new Float64Array(n * width)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < width; k++) {
      data[settings.transposed ? k * n + i : i * width + k] = ordered[k][i]
    }
  }
  return settings.transposed ? { rows: width, columns: n, data } : { rows: n, columns: width, data }
}
