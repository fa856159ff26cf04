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

/** The places where the gradients of the two weights can go wrong, given the gradient over time. */
export interface ReductionSettings {
  readonly wxOperand: 'inputs' | 'states' | 'own-states'
  readonly wRecOperand: 'inputs' | 'states'
  readonly inputOffset: -1 | 0 | 1
  readonly stateOffset: -1 | 0 | 1
  /** Whether an index of -1 reads the last column, as in Python, or nothing. */
  readonly inputWraps: boolean
  readonly stateWraps: boolean
  readonly samples: 'all' | 'first' | 'last' | 'means'
  readonly divisor: 'n' | 'one' | 'n-squared' | number
  readonly dividesBySteps: boolean
  readonly sign: 1 | -1
  readonly scale: number
  readonly wxScale: number
  readonly wRecScale: number
  readonly extraFactor: boolean
  readonly wxAccumulates: boolean
  readonly wRecAccumulates: boolean
  readonly omitsFirst: boolean
  readonly omitsLast: boolean
  /** How many of the last steps enter the sums. */
  readonly summed: number
  readonly limit: 'none' | 'clip' | 'normalise'
  readonly returned: 'both' | 'swapped' | 'wx-twice' | 'wRec-twice'
}

export type BackwardSettings = UnrollSettings & ReductionSettings

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

export const rightBackward: BackwardSettings = {
  ...rightUnroll,
  wxOperand: 'inputs',
  wRecOperand: 'states',
  inputOffset: 0,
  stateOffset: 0,
  inputWraps: false,
  stateWraps: false,
  samples: 'all',
  divisor: 'n',
  dividesBySteps: false,
  sign: 1,
  scale: 1,
  wxScale: 1,
  wRecScale: 1,
  extraFactor: false,
  wxAccumulates: true,
  wRecAccumulates: true,
  omitsFirst: false,
  omitsLast: false,
  summed: Infinity,
  limit: 'none',
  returned: 'both',
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

/** The sums over batch and time for wx and wRec, before they are limited and put in order. */
export function weightGradients(
  settings: ReductionSettings,
  passes: readonly Pass[],
  X: Matrix,
  S: Matrix,
  wRec: number,
  round: Round,
): [number, number] {
  return [
    weightGradient(settings, 0, passes, X, S, wRec, round),
    weightGradient(settings, 1, passes, X, S, wRec, round),
  ]
}

/** The sum over batch and time for one weight, 0: wx or 1: wRec. */
export function weightGradient(
  settings: ReductionSettings,
  weight: 0 | 1,
  passes: readonly Pass[],
  X: Matrix,
  S: Matrix,
  wRec: number,
  round: Round,
): number {
  const step = weight === 0 ? wxStep : wRecStep
  const accumulates = weight === 0 ? settings.wxAccumulates : settings.wRecAccumulates
  let sum = 0
  for (const { k, g } of passes) {
    if (omitted(settings, k, X.columns)) continue
    const term = step(settings, k, g, X, S, wRec, round)
    sum = accumulates ? round(sum + term) : term
  }
  const scale = weight === 0 ? settings.wxScale : settings.wRecScale
  const steps = settings.dividesBySteps ? X.columns : 1
  return round(round(sum * (settings.sign * settings.scale * scale)) / steps)
}

function omitted(settings: ReductionSettings, k: number, T: number): boolean {
  return (
    (settings.omitsFirst && k === 1) || (settings.omitsLast && k === T) || k <= T - settings.summed
  )
}

function wxStep(
  settings: ReductionSettings,
  k: number,
  g: Float64Array,
  X: Matrix,
  S: Matrix,
  wRec: number,
  round: Round,
): number {
  const own = settings.wxOperand === 'own-states' ? k : k - 1
  const matrix = settings.wxOperand === 'inputs' ? X : S
  const column = wrapped(own + settings.inputOffset, matrix, settings.inputWraps)
  return batch(settings, g, matrix, column, wRec, round)
}

function wRecStep(
  settings: ReductionSettings,
  k: number,
  g: Float64Array,
  X: Matrix,
  S: Matrix,
  wRec: number,
  round: Round,
): number {
  const matrix = settings.wRecOperand === 'states' ? S : X
  const column = wrapped(k - 1 + settings.stateOffset, matrix, settings.stateWraps)
  return batch(settings, g, matrix, column, wRec, round)
}

function wrapped(column: number, matrix: Matrix, wraps: boolean): number {
  return column < 0 && wraps ? column + matrix.columns : column
}

// The contribution of one step, reduced over the samples: the sum of the products, then the division.
function batch(
  settings: ReductionSettings,
  g: Float64Array,
  matrix: Matrix,
  column: number,
  wRec: number,
  round: Round,
): number {
  if (column < 0 || column >= matrix.columns) return 0
  const n = g.length
  const first = settings.samples === 'last' ? n - 1 : 0
  const last = settings.samples === 'first' ? 0 : n - 1
  const means = settings.samples === 'means'
  let sum = 0
  let operands = 0
  for (let i = first; i <= last; i++) {
    const used = settings.extraFactor ? round(g[i] * wRec) : g[i]
    const operand = matrix.data[i * matrix.columns + column]
    sum = round(sum + (means ? used : round(used * operand)))
    operands = means ? round(operands + operand) : 1
  }
  const count = last - first + 1
  const product = means ? round(sum * round(operands / n)) : sum
  if (settings.divisor === 'one') return product
  if (settings.divisor === 'n') return round(product / count)
  if (settings.divisor === 'n-squared') return round(round(product / count) / n)
  return round(product / settings.divisor)
}

/** Clips or normalises the gradients, and puts them where the submission returns them. */
export function arrange(
  settings: ReductionSettings,
  gradients: readonly [number, number],
  round: Round,
): [number, number] {
  return order(settings, limit(settings, gradients, round))
}

function order(
  { returned }: ReductionSettings,
  [wx, rec]: readonly [number, number],
): [number, number] {
  if (returned === 'swapped') return [rec, wx]
  if (returned === 'wx-twice') return [wx, wx]
  return returned === 'wRec-twice' ? [rec, rec] : [wx, rec]
}

function limit(
  settings: ReductionSettings,
  [wx, rec]: readonly [number, number],
  round: Round,
): [number, number] {
  if (settings.limit === 'none') return [wx, rec]
  if (settings.limit === 'clip') return [clip(wx), clip(rec)]
  const norm = round(Math.hypot(wx, rec))
  return norm === 0 ? [0, 0] : [round(wx / norm), round(rec / norm)]
}

function clip(value: number): number {
  return Math.max(-1, Math.min(1, value))
}

/**
 * What the sums of absolute terms become when the gradients are limited and put in order. Clipping moves no two
 * numbers apart; normalising divides by the norm, whose own error is at most the sum of both.
 */
export function arrangeMagnitudes(
  settings: ReductionSettings,
  gradients: readonly [number, number],
  [wx, rec]: readonly [number, number],
): [number, number] {
  const norm = settings.limit === 'normalise' ? Math.hypot(...gradients) : 0
  const both = wx + rec
  return order(settings, norm > 0 ? [(wx + both) / norm, (rec + both) / norm] : [wx, rec])
}

/** backward_gradient with the mistakes of `settings`; X n x T, S n x (T+1), gradOut n numbers. */
export function modelBackward(
  settings: BackwardSettings,
  X: Matrix,
  S: Matrix,
  gradOut: Float64Array,
  wRec: number,
  round: Round,
): [[number, number], Matrix] {
  const { passes, columns } = unroll(settings, X.columns, gradOut, wRec, round)
  const gradients = weightGradients(settings, passes, X, S, wRec, round)
  return [arrange(settings, gradients, round), layOut(settings, columns)]
}
