import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agreement } from '../../properties/agreement.ts'
import type { AnyImplementation } from '../../properties/assigned.ts'
import { wellBehaved } from '../../properties/behaviour.ts'
import { number, vector } from '../../properties/declared.ts'
import type { Quantities } from '../../properties/property.ts'

const vectorOf = (quantity: unknown) => quantity as Float64Array

/** total sums what doubled gives. */
const assigned = {
  functions: {
    doubled: { parameters: { x: vector('n') }, returns: { y: vector('n') } },
    total: { parameters: { y: vector('n') }, returns: { sums: vector('n+1'), total: number() } },
  },
  problems: fc.constant({}),
  exact: new Set<string>(),
}

const right = {
  doubled: ({ x }: Quantities) => vectorOf(x).map((each) => 2 * each),
  total({ y }: Quantities): Quantities {
    let total = 0
    const sums = Float64Array.of(0, ...vectorOf(y)).map((each) => (total += each))
    return { sums, total }
  },
}

const problem = () => ({ x: Float64Array.of(1, 3) })

const check = (name: keyof typeof right, wrong: AnyImplementation = {}) =>
  wellBehaved(name)
    .law(assigned)
    .check({ ...right, ...wrong }, problem())

const passed = { status: 'passed', precision: 'double' }

let calls = 0

const failing: readonly (readonly [string, Quantities | (() => Quantities)])[] = [
  [
    'sums is a vector of 2, where a vector of 3 was expected',
    { sums: new Float64Array(2), total: 0 },
  ],
  [
    'total is a vector of 1, where a number was expected',
    { sums: new Float64Array(3), total: new Float64Array(1) },
  ],
  [
    'sums[2] is Infinity, where a finite number was expected',
    { sums: Float64Array.of(0, 1, Infinity), total: 0 },
  ],
  [
    'the same call returned another total the second time: 2',
    () => ({ sums: new Float64Array(3), total: (calls = (calls % 2) + 1) }),
  ],
]

describe('the behaviour of a function', () => {
  test('is right where shapes follow from its arguments, and the same twice', async () => {
    expect(await check('doubled')).toEqual(passed)
    expect(await check('total')).toEqual(passed)
  })

  test.each(failing)('%s', async (message, returned) => {
    const total = typeof returned === 'function' ? returned : () => returned
    expect(await check('total', { total })).toMatchObject({
      status: 'failed',
      message,
      evidence: { input: { y: Float64Array.of(2, 6) } },
    })
  })

  const writing: AnyImplementation = {
    doubled({ x }) {
      vectorOf(x)[0]++
      return vectorOf(x).map((each) => 2 * each)
    },
  }

  test('is its own where another function writes into its arguments', async () => {
    expect(await check('doubled', writing)).toMatchObject({
      status: 'failed',
      message: 'it writes into its argument x',
      evidence: { input: problem() },
    })
    expect(await check('total', writing)).toEqual(passed)
  })
})

test('a law of behaviour hands over its own arrays, to see whether they are written into', () => {
  expect(wellBehaved('total').law(assigned)).toMatchObject({
    name: 'well-behaved',
    statement: expect.stringMatching(/^total returns finite numbers in the right shape/),
    arguments: 'shared',
  })
})

test('a function without a reference has nothing to agree with', async () => {
  const recipe = agreement('doubled')
  expect(recipe.needsReference).toBe(true)
  const law = recipe.law(assigned)
  expect(law).toMatchObject({
    name: 'agreement',
    statement: 'doubled returns what its formula gives, up to rounding.',
    arguments: 'copied',
  })
  await expect(law.check(right, problem())).rejects.toThrow(
    new RangeError('there is no reference for doubled'),
  )
})
