import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedOf, expectedOfReference } from '../../properties/conditioning.ts'
import { matrix } from '../../properties/declared.ts'
import type { Quantities } from '../../properties/property.ts'
import { agreement } from '../../properties/rounding.ts'
import * as softmaxCrossEntropy from '../../src/feedforward/softmax-cross-entropy.ts'
import type { Matrix } from '../../src/numpy/index.ts'

type Round = (value: number) => number
const double: Round = (value) => value

/** A function of two vectors that rounds every operation, its sums taken from the first term or from the last. */
type Written = (x: Float64Array, y: Float64Array, round: Round, from: 'first' | 'last') => number

function total(terms: readonly number[], round: Round, from: 'first' | 'last'): number {
  const ordered = from === 'first' ? terms : terms.toReversed()
  return ordered.reduce((sum, term) => round(sum + term), 0)
}

const products = (x: Float64Array, y: Float64Array, round: Round) =>
  Array.from(x, (each, i) => round(round(each) * round(y[i])))

const functions: Readonly<Record<string, Written>> = {
  'a sum of products': (x, y, round, from) => total(products(x, y, round), round, from),
  'the tanh of one': (x, y, round, from) =>
    round(Math.tanh(total(products(x, y, round), round, from))),
  'the sigmoid of one': (x, y, round, from) => {
    const e = round(Math.exp(round(-total(products(x, y, round), round, from))))
    return round(1 / round(1 + e))
  },
  'a mean of squares': (x, y, round, from) => {
    const squares = Array.from(x, (each, i) => round(round(round(each) - round(y[i])) ** 2))
    return round(total(squares, round, from) / x.length)
  },
}

const length = fc.integer({ min: 1, max: 12 })
const arrays = (entry: fc.Arbitrary<number>) =>
  length.chain((n) => {
    const one = fc
      .array(entry, { minLength: n, maxLength: n })
      .map((values) => Float64Array.from(values))
    return fc.tuple(one, one)
  })
const signed = fc.double({ min: -2, max: 2, noNaN: true }).map((v) => Math.round(v * 1000) / 1000)
const positive = fc.double({ min: 0.5, max: 2, noNaN: true })

const nothing: ReadonlySet<string> = new Set()

const expectedFor = async (f: Written, x: Float64Array, y: Float64Array) => {
  const quantities = { x, y }
  const named = (given: Quantities) =>
    Promise.resolve({
      value: f(given.x as Float64Array, given.y as Float64Array, double, 'first'),
    })
  return (await expectedOf(named, quantities, nothing)).value
}

describe.each(Object.entries(functions))('%s', (_, f) => {
  test('agrees in float64 with its sum in another order', async () => {
    await fc.assert(
      fc.asyncProperty(arrays(signed), async ([x, y]) => {
        const expected = await expectedFor(f, x, y)
        expect(agreement([f(x, y, double, 'last')], expected)).toEqual({ precision: 'double' })
      }),
      { numRuns: 300 },
    )
  })

  test('agrees in float32 with what is computed in float32', async () => {
    await fc.assert(
      fc.asyncProperty(arrays(signed), async ([x, y]) => {
        const expected = await expectedFor(f, x, y)
        for (const from of ['first', 'last'] as const)
          expect(agreement([f(x, y, Math.fround, from)], expected)).toHaveProperty('precision')
      }),
      { numRuns: 300 },
    )
  })
})

test('a relative error of 1e-9 is not taken for float64, nor one of 1e-3 for float32, where nothing cancels', async () => {
  await fc.assert(
    fc.asyncProperty(arrays(positive), async ([x, y]) => {
      const f = functions['a sum of products']
      const expected = await expectedFor(f, x, y)
      const [value] = expected.value
      expect(agreement([value * (1 + 1e-9)], expected)).toEqual({ precision: 'single' })
      expect(agreement([value * (1 + 1e-3)], expected)).toHaveProperty('index')
    }),
    { numRuns: 300 },
  )
})

describe('softmax by the logarithm of the sum of exponentials, at logits around 1000', () => {
  const Z: Matrix = { rows: 1, columns: 3, data: Float64Array.of(1003.7, 998.1, 996.4) }
  const logSum = softmaxCrossEntropy.logSumExp(Z.data)
  const received = Z.data.map((z) => Math.exp(z - logSum))
  const assigned = {
    functions: {
      softmax: { parameters: { Z: matrix('n', 'K') }, returns: { P: matrix('n', 'K') } },
    },
    problems: fc.constant({ Z }),
    exact: nothing,
  }
  const reference = {
    softmax: (given: Quantities) => softmaxCrossEntropy.softmax({ Z: given.Z as Matrix }),
  }
  const detour = {
    by: () => ({ logSum }),
    result: (known: Quantities) => {
      const logits = known.Z as Matrix
      return { ...logits, data: logits.data.map((z) => Math.exp(z - (known.logSum as number))) }
    },
  }

  test('has roundings that no change of the logits explains', async () => {
    const { P } = await expectedOfReference(assigned, reference, 'softmax', { Z })
    expect(agreement(received, P)).not.toEqual({ precision: 'double' })
  })

  test('is right in float64 where that detour is known, and an error of 1e-9 is not', async () => {
    const known = { ...assigned, detours: { softmax: detour } }
    const { P } = await expectedOfReference(known, reference, 'softmax', { Z })
    expect(agreement(received, P)).toEqual({ precision: 'double' })
    expect(
      agreement(
        received.map((p) => p * (1 + 1e-9)),
        P,
      ),
    ).toEqual({ precision: 'single' })
  })
})
