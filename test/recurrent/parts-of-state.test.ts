import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyImplementation, Assigned } from '../../properties/assigned.ts'
import { matrix, number, tensor } from '../../properties/declared.ts'
import type { Quantities } from '../../properties/property.ts'
import { entriesOf } from '../../properties/quantity.ts'
import { gradientOverTime } from '../../properties/recurrent/gradient-over-time.ts'
import { finiteDifferenceAgreement } from '../../properties/recurrent/picked-derivatives.ts'
import type { RecurrentNetwork } from '../../properties/recurrent/recurrent-network.ts'

const overTime = tensor(['n', 'T+1', 'H'])

/** A state of two parts, a and b, of which the output is 2 a + 3 b. */
const assigned: Assigned = {
  functions: {
    backward_gradient: {
      parameters: { a: overTime, b: overTime, grad_out: matrix('n', 'O') },
      returns: { a_grad: overTime, b_grad: overTime },
    },
  },
  problems: fc.constant({}),
  exact: new Set(),
}

const one = (entry: number) => ({ shape: [1, 1, 1], data: Float64Array.of(entry) })
const problem: Quantities = {
  a: one(5),
  b: one(7),
  grad_out: { rows: 1, columns: 1, data: Float64Array.of(1) },
  X: 0,
}

const returning = (a: number, b: number): AnyImplementation => ({
  backward_gradient: () => ({ a_grad: one(a), b_grad: one(b) }),
})

/** Wherever the part that is stuck has been moved, there is no value. */
const network = (stuck?: 'a' | 'b'): RecurrentNetwork => ({
  states: [
    { all: 'a', overTime: 'a_grad' },
    { all: 'b', overTime: 'b_grad' },
  ],
  gradients: { a: 'a_grad', b: 'b_grad' },
  biases: [],
  goOn:
    () =>
    ([[a], [b]], [g]) =>
      (stuck === 'a' && a !== 5) || (stuck === 'b' && b !== 7) ? NaN : g * (2 * a + 3 * b),
})

const failed = (part: string) => ({
  status: 'failed',
  message: expect.stringMatching(`^${part}_grad`),
})
const undecided = { status: 'inconclusive', reason: expect.stringMatching(/not finite/) }

describe('a gradient over time of several parts', () => {
  const cases = (
    [
      ['right', undefined, [2, 3], { status: 'passed', precision: 'double' }],
      ['right to float32', undefined, [2 + 2 ** -23, 3], { status: 'passed', precision: 'single' }],
      ['right to float32', undefined, [2, 3 + 2 ** -23], { status: 'passed', precision: 'single' }],
      ['wrong in one', undefined, [2.5, 3], failed('a')],
      ['wrong in the other', undefined, [2, 3.5], failed('b')],
      ['undecided in one', 'a', [2, 3], undecided],
      ['undecided in the other', 'b', [2, 3], undecided],
      ['undecided in one, to float32', 'b', [2 + 2 ** -23, 3], undecided],
      ['undecided in one and wrong in the other', 'a', [2, 3.5], failed('b')],
      ['wrong in one and undecided in the other', 'b', [2.5, 3], failed('a')],
    ] as const
  ).map(([name, stuck, [a, b], outcome]) => {
    const law = gradientOverTime(network(stuck)).law({ ...assigned, reference: returning(2, 3) })
    return { name, law, implementation: returning(a, b), outcome }
  })

  test.each(cases)('$name', async ({ law, implementation, outcome }) => {
    expect(await law.check(implementation, problem)).toMatchObject(outcome)
  })
})

const derivatives = finiteDifferenceAgreement(network())

const unwitnessed = [gradientOverTime(network()), derivatives].map(
  (recipe) => [recipe.name, recipe.law(assigned)] as const,
)

test.each(unwitnessed)('%s needs a formula beside the derivative', async (_, law) => {
  await expect(law.check(returning(2, 3), problem)).rejects.toThrow(
    new RangeError('there is no reference for backward_gradient'),
  )
})

const withLoss = derivatives.law({
  ...assigned,
  functions: {
    ...assigned.functions,
    loss: { parameters: { a: overTime, b: overTime }, returns: { loss: number() } },
  },
  reference: returning(2, 3),
})

const loss = ({ a, b }: Quantities) => 2 * entriesOf(a)[0] + 3 * entriesOf(b)[0]

const checkLoss = (a: number, b: number) => withLoss.check({ ...returning(a, b), loss }, problem)

test('derivatives of the loss are looked at where the inputs are zero as well', async () => {
  expect(await checkLoss(2, 3)).toEqual({ status: 'passed', precision: 'double' })
  expect(await checkLoss(2.5, 3)).toMatchObject(failed('a'))
  expect(await checkLoss(2, 3.5)).toMatchObject(failed('b'))
})
