import { expect, test } from 'vitest'
import golden from '../../fixtures/golden/numpy.json' with { type: 'json' }
import { applyMistakes } from '../../src/mistakes/apply-mistakes.ts'
import { mistakes } from '../../src/mistakes/catalogue.ts'
import { discriminatingKinds } from '../../src/mistakes/discriminate.ts'
import { publishedGradients, publishedInputs } from '../../src/mistakes/published-case.ts'
import { gamma, doubleUnit } from '../../src/mistakes/rounding.ts'
import { observationsOn, problemsOf } from './problems.ts'

test('no mistakes make a right implementation, on every kind of problem', () => {
  expect(discriminatingKinds([], [])).toEqual([])
})

test('every formula that a mistake changes gives other numbers than the right one', () => {
  for (const { id, variants } of mistakes) {
    const formulas = Object.values(variants)
    const ways = Math.max(0, ...formulas.map((list) => list.length))
    for (let variant = 0; variant < ways; variant++) {
      expect(discriminatingKinds([], [{ id, variant }]), `${id} ${variant}`).toContain(
        'n > 1 and T > 1',
      )
    }
  }
})

test('one sample hides what happens to the batch, and one step what happens to time', () => {
  for (const id of ['sum-not-mean', 'divided-by-n-twice', 'last-sample-only'] as const) {
    expect(discriminatingKinds([], [id]), id).not.toContain('n = 1')
  }
  for (const id of ['divided-by-steps', 'overwrites-wx', 'truncated'] as const) {
    expect(discriminatingKinds([], [id]), id).not.toContain('T = 1')
  }
  for (const id of ['extra-propagation-factor', 'no-propagation-factor'] as const) {
    expect(discriminatingKinds([], [id]), id).not.toContain('wRec = 1')
  }
})

test('two names for one function are told apart by no problem, and others by the kinds that differ', () => {
  expect(discriminatingKinds(['returns-one-twice'], ['inputs-for-states'])).toEqual([])
  expect(discriminatingKinds(['loops-forward'], [{ id: 'truncated', parameter: 1 }])).toEqual([])
  expect(discriminatingKinds(['skips-first-step'], [{ id: 'truncated', parameter: 3 }])).toEqual([
    'T = 1',
  ])
})

test('two mistakes that change the same place differently are refused, with the place', () => {
  expect(() => applyMistakes(['sum-not-mean', 'divided-by-n-twice'])).toThrow(
    "'divided-by-n-twice' sets divisor to n-squared, but another mistake sets it to one",
  )
})

test('a way to make a mistake that does not exist is refused', () => {
  expect(() => applyMistakes([{ id: 'loss-half', variant: 1 }])).toThrow(
    "Expected a variant of 'loss-half' from 0 to 0, but got 1",
  )
})

test('only what mutates its inputs writes into them', () => {
  const [problem] = problemsOf('mutation')
  const mutated = (ids: Parameters<typeof applyMistakes>[0]): readonly string[] =>
    observationsOn(problem, applyMistakes(ids)).flatMap((one) => one.mutated ?? [])
  expect(mutated(['mutates-inputs'])).toEqual(['S', 'grad_out'])
  for (const { id } of mistakes) {
    if (id !== 'mutates-inputs') expect(mutated([id]), id).toEqual([])
  }
})

test('single precision returns 32-bit floats from every function', () => {
  const [problem] = problemsOf('single')
  const [loss, , update, states, backward] = observationsOn(
    problem,
    applyMistakes(['single-precision']),
  )
  for (const value of [loss.returned, update.returned, states.returned, backward.returned].flatMap(
    numbersIn,
  )) {
    expect(Math.fround(value)).toBe(value)
  }
})

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (value instanceof Float64Array) return [...value]
  if (Array.isArray(value)) return value.flatMap(numbersIn)
  return typeof value === 'object' && value !== null && 'data' in value ? numbersIn(value.data) : []
}

test('the published inputs and gradients are those of the golden file', () => {
  const [published] = golden.cases
  expect([...publishedInputs().data]).toEqual(published.X.values)
  const gradients = publishedGradients(published.wx, published.wRec)
  // All numbers of the case are positive, so the sums of absolute terms are the gradients themselves.
  const bound = 2 * gamma(100 * 10 + 3 * 10 + 8, doubleUnit)
  expect(Math.abs(gradients[0] / published.wxGrad - 1)).toBeLessThan(bound)
  expect(Math.abs(gradients[1] / published.wRecGrad - 1)).toBeLessThan(bound)
})

test('what is hard-coded is right for the published inputs and wrong for all others', () => {
  const [right, subject] = [applyMistakes([]), applyMistakes(['hard-coded'])]
  const X = publishedInputs()
  const S = right.forwardStates(X, 1.2, 1.2)
  const gradOut = Float64Array.from({ length: X.rows }, (_, i) => i / X.rows)
  expect(subject.backwardGradient(X, S, gradOut, 1.2)).toEqual(
    right.backwardGradient(X, S, gradOut, 1.2),
  )
  const other = { ...X, data: X.data.with(0, 1) }
  expect(subject.backwardGradient(other, S, gradOut, 1.2)[0]).toEqual(publishedGradients(1.2, 1.2))
})
