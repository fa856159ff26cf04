import { readFileSync } from 'node:fs'
import type { Matrix } from '../../src/numpy/matrix.ts'
import type { ActivationName } from '../../src/rnn/activation.ts'
import { elman, type ElmanParameters } from '../../src/rnn/elman.ts'
import { gru } from '../../src/rnn/gru.ts'
import { lstm } from '../../src/rnn/lstm.ts'
import { meanSquaredError, meanSquaredErrorGradient } from '../../src/rnn/mean-squared-error.ts'
import type { Sequence } from '../../src/rnn/sequence.ts'
import type { TorchParameters } from '../../src/rnn/torch-weights.ts'

interface GoldenArray {
  readonly shape: number[]
  readonly values: number[]
}

export interface GoldenCase {
  readonly cell: 'elman' | 'lstm' | 'gru'
  readonly activation?: ActivationName
  readonly X: GoldenArray
  readonly t: GoldenArray
  readonly parameters: Record<string, GoldenArray>
  readonly states?: GoldenArray
  readonly outputs?: GoldenArray
  readonly y: GoldenArray
  readonly loss: number
  readonly gradients: Record<string, GoldenArray>
  readonly gradOverTime?: GoldenArray
}

/** What the networks compute, flat, by the golden file's names. */
export type Results = Record<string, ArrayLike<number>>

const file = new URL('../../fixtures/golden/torch.json', import.meta.url)

export const cases: GoldenCase[] = JSON.parse(readFileSync(file, 'utf8')).cases

export function title({ cell, activation, X: { shape } }: GoldenCase): string {
  const [n, T, d] = shape
  return `${activation ? `${cell} ${activation}` : cell}, n = ${n}, T = ${T}, d = ${d}`
}

/** Everything that the golden file holds of a case, except what goes in. */
export function expectedResults(golden: GoldenCase): Results {
  const { states, outputs, y, loss, gradients, gradOverTime } = golden
  const arrays = { y, ...(states && { states }), ...(outputs && { outputs }) }
  return {
    ...Object.fromEntries(Object.entries(arrays).map(([name, { values }]) => [name, values])),
    loss: [loss],
    ...Object.fromEntries(
      Object.entries(gradients).map(([name, { values }]) => [`dL/d${name}`, values]),
    ),
    ...(gradOverTime && { 'dL/dS': gradOverTime.values }),
  }
}

export function computedResults(golden: GoldenCase): Results {
  const X = asSequence(golden.X)
  const t = asMatrix(golden.t)
  if (golden.cell === 'elman') {
    const pass = elman(X, elmanParameters(golden.parameters), golden.activation!)
    const { gradients, gradOverTime } = pass.backward(meanSquaredErrorGradient(pass.y, t))
    return {
      y: pass.y.data,
      states: pass.states.data,
      loss: [meanSquaredError(pass.y, t)],
      ...flat(gradients),
      'dL/dS': gradOverTime.data,
    }
  }
  const network = golden.cell === 'lstm' ? lstm : gru
  const pass = network(X, torchParameters(golden.parameters))
  const { gradients } = pass.backward(meanSquaredErrorGradient(pass.y, t))
  return {
    y: pass.y.data,
    outputs: withoutFirstStep(pass.states),
    loss: [meanSquaredError(pass.y, t)],
    ...flat(gradients),
  }
}

/** Largest difference of two arrays over the largest expected entry; 0 where both are all zeros. */
export function relativeError(received: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (received.length !== expected.length) return Infinity
  const differences = Array.from(expected, (value, i) => Math.abs(received[i] - value))
  const difference = Math.max(...differences)
  const largest = Math.max(...Array.from(expected, Math.abs))
  return difference === 0 ? 0 : difference / largest
}

export function asSequence({ shape, values }: GoldenArray): Sequence {
  return { shape: [shape[0], shape[1], shape[2]], data: Float64Array.from(values) }
}

export function asMatrix({ shape: [rows, columns], values }: GoldenArray): Matrix {
  return { rows, columns, data: Float64Array.from(values) }
}

function asVector({ values }: GoldenArray): Float64Array {
  return Float64Array.from(values)
}

function elmanParameters({ Wx, Wrec, b, Wout, c }: Record<string, GoldenArray>): ElmanParameters {
  return {
    Wx: asMatrix(Wx),
    Wrec: asMatrix(Wrec),
    b: asVector(b),
    Wout: asMatrix(Wout),
    c: asVector(c),
  }
}

function torchParameters(parameters: Record<string, GoldenArray>): TorchParameters {
  return {
    weight_ih_l0: asMatrix(parameters.weight_ih_l0),
    weight_hh_l0: asMatrix(parameters.weight_hh_l0),
    bias_ih_l0: asVector(parameters.bias_ih_l0),
    bias_hh_l0: asVector(parameters.bias_hh_l0),
    head_weight: asMatrix(parameters.head_weight),
    head_bias: asVector(parameters.head_bias),
  }
}

function flat(gradients: object): Results {
  return Object.fromEntries(
    Object.entries(gradients).map(([name, value]) => [
      `dL/d${name}`,
      value instanceof Float64Array ? value : value.data,
    ]),
  )
}

function withoutFirstStep({ shape: [, steps, width], data }: Sequence): Float64Array {
  return data.filter((_, i) => i % (steps * width) >= width)
}
