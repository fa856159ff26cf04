import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedOf, expectedOfReference } from '../../properties/conditioning.ts'
import { matrix, number, vector } from '../../properties/declared.ts'
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

const boundOf = async (f: (given: Quantities) => number, given: Quantities, exact: string[] = []) =>
  (await expectedOf((each) => Promise.resolve({ y: f(each) }), given, new Set(exact))).y

const threefold = ({ x }: Quantities) => 3 * (x as number)

describe('the bound of what a function returns', () => {
  test('is its value and what its one argument makes of it, whatever is 0 or exact besides', async () => {
    const given = { x: -2, nothing: new Float64Array(5), labels: Float64Array.of(1, 2, 3) }
    const { magnitude } = await boundOf(threefold, given, ['labels'])
    // 6 and 6, and the rounding of x and of f where x is moved by 2^-20 of itself
    expect(Math.abs(magnitude[0] - 12)).toBeLessThan(2 ** -28)
  })

  test('moves no labels', async () => {
    const seen = new Set<number>()
    const watching = ({ x, label }: Quantities) => {
      seen.add(label as number)
      return x as number
    }
    await boundOf(watching, { x: 1, label: 3 }, ['label'])
    expect([...seen]).toEqual([3])
  })

  test('has a rounding for each number of the longest argument and eight more, and its largest', async () => {
    const given = { x: -2, more: Float64Array.of(1, -7, 3) }
    expect(await boundOf(threefold, given)).toMatchObject({ roundings: 3 + 8, largest: 7 })
    expect(await boundOf(() => 1, {})).toMatchObject({ roundings: 1 + 8, largest: 1 })
  })

  test('takes no notice of where f has no value, and is the value where it has none elsewhere', async () => {
    const edge = await boundOf(({ x }) => Math.sqrt(1 - (x as number)), { x: 1 })
    expect(edge.magnitude[0]).toBeGreaterThan(0)
    expect(edge.magnitude[0]).toBeLessThan(Infinity)
    const alone = await boundOf(({ x }) => (x === 1 ? 5 : NaN), { x: 1 })
    expect(alone.magnitude[0]).toBe(5)
  })

  test('has the roundings of a detour where there are more of them', async () => {
    const sum = {
      functions: { sum: { parameters: { x: vector(2) }, returns: { y: number() } } },
      problems: fc.constant({}),
      exact: nothing,
    }
    const reference = {
      sum: ({ x }: Quantities) => (x as Float64Array)[0] + (x as Float64Array)[1],
    }
    const around = (by: Quantities) =>
      expectedOfReference(
        { ...sum, detours: { sum: { by: () => by, result: reference.sum } } },
        reference,
        'sum',
        { x: Float64Array.of(1, 2) },
      )
    expect((await around({ terms: new Float64Array(7) })).y.roundings).toBe(7 + 8)
    expect((await around({ terms: 1 })).y.roundings).toBe(2 + 8)
  })
})
