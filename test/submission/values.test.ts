import { describe, expect, test } from 'vitest'
import { failure, fileWith, matrix, returned, session, vector } from './opening.ts'

const y = vector(1, 2)

/** A submission whose loss returns what an expression says. */
const losing = {
  '.js': (expression: string) => `export const loss = (y, t) => ${expression}`,
  '.py': (expression: string) =>
    `import numpy as np\nfrom array import array\nfrom fractions import Fraction\ndef loss(y, t):\n    return ${expression}\n`,
}

const call = async (extension: '.js' | '.py', expression: string) => {
  const opened = await session(fileWith(`a${extension}`, losing[extension](expression)))
  return opened.call('loss', [y, vector(3, 4)])
}

describe.each([
  ['.js', '1.5', 1.5],
  ['.js', '-0', -0],
  ['.js', '0 / 0', NaN],
  ['.js', '-1 / 0', -Infinity],
  ['.js', '[]', { shape: [0], data: new Float64Array(0) }],
  ['.js', '[[], []]', { shape: [2, 0], data: new Float64Array(0) }],
  ['.js', '[1, 2, 3]', vector(1, 2, 3)],
  ['.js', '[[1, 2], [3, 4], [5, 6]]', matrix(3, 2, 1, 2, 3, 4, 5, 6)],
  ['.js', 'Float32Array.of(0.5, 2)', vector(0.5, 2)],
  ['.js', '[Float64Array.of(1, 2), [3, 4]]', matrix(2, 2, 1, 2, 3, 4)],
  ['.js', '({ length: 2, 0: 5, 1: 6 })', vector(5, 6)],
  ['.js', '({ rows: 1, columns: 2, data: [7, 8] })', matrix(1, 2, 7, 8)],
  ['.js', 'new Proxy([1, 2], {})', vector(1, 2)],
  ['.js', '[[1, 2], [3]]', [vector(1, 2), vector(3)]],
  ['.js', '[[1, 2], [[3, 4]]]', [vector(1, 2), matrix(1, 2, 3, 4)]],
  ['.js', '[1, [2, 3]]', [1, vector(2, 3)]],
  ['.js', 'Promise.resolve([1])', vector(1)],
  ['.py', '1.5', 1.5],
  ['.py', 'np.array([[1], [2, 3]], dtype=object)', [vector(1), vector(2, 3)]],
  ['.py', '3', 3],
  ['.py', '-0.0', -0],
  ['.py', 'float("nan")', NaN],
  ['.py', 'np.float32(0.5)', 0.5],
  ['.py', 'np.int64(7)', 7],
  ['.py', 'np.array(2.5)', 2.5],
  ['.py', '[]', { shape: [0], data: new Float64Array(0) }],
  ['.py', '[1, 2.5, np.float64(3)]', vector(1, 2.5, 3)],
  ['.py', '[[1, 2], [3, 4], [5, 6]]', matrix(3, 2, 1, 2, 3, 4, 5, 6)],
  ['.py', 'np.arange(6).reshape(2, 3).T', matrix(3, 2, 0, 3, 1, 4, 2, 5)],
  ['.py', "array('d', [1, 2])", vector(1, 2)],
  ['.py', "[array('f', [1, 2]), array('i', [3, 4])]", matrix(2, 2, 1, 2, 3, 4)],
  ['.py', 'memoryview(np.ones((1, 2)))', matrix(1, 2, 1, 1)],
  ['.py', 'np.matrix([[1, 2]])', matrix(1, 2, 1, 2)],
  ['.py', '((1, 2), np.ones((1, 2)))', [vector(1, 2), matrix(1, 2, 1, 1)]],
  ['.py', '[[1, 2], [3]]', [vector(1, 2), vector(3)]],
  ['.py', '(1.0, np.zeros(2))', [1, vector(0, 0)]],
] as const)('what a %s file returns', (extension, expression, value) => {
  test(`${expression} arrives as the same numbers`, async () => {
    expect(await call(extension, expression)).toEqual(returned(value))
  })
})

const expected = 'where a number or an array of numbers was expected'

describe.each([
  ['.js', 'undefined', `returned undefined, ${expected} (is a return statement missing?)`],
  ['.js', 'null', `returned null, ${expected}`],
  ['.js', '"12"', `returned the string "12", ${expected}`],
  ['.js', '12n', `returned a BigInt, ${expected}`],
  ['.js', 'true', `returned a boolean, ${expected}`],
  ['.js', '() => 1', `returned a function, ${expected}`],
  ['.js', '({ valueOf: () => 1 })', `returned an object, ${expected}`],
  [
    '.js',
    '[[1, 2], [3, "4"]]',
    'element [1][1] of what was returned is the string "4", where a number was expected',
  ],
  [
    '.js',
    '[1, , 3]',
    'element [1] of what was returned is missing (undefined), where a number was expected',
  ],
  [
    '.js',
    'BigInt64Array.of(1n)',
    'element [0] of what was returned is a BigInt, where a number was expected',
  ],
  ['.js', '({ length: 1e9 })', 'returned far more numbers than were passed'],
  ['.js', '(y[0] = y)', 'returned arrays nested more than 8 deep'],
  ['.py', 'None', `returned None, ${expected} (is a return statement missing?)`],
  ['.py', "'12'", `returned the string '12', ${expected}`],
  ['.py', 'True', `returned a bool, ${expected}`],
  ['.py', '1j', `returned a complex, ${expected}`],
  ['.py', 'Fraction(1, 2)', `returned a Fraction, ${expected}`],
  ['.py', '{1: 2}', `returned a dict, ${expected}`],
  ['.py', '(v for v in y)', `returned a generator, ${expected}`],
  [
    '.py',
    "[[1, 2], [3, '4']]",
    "element [1][1] of what was returned is the string '4', where a number was expected",
  ],
  [
    '.py',
    "np.array([[1], [2, '3']], dtype=object)",
    "element [1][1] of what was returned is the string '3', where a number was expected",
  ],
  [
    '.py',
    'np.array({}, dtype=object)',
    'returned an array of objects, where an array of numbers was expected',
  ],
  [
    '.py',
    'np.array([1j])',
    'returned an array of type complex128, where an array of numbers was expected',
  ],
  [
    '.py',
    '10 ** 400',
    'an integer of 1329 bits was returned, too large for a floating-point number',
  ],
  ['.py', 'np.ones(10 ** 6)', 'returned far more numbers than were passed'],
] as const)('what a %s file must not return', (extension, expression, message) => {
  test(`${expression} is named exactly`, async () => {
    expect(failure(await call(extension, expression))).toBe(`protocol: ${message}`)
  })
})
