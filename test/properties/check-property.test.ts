import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty, problemsOf } from '../../properties/check-property.ts'
import { CallError, type Outcome, type Property } from '../../properties/property.ts'

type Double = (value: number) => number

const passed = { status: 'passed', precision: 'double' } as const

const doubling = (check: (double: Double, value: number) => Outcome): Property<Double, number> => ({
  name: 'doubling',
  statement: 'It doubles.',
  problems: fc.nat(1000),
  arguments: 'copied',
  check: async (double, value) => check(double, value),
})

const law = doubling((double, value) =>
  double(value) === 2 * value
    ? passed
    : {
        status: 'failed',
        message: `${value} gave ${double(value)}`,
        evidence: { input: { value }, expected: {}, received: {} },
      },
)

const options = { seed: 5, runs: 50 }

/** The problems that a seed generates. */
const seen = async (seed: number) => {
  const values: number[] = []
  await checkProperty(
    doubling((_, value) => {
      values.push(value)
      return passed
    }),
    (value) => value,
    { seed, runs: 10 },
  )
  return values
}

const throwing = (thrown: unknown) => (): never => {
  throw thrown
}

describe('checkProperty', () => {
  test('an implementation that obeys the law on every problem passes', async () => {
    expect(await checkProperty(law, (value) => value + value, options)).toEqual({
      status: 'passed',
      precision: 'double',
      runs: 50,
    })
  })

  test('a failure is shrunk to the smallest problem that fails', async () => {
    const result = await checkProperty(law, (value) => (value < 17 ? 2 * value : 0), options)
    expect(result).toMatchObject({
      status: 'failed',
      message: '17 gave 0',
      counterexample: { evidence: { input: { value: 17 } } },
    })
  })

  test('the same seed gives the same result and another seed other problems', async () => {
    expect(await seen(1)).toEqual(await seen(1))
    expect(await seen(1)).not.toEqual(await seen(2))
  })

  test('what the implementation throws is an error, with its kind where it has one', async () => {
    expect(await checkProperty(law, throwing(new TypeError('no')), options)).toMatchObject({
      status: 'error',
      kind: 'crash',
      message: 'TypeError: no',
    })
    const outOfTime = new CallError('timeout', 'took too long')
    expect(await checkProperty(law, throwing(outOfTime), options)).toMatchObject({
      status: 'error',
      kind: 'timeout',
      message: 'took too long',
    })
  })

  test('a law that decides fewer than half of the problems is inconclusive and says why', async () => {
    const undecided = doubling((_, value) =>
      value % 4 === 0 ? passed : { status: 'inconclusive', reason: 'not a multiple of 4' },
    )
    const result = await checkProperty(undecided, (value) => value, options)
    expect(result.status).toBe('inconclusive')
    expect('message' in result && result.message).toMatch(
      /^\d+ of 50 problems were undecided: not a multiple of 4$/,
    )
  })

  test('half of the problems decided is enough', async () => {
    let calls = 0
    const half = doubling(() =>
      calls++ % 2 === 0 ? passed : { status: 'inconclusive', reason: 'every other one' },
    )
    expect(await checkProperty(half, (value) => value, options)).toMatchObject(passed)
  })

  test('a law that holds to single precision alone says so', async () => {
    const single = doubling(() => ({ status: 'passed', precision: 'single' }))
    expect(await checkProperty(single, (value) => value, options)).toMatchObject({
      precision: 'single',
    })
  })
})

const rightBelow =
  (limit: number): Double =>
  (value) =>
    value < limit ? 2 * value : 0

describe('the fixed problems of a law', () => {
  const withLarge = { ...law, fixedProblems: [1000] }

  test('are checked at every seed, however few the runs', async () => {
    for (const seed of [1, 2, 3])
      expect(await checkProperty(withLarge, rightBelow(990), { seed, runs: 1 })).toMatchObject({
        status: 'failed',
        runs: 2,
      })
  })

  test('shrink as generated ones do', async () => {
    expect(await checkProperty(withLarge, rightBelow(990), { seed: 1, runs: 1 })).toMatchObject({
      message: '990 gave 0',
    })
  })

  test('leave the generated ones and what is told of them as they are', async () => {
    const problems = problemsOf(law, options)
    expect(problemsOf(withLarge, options)).toEqual([...problems, 1000])
    const told = await checkProperty(law, rightBelow(17), options)
    expect(await checkProperty(withLarge, rightBelow(17), options)).toEqual(told)
  })
})

describe('the problems of a law', () => {
  test('are made once for the same seed and runs, and anew for others', () => {
    const problems = problemsOf(law, options)
    expect(problems).toHaveLength(options.runs)
    expect(problemsOf(law, options)).toBe(problems)
    expect(problemsOf(law, { ...options, runs: 20 })).toEqual(problems.slice(0, 20))
    expect(problemsOf(law, { ...options, seed: 6 })).not.toEqual(problems)
    expect(problemsOf(law, options)).toEqual(problems)
  })

  test('are those on which it is checked', async () => {
    const values: number[] = []
    const recording = doubling((_, value) => {
      values.push(value)
      return passed
    })
    const problems = problemsOf(recording, options)
    await checkProperty(recording, (value) => value, options)
    expect(values).toEqual(problems)
  })
})
