import type { Matrix } from '../numpy/matrix.ts'
import type { Round } from './rounding.ts'

/** The places where S_k = S_{k-1} wRec + X_k wx can go wrong, in one update. */
export interface UpdateSettings {
  readonly weights: 'own' | 'swapped'
  readonly recurs: boolean
  readonly combination: 'sum' | 'product'
  readonly squashes: boolean
}

/** The places where the recurrence over all steps can go wrong. */
export interface ForwardSettings extends UpdateSettings {
  readonly initialState: 0 | 1
  /** What stands in the columns that the loop never reaches. */
  readonly blank: 0 | 1
  readonly skipsFirst: 'no' | 'leaves-blank' | 'shifts'
  readonly stopsEarly: boolean
}

export const rightUpdate: UpdateSettings = {
  weights: 'own',
  recurs: true,
  combination: 'sum',
  squashes: false,
}

export const rightForward: ForwardSettings = {
  ...rightUpdate,
  initialState: 0,
  blank: 0,
  skipsFirst: 'no',
  stopsEarly: false,
}

/** The next state of one sample with input x and state s, with the mistakes of `settings`. */
export function modelUpdate(
  settings: UpdateSettings,
  x: number,
  s: number,
  wx: number,
  wRec: number,
  round: Round,
): number {
  const input = round(x * (settings.weights === 'own' ? wx : wRec))
  const carried = round(s * (settings.weights === 'own' ? wRec : wx))
  const next = settings.recurs ? combine(settings, input, carried, round) : input
  return settings.squashes ? round(Math.tanh(next)) : next
}

function combine(settings: UpdateSettings, input: number, carried: number, round: Round): number {
  return round(settings.combination === 'sum' ? carried + input : carried * input)
}

/** The states, n x (T+1), of the inputs X, n x T, with the mistakes of `settings`. */
export function modelForward(
  settings: ForwardSettings,
  X: Matrix,
  wx: number,
  wRec: number,
  round: Round,
): Matrix {
  const width = X.columns + 1
  const data = new Float64Array(X.rows * width).fill(settings.blank)
  const shift = settings.skipsFirst === 'shifts' ? 1 : 0
  const first = settings.skipsFirst === 'leaves-blank' ? 2 : 1
  const last = X.columns - (settings.stopsEarly ? 1 : 0) - shift
  for (let i = 0; i < X.rows; i++) {
    data[i * width] = settings.initialState
    for (let k = first; k <= last; k++) {
      const x = X.data[i * X.columns + k - 1 + shift]
      data[i * width + k] = modelUpdate(settings, x, data[i * width + k - 1], wx, wRec, round)
    }
  }
  return { rows: X.rows, columns: width, data }
}
