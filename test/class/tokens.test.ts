import { describe, expect, test } from 'vitest'
import { tokensOf } from '../../src/class/tokens.ts'

const texts = (source: string, notation: 'python' | 'javascript') =>
  tokensOf(source, notation).map(({ text }) => text)

describe('the tokens of a source', () => {
  test('leave out comments, layout, semicolons and the last comma', () => {
    expect(texts('const a = [1.0,\n  2.,\n]; // two\n/* more */ f(a)', 'javascript')).toEqual(
      texts('let a = [1, 2]\nf(a)', 'javascript'),
    )
    expect(texts('def f(x):  # half\n\n  """Half."""\n  return 0.50*x', 'python')).toEqual(
      texts('def f( x ):\n    return .5 * x', 'python'),
    )
  })

  test('keep strings that are values, whatever quotes they have', () => {
    expect(texts("f('a # b')", 'python')).toEqual(['f', '(', 'a # b', ')'])
    expect(texts('f("a // b")', 'javascript')).toEqual(['f', '(', 'a // b', ')'])
    expect(texts("g('x')", 'python')).toEqual(texts('g("x")', 'python'))
  })

  test('tell names from words of the language', () => {
    expect(tokensOf('return total', 'python').map(({ kind }) => kind)).toEqual(['word', 'name'])
  })

  test.for([
    '"'.repeat(2 ** 20),
    "'a'\n".repeat(2 ** 18),
    '/*'.repeat(2 ** 19),
    '`'.repeat(2 ** 20),
    '"""a'.repeat(2 ** 18),
    '\\'.repeat(2 ** 20),
    '1e'.repeat(2 ** 19),
  ])('are found in a mebibyte of anything within seconds (%#)', { timeout: 10_000 }, (source) => {
    for (const notation of ['python', 'javascript'] as const)
      expect(tokensOf(source, notation).length).toBeLessThanOrEqual(source.length)
  })
})
