import { describe, expect, test } from 'vitest'
import { checkGradient } from '../src/gradient-check/index.ts'
import { layoutOf } from '../src/parameters/layout.ts'
import { pathAt } from '../src/parameters/leaf.ts'

const network = {
  W: [
    [0.5, -1],
    [2, 0.25],
    [-0.75, 1.5],
  ],
  layers: [{ bias: Float64Array.of(0.1, 0.2) }, { bias: Float64Array.of(0.3) }],
  kernel: { rows: 1, columns: 2, data: Float64Array.of(3, 4) },
  rate: 0.5,
}

const entries = ({ W, layers, kernel, rate }: typeof network) => [
  ...W.flat(),
  ...layers.flatMap(({ bias }) => Array.from(bias)),
  ...kernel.data,
  rate,
]

// the sum of k sin(x_k) over the entries, k = 1, 2, ...
const f = (parameters: typeof network) =>
  entries(parameters).reduce((sum, entry, k) => sum + (k + 1) * Math.sin(entry), 0)

const gradient = (parameters: typeof network) => {
  const flat = entries(parameters).map((entry, k) => (k + 1) * Math.cos(entry))
  return {
    W: [flat.slice(0, 2), flat.slice(2, 4), flat.slice(4, 6)],
    layers: [{ bias: flat.slice(6, 8) }, { bias: flat.slice(8, 9) }],
    kernel: { rows: 1, columns: 2, data: Float64Array.from(flat.slice(9, 11)) },
    rate: flat[11],
  }
}

describe('layoutOf', () => {
  const { values, leaves, build, flatten } = layoutOf(network)

  test('lists every entry once, with its path', () => {
    expect(Array.from(values)).toEqual(entries(network))
    const paths = Array.from(values, (_, k) => pathAt(leaves, k)).join(' ')
    expect(paths).toBe(
      'W[0][0] W[0][1] W[1][0] W[1][1] W[2][0] W[2][1] layers[0].bias[0] layers[0].bias[1] ' +
        'layers[1].bias[0] kernel[0][0] kernel[0][1] rate',
    )
  })

  test('builds what it read, in memory of its own', () => {
    const built = build(values) as typeof network
    expect(built).toEqual(network)
    expect(built.layers[0].bias.buffer).not.toBe(values.buffer)
    expect(Array.from(flatten(built))).toEqual(Array.from(values))
  })

  test.each([
    [{ ...network, rate: undefined }, 'gradient.rate is missing: x has it'],
    [{ ...network, loss: 1 }, 'gradient.loss is extra: x has no loss'],
    [
      { ...network, W: network.W.slice(1) },
      'gradient.W: expected 3 entries, one for each coordinate of x, received 2',
    ],
    [
      { ...network, W: [[1, 2], [1], [1, 2]] },
      'gradient.W[1]: expected 2 entries, one for each coordinate of x, received 1',
    ],
    [
      { ...network, kernel: { rows: 2, columns: 1, data: Float64Array.of(1, 2) } },
      'gradient.kernel: expected a 1 x 2 matrix, received 2 x 1',
    ],
    [{ ...network, rate: '1' }, 'gradient.rate is of type string: expected a number'],
  ])('says which entry of a gradient is wrong, case %#', (wrong, message) => {
    expect(() => flatten(wrong)).toThrow(message)
  })

  test('refuses what cannot be moved by a step', () => {
    expect(() => layoutOf({ W: [1], activation: 'tanh' })).toThrow(
      'activation is of type string: expected numbers',
    )
    expect(() => layoutOf({ ids: Int32Array.of(1) })).toThrow('ids is a Int32Array: expected')
    expect(() => layoutOf(new Map([['w', 1]]))).toThrow('x is a Map: expected numbers')
    expect(() => layoutOf({ W: Promise.resolve([1]) })).toThrow('W is a Promise: expected')
  })

  test('refuses parameters that hold themselves, and takes one array in two places', () => {
    const cyclic: Record<string, unknown> = { w: 1 }
    cyclic.layers = [{ parent: cyclic }]
    expect(() => layoutOf(cyclic)).toThrow('layers[0].parent is what it stands in')
    const shared = [1, 2]
    expect(Array.from(layoutOf({ a: [[1], shared], b: shared }).values)).toEqual([1, 1, 2, 1, 2])
  })
})

describe('checkGradient on structured parameters', () => {
  test('passes a right gradient', () => {
    expect(checkGradient(f, gradient, network)).toMatchObject({ status: 'passed', notes: [] })
  })

  test('says the path to a wrong entry', () => {
    const wrong = (parameters: typeof network) => {
      const right = gradient(parameters)
      right.W[2][0] *= 1.00001
      return right
    }
    const verdict = checkGradient(f, wrong, network)
    expect(verdict.status).toBe('failed')
    expect(verdict.coordinates[0]).toMatchObject({ path: 'W[2][0]', status: 'failed' })
    expect(verdict.coordinates[1].status).toBe('passed')
  })

  test('moves single precision parameters by steps that they can hold', () => {
    const single = { w: Float32Array.of(1.1, -0.3, 1e-20) }
    const sum = ({ w }: typeof single) => Math.sin(w[0]) + w[1] ** 3 + Math.exp(w[2] * 1e20)
    const slopes = ({ w }: typeof single) => ({
      w: [Math.cos(w[0]), 3 * w[1] ** 2, 1e20 * Math.exp(w[2] * 1e20)],
    })
    expect(checkGradient(sum, slopes, single).status).toBe('passed')
  })

  test('takes a number', () => {
    expect(
      checkGradient(
        (x: number) => x ** 3,
        (x) => 3 * x ** 2,
        2 as number,
      ).status,
    ).toBe('passed')
  })

  test('names the entry that a gradient changes', () => {
    const changing = (parameters: typeof network) => {
      const right = gradient(parameters)
      parameters.layers[1].bias[0] = 9
      return right
    }
    expect(checkGradient(f, changing, network)).toMatchObject({
      status: 'inconclusive',
      reason: 'the gradient changed layers[1].bias[0]',
    })
  })
})
