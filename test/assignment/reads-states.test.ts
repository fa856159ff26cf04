import { expect, test } from 'vitest'
import { CallError } from '../../properties/property.ts'
import type { Argument, Call, Returned } from '../../src/assignment/assignment.ts'
import { readsStates } from '../../src/assignment/reads-states.ts'

const callOf =
  (backward: (X: Argument, S: Argument) => Returned): Call =>
  (_, [X, S]) =>
    Promise.resolve().then(() => ({ value: backward(X, S), mutated: [] }))

const entry = (argument: Argument): number => {
  if (typeof argument !== 'object') throw new CallError('crash', 'a number has no entries')
  return argument.data[0]
}

const broken: Call = () => Promise.reject(new RangeError('no process'))

test('who fails without states, or returns something else, reads them', async () => {
  expect(await readsStates(callOf((X, S) => entry(X) + entry(S)))).toBe(true)
  const guessing = callOf((X, S) => (typeof S === 'number' ? 0 : entry(X)))
  expect(await readsStates(guessing)).toBe(true)
  const shape = [1]
  const inPlace = callOf((X, S) => ({
    shape,
    data: Float64Array.of(typeof S === 'number' ? 0 : entry(X)),
  }))
  expect(await readsStates(inPlace)).toBe(true)
})

test('who returns the same without states does not read them', async () => {
  const shape = [1]
  const inputs = callOf((X) => [{ shape, data: Float64Array.of(entry(X)) }, entry(X)])
  expect(await readsStates(inputs)).toBe(false)
})

test('what is no failure of the function is no answer', async () => {
  await expect(readsStates(broken)).rejects.toThrow('no process')
})
