import type { Matrix } from '../numpy/matrix.ts'
import type { Pass } from './backward-unroll.ts'
import type { Round } from './rounding.ts'

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

export const rightReduction: ReductionSettings = {
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
