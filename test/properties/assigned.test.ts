import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreement } from '../../properties/agreement.ts'
import { type Assigned, knownFor, rightArguments } from '../../properties/assigned.ts'
import { number } from '../../properties/declared.ts'
import type { Quantities } from '../../properties/property.ts'

/** c needs b and a, b needs a. */
const assigned: Assigned = {
  functions: {
    b: { parameters: { a: number() }, returns: { b: number(), other: number() } },
    c: { parameters: { b: number(), a: number() }, returns: { c: number() } },
    lost: { parameters: { nowhere: number() }, returns: { d: number() } },
  },
  problems: fc.constant({ a: 1 }),
  exact: new Set(),
}

const counting = () => {
  const calls: string[] = []
  const implementation = {
    b: ({ a }: Quantities) => {
      calls.push('b')
      return { b: 2 * (a as number), other: 0 }
    },
    c: () => 0,
    lost: () => 0,
  }
  return { calls, implementation }
}

test('what a function needs is the problem and what others return for it', async () => {
  const { implementation } = counting()
  const known = await knownFor(assigned, implementation, 'c', { a: 3 })
  expect(known).toEqual({ a: 3, b: 6, other: 0 })
  const given = await rightArguments(assigned, implementation, 'c', { a: 3 })
  expect(Object.entries(given)).toEqual([
    ['b', 6],
    ['a', 3],
  ])
})

test('what was known for the very same arguments is not computed again', async () => {
  const { calls, implementation } = counting()
  const known = (problem: Quantities, before?: Quantities) =>
    knownFor(assigned, implementation, 'c', problem, before)
  const before = await known({ a: 3 })
  expect(await known({ a: 3 }, before)).toMatchObject({ a: 3, b: 6 })
  expect(calls).toEqual(['b'])
  expect(await known({ a: 4 }, before)).toMatchObject({ a: 4, b: 8 })
  expect(calls).toEqual(['b', 'b'])
  expect(await known({ a: 3 }, { a: 3 })).toMatchObject({ a: 3, b: 6 })
  expect(calls).toEqual(['b', 'b', 'b'])
})

test('arguments are right by the reference where there is one', async () => {
  const { implementation } = counting()
  const reference = { ...implementation, b: () => ({ b: 100, other: 0 }) }
  const given = await rightArguments({ ...assigned, reference }, implementation, 'c', { a: 3 })
  expect(given.b).toBe(100)
})

test('a quantity that nothing gives is named', async () => {
  const { implementation } = counting()
  await expect(knownFor(assigned, implementation, 'lost', {})).rejects.toThrow(
    'nothing gives nowhere',
  )
})

test('agreement says that it has nothing to agree with', async () => {
  const { implementation } = counting()
  const law = agreement('c').law(assigned)
  await expect(law.check(implementation, { a: 3 })).rejects.toThrow('there is no reference for c')
})
