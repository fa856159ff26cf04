import { expect, test } from 'vitest'
import { closest, missingMessage, spellings } from '../../src/submission/names.ts'

test('a name is looked for as it is and in camelCase', () => {
  expect(spellings('backward_gradient')).toEqual(['backward_gradient', 'backwardGradient'])
  expect(spellings('loss')).toEqual(['loss'])
})

test('the closest name is within a third of the letters, whatever its case', () => {
  expect(closest('backward_gradient', ['forward', 'backwards_gradient'])).toBe('backwards_gradient')
  expect(closest('backward_gradient', ['BackwardGradients'])).toBe('BackwardGradients')
  expect(closest('loss', ['gradient', 'cost'])).toBeUndefined()
  expect(closest('loss', ['los', 'lossy'])).toBe('los')
})

test('names of strangers are shown without control characters, and not all of them', () => {
  expect(missingMessage('loss', ['a\u001b[31m'])).toContain(String.raw`a\u001b[31m`)
  const many = Array.from({ length: 50 }, (_, i) => `function_number_${i}`)
  expect(missingMessage('loss', many)).toMatch(/function_number_19 and 30 more$/)
})
