import { expect, test } from 'vitest'
import { explain, mistakeOf, mistakes } from '../../src/mistakes/catalogue.ts'

test('every mistake has an id of its own, a function, an explanation and a hint', () => {
  expect(new Set(mistakes.map(({ id }) => id)).size).toBe(mistakes.length)
  for (const { id, functions, explanation, hint, parameter, variants } of mistakes) {
    expect(functions.length, id).toBeGreaterThan(0)
    expect(explanation, id).toMatch(/^([A-Z]|wx's|wRec's|grad_out).*\. .*\.$/)
    expect(hint, id).toMatch(/[.?]$/)
    const own = Object.keys(variants)
    expect(own, id).toEqual(own.length === 0 ? [] : functions)
    expect(parameter === undefined || functions[0] === 'backward_gradient', id).toBe(true)
  }
})

test('an explanation says what the mathematics asks, and a hint does not repeat it', () => {
  for (const { id, explanation, hint } of mistakes) {
    expect(explanation, id).toMatch(/The mathematics|The interface/)
    expect(hint, id).not.toMatch(/[Σ∂]|=.*[+*/]/)
  }
})

test('an explanation ends with the number of the mistake where it has one', () => {
  expect(explain({ id: 'truncated', parameter: 5 })).toMatch(/Here K = 5\.$/)
  expect(explain({ id: 'constant-divisor', parameter: 100 })).toMatch(/Here c = 100\.$/)
  expect(explain({ id: 'sum-not-mean' })).toBe(mistakeOf('sum-not-mean').explanation)
})

test('an unknown id is refused by name', () => {
  expect(() => mistakeOf('no-such')).toThrow("the id of a known mistake, but got 'no-such'")
})
