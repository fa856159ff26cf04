import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Assigned } from '../../properties/assigned.ts'
import { number, vector } from '../../properties/declared.ts'
import { descent } from '../../properties/descends.ts'
import type { Quantities } from '../../properties/property.ts'

const assigned: Assigned = {
  functions: {
    gradient: { parameters: { w: vector('d') }, returns: { w_grad: vector('d') } },
    loss: { parameters: { w: vector('d') }, returns: { loss: number() } },
  },
  problems: fc.constant({}),
  exact: new Set(),
}

const recipe = descent('gradient', { of: 'loss', parameters: { w_grad: 'w' } })
const law = recipe.law(assigned)
const lawOfOne = recipe.law({ ...assigned, reference: { gradient: () => Float64Array.of(1) } })

/** The law on a loss and what is taken for its gradient, at one place. */
const check = (
  loss: (w: Float64Array) => number,
  gradient: readonly number[],
  { at = [0], by = law }: { at?: readonly number[]; by?: typeof law } = {},
) => {
  const implementation = {
    loss: ({ w }: Quantities) => loss(w as Float64Array),
    gradient: () => Float64Array.from(gradient),
  }
  return by.check(implementation, { w: Float64Array.from(at) })
}

const passed = { status: 'passed', precision: 'double' }
const tooFlat = { status: 'inconclusive', reason: 'the loss is too flat here to say' }

test.each([
  { gradient: [2 ** 30, 0], at: [0, 0], along: [1, 0] },
  { gradient: [2 ** -30, 0], at: [0, 0], along: [1, 0] },
  { gradient: [0.5, 0], at: [0.25, 0], along: [1, 0] },
  { gradient: [3072, 4096], at: [3, 4], along: [3, 4] },
])('steps from $at against $gradient are shares of the place, however steep', async (row) => {
  const { gradient, at, along } = row
  const seen = new Set<string>()
  await check((w) => seen.add(w.join()).size, gradient, { at })
  const shares = [0, 2 ** -8, -(2 ** -8), 2 ** -11, -(2 ** -11)]
  const places = shares.map((share) => at.map((each, i) => each + share * along[i]).join())
  expect([...seen].toSorted()).toEqual(places.toSorted())
})

const sloping =
  (slope: number) =>
  ([w]: Float64Array) =>
    1 + slope * w

describe('a loss of 1 with a slope', () => {
  // The shorter of the two steps changes it by slope times 2^-10, float32 by 2^-20.
  test.each([2 ** -9, -(2 ** -9)])('of %d tells up from down', async (slope) => {
    expect(await check(sloping(slope), [slope])).toEqual(passed)
    expect(await check(sloping(slope), [-slope])).toMatchObject({ status: 'failed' })
  })

  test.each([0, 2 ** -10, -(2 ** -10)])('of %d is too flat to say', async (slope) => {
    expect(await check(sloping(slope), [1])).toEqual(tooFlat)
    expect(await check(sloping(slope), [-1])).toEqual(tooFlat)
  })
})

const bent = ([w]: Float64Array) => 1 + (Math.abs(w) < 2 ** -10 ? w : -w)

test('one step that leads down is enough: the other may lie beyond a bend', async () => {
  expect(await check(bent, [1])).toEqual(passed)
  expect(await check(bent, [-1])).toEqual(passed)
})

test('a failure shows what was given, what came and, where a reference knows it, what is right', async () => {
  const evidence = {
    input: { w: Float64Array.of(0) },
    expected: {},
    received: { w_grad: Float64Array.of(-2) },
  }
  const message = 'small steps against the returned gradient raise loss'
  expect(await check(sloping(1), [-2])).toEqual({ status: 'failed', message, evidence })
  expect(await check(sloping(1), [-2], { by: lawOfOne })).toEqual({
    status: 'failed',
    message,
    evidence: { ...evidence, expected: { w_grad: Float64Array.of(1) } },
  })
})
