import { describe, expect, it } from 'vitest'
import type { Matrix } from '../../src/numpy/matrix.ts'
import { RandomState } from '../../src/numpy/random-state.ts'
import { addProduct, addTransposedProduct, transposed } from '../../src/rnn/matrix-product.ts'
import { compileProductKernel } from '../../src/rnn/product-kernel.ts'

const random = new RandomState(1)

function matrix(rows: number, columns: number): Matrix {
  return { rows, columns, data: random.rand(rows * columns).map((entry) => entry - 0.5) }
}

/** The definition, term by term: what every faster loop must equal to the last bit. */
function sumOfTerms(C: Matrix, A: Matrix, B: Matrix): number[] {
  return Array.from(C.data, (entry, at) => {
    const i = Math.floor(at / C.columns)
    let sum = entry
    for (let k = 0; k < B.rows; k++) {
      sum += A.data[i * A.columns + k] * B.data[k * B.columns + (at % C.columns)]
    }
    return sum
  })
}

const sizes = [
  [1, 1, 1],
  [0, 3, 2],
  [3, 2, 0],
  [4, 8, 8],
  [5, 7, 3],
  [16, 16, 16],
  [13, 19, 30],
  [30, 1, 90],
  [1, 30, 90],
  [131, 5, 17],
  [300, 36, 6],
  [36, 10, 300],
] as const

describe('a product of matrices', () => {
  it.each(sizes)(
    'of %i x %i entries with %i terms takes them up in their order, bit for bit',
    (m, n, K) => {
      const [C, A, B] = [matrix(m, n), matrix(m, K), matrix(K, n)]
      const expected = sumOfTerms(C, A, B)
      const copy = { ...C, data: C.data.slice() }
      addTransposedProduct(copy, transposed(A), B)
      expect([...copy.data]).toEqual(expected)
      addProduct(C, A, B)
      expect([...C.data]).toEqual(expected)
    },
  )

  it('of infinite and undefined entries stays in its rows and columns', () => {
    const [C, A, B] = [matrix(13, 19), matrix(13, 30), matrix(30, 19)]
    A.data[5 * 30] = Infinity
    B.data[7] = NaN
    addProduct(C, A, B)
    const finite = Array.from(C.data, (entry, at) => [at, Number.isFinite(entry)] as const)
    for (const [at, isFinite] of finite) {
      expect(isFinite).toBe(Math.floor(at / 19) !== 5 && at % 19 !== 7)
    }
  })

  it('runs on the vector kernel where the tests run', () => {
    expect(compileProductKernel()).toBeDefined()
  })
})
