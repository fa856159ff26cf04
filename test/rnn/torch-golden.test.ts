import { afterAll, describe, expect, it } from 'vitest'
import { cases, computedResults, expectedResults, relativeError, title } from './torch-golden.ts'

/**
 * From a parameter through 25 steps forward and back a number passes some 25 (6 + 10) 2 = 800 roundings of 2^-53, and
 * cancellation in y - t costs one more digit: 800 2^-53 10 is about 1e-12. The networks and PyTorch add in different orders.
 */
const TOLERANCE = 1e-12

const table: string[] = []

describe('the networks agree with automatic differentiation', () => {
  it.each(cases.map((golden) => [title(golden), golden] as const))('%s', (name, golden) => {
    const expected = expectedResults(golden)
    const received = computedResults(golden)
    const errors = Object.keys(expected).map(
      (array) => [array, relativeError(received[array], expected[array])] as const,
    )
    const [array, error] = errors.reduce((worst, each) => (each[1] > worst[1] ? each : worst))
    table.push(`${name.padEnd(38)}${error.toExponential(1).padStart(9)}  ${array}`)
    expect(errors.filter(([, error]) => !(error <= TOLERANCE))).toEqual([])
  })

  afterAll(() => {
    console.log(['largest error over largest entry, and where'.padStart(47), ...table].join('\n'))
  })
})
