import { expect, test } from 'vitest'
import { numericalOutcome } from '../../properties/numerical-outcome.ts'
import { contradiction, show, vectorEntry, verdict } from '../../properties/verdict.ts'
import { differentiate } from '../../src/finite-difference/index.ts'

const evidence = { input: {}, expected: {}, received: {} }

const expected = (...value: number[]) => ({
  value: Float64Array.from(value),
  magnitude: Float64Array.from(value, Math.abs),
  roundings: 3,
  largest: 1,
})

const compared = (received: readonly number[], right: readonly number[]) => ({
  entry: vectorEntry('v'),
  received,
  expected: expected(...right),
})

test.each([
  [3, '3'],
  [1_234_567, '1234567'],
  [1e15, '1000000000000000'],
  [123_456_789_012_345_680, '123457000000000000'],
  [0.123_456_789, '0.123457'],
  [2.5, '2.5'],
  [Number.NaN, 'NaN'],
])('%d is shown as %s', (value, text) => {
  expect(show(value)).toBe(text)
})

test('what is no finite number is said to be none, whatever was expected', () => {
  for (const wrong of [Number.NaN, Infinity])
    expect(verdict([compared([wrong], [2])], () => evidence)).toMatchObject({
      status: 'failed',
      message: `v[0] is ${wrong}, where a finite number was expected`,
    })
})

test('what agrees to rounding passes, to the coarsest precision of all that is compared', () => {
  const [double, single] = [compared([1, 2], [1, 2]), compared([1 + 2 ** -24], [1])]
  expect(verdict([double], () => evidence)).toEqual({ status: 'passed', precision: 'double' })
  expect(verdict([single, double], () => evidence)).toEqual({
    status: 'passed',
    precision: 'single',
  })
})

test('numbers that six digits do not tell apart are written in full', () => {
  const close = compared([1, 2.000_001], [1, 2])
  expect(verdict([close], () => evidence)).toEqual({
    status: 'failed',
    message: 'v[1] is 2.000001, expected 2',
    evidence,
  })
  const closer = compared([0.300_000_2], [0.3])
  expect(verdict([closer], () => evidence)).toMatchObject({
    message: 'v[0] is 0.3000002, expected 0.3',
  })
})

// Its derivative at 1 is 2; what it is said to be may be anything.
const square = differentiate(([x]) => x * x, [1])
const kink = differentiate(([x]) => Math.abs(x), [0])

test('a derivative and a formula that agree with what came pass', () => {
  expect(numericalOutcome(compared([2], [2]), square, () => evidence)).toEqual({
    status: 'passed',
    precision: 'double',
  })
})

test('a derivative that contradicts what came fails it', () => {
  const outcome = numericalOutcome(compared([3], [2]), square, () => evidence)
  expect(outcome).toMatchObject({ status: 'failed', evidence })
  expect('message' in outcome && outcome.message).toMatch(
    /^v\[0\] is 3, the numerical derivative is 2 ± \de-\d+$/,
  )
})

test('where the formula agrees with what came, a derivative that does not decides nothing', () => {
  expect(numericalOutcome(compared([3], [3]), square, () => evidence)).toEqual({
    status: 'inconclusive',
    reason: 'the numerical derivative contradicts the formula',
  })
})

test('where there is no derivative nothing is decided, and the reason is told', () => {
  const outcome = numericalOutcome(compared([0.5], [0.5]), kink, () => evidence)
  expect(outcome.status).toBe('inconclusive')
  expect('reason' in outcome && outcome.reason).not.toMatch(/^$|contradicts/)
})

test('a gradient and the derivative that contradicts it are shown with as many digits as tell them apart', () => {
  const bound = { errorBound: 3e-14 }
  expect(contradiction('g', { analytic: 1, numeric: 2, ...bound })).toBe(
    'g is 1, the numerical derivative is 2 ± 3e-14',
  )
  expect(contradiction('g', { analytic: 2.000001, numeric: 2.0000003, ...bound })).toBe(
    'g is 2.000001, the numerical derivative is 2.0000003 ± 3e-14',
  )
})
