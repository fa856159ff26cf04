import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyImplementation, Assigned } from '../../properties/assigned.ts'
import { number, vector } from '../../properties/declared.ts'
import { finiteDifferenceAgreement } from '../../properties/loss-derivative.ts'
import type { Quantities } from '../../properties/property.ts'

const assigned: Assigned = {
  functions: {
    gradients: {
      parameters: { w: vector('d'), b: number() },
      returns: { w_grad: vector('d'), b_grad: number() },
    },
    loss: { parameters: { w: vector('d'), b: number() }, returns: { loss: number() } },
  },
  problems: fc.constant({}),
  exact: new Set(),
}

const recipe = finiteDifferenceAgreement('gradients', {
  of: 'loss',
  parameters: { w_grad: 'w', b_grad: 'b' },
})

const vectorOf = (quantity: unknown) => quantity as Float64Array

/** loss = w_0^2 + w_1^2 + b^2 */
const right: AnyImplementation = {
  loss: ({ w, b }) => vectorOf(w).reduce((sum, each) => sum + each ** 2, (b as number) ** 2),
  gradients: ({ w, b }) => ({
    w_grad: vectorOf(w).map((each) => 2 * each),
    b_grad: 2 * (b as number),
  }),
}

const alone = recipe.law(assigned)
const witnessed = recipe.law({ ...assigned, reference: right })
const problem = { w: Float64Array.of(1, 2), b: 3 }

describe('without a reference', () => {
  test('a gradient is held against the derivative of the loss', async () => {
    expect(await alone.check(right, problem)).toEqual({ status: 'passed', precision: 'double' })
    const received = { w_grad: Float64Array.of(2, 5), b_grad: 6 }
    expect(await alone.check({ ...right, gradients: () => received }, problem)).toEqual({
      status: 'failed',
      message: expect.stringMatching(/^w_grad\[1\] is 5, the numerical derivative is 4 ± \de-1\d$/),
      evidence: { input: problem, expected: {}, received },
    })
  })

  test('a loss without values says nothing', async () => {
    expect(await alone.check({ ...right, loss: () => NaN }, problem)).toEqual({
      status: 'inconclusive',
      reason: expect.stringMatching(/./),
    })
  })
})

test('entries of parts are held against their own derivatives, with a reference too', async () => {
  const received: Quantities = { w_grad: Float64Array.of(2, 4), b_grad: 7 }
  expect(await witnessed.check({ ...right, gradients: () => received }, problem)).toMatchObject({
    status: 'failed',
    message: expect.stringMatching(/^b_grad is 7, the numerical derivative is 6 ± /),
    evidence: { expected: { w_grad: Float64Array.of(2, 4), b_grad: 6 } },
  })
})

/** A wave that bends so much that only the smallest steps show its slope. */
const wave: AnyImplementation = {
  loss: ({ b }) => Math.sin(1e7 * (b as number)),
  gradients: ({ w, b }) => ({
    w_grad: new Float64Array(vectorOf(w).length),
    b_grad: 1e7 * Math.cos(1e7 * (b as number)),
  }),
}

const steep = recipe.law({ ...assigned, reference: wave })

/** The least distance from b = 1 at which the loss is looked at. */
async function closest(rounded: (b_grad: number) => number): Promise<number> {
  let least = Infinity
  const implementation: AnyImplementation = {
    loss(given) {
      if (given.b !== 1) least = Math.min(least, Math.abs((given.b as number) - 1))
      return wave.loss(given)
    },
    async gradients(given) {
      const { w_grad, b_grad } = (await wave.gradients(given)) as Quantities
      return { w_grad, b_grad: rounded(b_grad as number) }
    },
  }
  await steep.check(implementation, { ...problem, b: 1 })
  return least
}

test('a gradient in single precision has a loss that no smaller step can be seen in', async () => {
  expect(await closest((b_grad) => b_grad)).toBeLessThan(2 ** -23)
  expect(await closest((b_grad) => 1000 * b_grad)).toBeLessThan(2 ** -23)
  expect(await closest(Math.fround)).toBeGreaterThanOrEqual(2 ** -23)
})
