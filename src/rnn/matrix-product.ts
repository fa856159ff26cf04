import type { Matrix } from '../numpy/matrix.ts'
import { compileProductKernel, SIDE, type ProductKernel } from './product-kernel.ts'

// Products of row-major matrices, added to what is there: every entry of C takes up its terms one by one in their order,
// each rounded after its multiplication and after its addition. Which loop ran shows in the time alone.

/** C += A B. */
export function addProduct(C: Matrix, A: Matrix, B: Matrix): void {
  if (C.data.length * B.rows < WORTH_COPYING || !kernel()) return addPlainly(C, A, A.columns, 1, B)
  for (let first = 0; first < C.rows; first += BAND) {
    addInBlocks(band(C, first), band(A, first), B, false)
  }
}

/** C += A^T B. */
export function addTransposedProduct(C: Matrix, A: Matrix, B: Matrix): void {
  if (C.data.length * B.rows < WORTH_COPYING || !kernel()) return addPlainly(C, A, 1, A.columns, B)
  for (let first = 0; first < B.rows; first += BAND) {
    addInBlocks(C, band(A, first), band(B, first), true)
  }
}

/** A^T in memory of its own. */
export function transposed({ rows, columns, data }: Matrix): Matrix {
  const turned = new Float64Array(data.length)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j]
  }
  return { rows: columns, columns: rows, data: turned }
}

/** Terms from which on the kernel repays the copies into its memory; the smallest networks of bench/networks.ts are fastest here. */
const WORTH_COPYING = 512
/** Rows at a time of what is long, so that they stay in a cache of 256 KiB together with A and B of a usual network. */
const BAND = 128
const BYTES = Float64Array.BYTES_PER_ELEMENT

let compiled: { readonly kernel: ProductKernel | undefined } | undefined

function kernel(): ProductKernel | undefined {
  compiled ??= { kernel: compileProductKernel() }
  return compiled.kernel
}

function band({ rows, columns, data }: Matrix, first: number): Matrix {
  const end = Math.min(rows, first + BAND)
  return { rows: end - first, columns, data: data.subarray(first * columns, end * columns) }
}

/** Entry (i, k) of the left factor is A.data[i * aRow + k * aStep]. */
function addPlainly(C: Matrix, A: Matrix, aRow: number, aStep: number, B: Matrix): void {
  const { columns, data } = C
  const a = A.data
  const b = B.data
  for (let i = 0; i < C.rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = data[i * columns + j]
      for (let p = i * aRow, q = j; q < b.length; p += aStep, q += columns) sum += a[p] * b[q]
      data[i * columns + j] = sum
    }
  }
}

/** Copies C, A and B into the kernel's memory, with rows and columns filled up to whole blocks, and C back. */
function addInBlocks(C: Matrix, A: Matrix, B: Matrix, transposeA: boolean): void {
  const { reserve, addBlock } = kernel()!
  const cRow = wholeBlocks(C.columns)
  const aWidth = wholeBlocks(A.columns)
  const atA = wholeBlocks(C.rows) * cRow
  const atB = atA + wholeBlocks(A.rows) * aWidth
  const atEnd = atB + B.rows * cRow
  const memory = reserve(atEnd)
  copyIn(memory, 0, cRow, C)
  copyIn(memory, atA, aWidth, A)
  copyIn(memory, atB, cRow, B)
  const [aRow, aStep] = transposeA ? [1, aWidth] : [aWidth, 1]
  for (let i = 0; i < C.rows; i += SIDE) {
    for (let j = 0; j < C.columns; j += SIDE) {
      addBlock(
        (atA + i * aRow) * BYTES,
        aRow * BYTES,
        aStep * BYTES,
        (atB + j) * BYTES,
        cRow * BYTES,
        (i * cRow + j) * BYTES,
        cRow * BYTES,
        (atEnd + j) * BYTES,
      )
    }
  }
  copyOut(memory, cRow, C)
}

function wholeBlocks(length: number): number {
  return Math.ceil(length / SIDE) * SIDE
}

function copyIn(memory: Float64Array, at: number, width: number, { columns, data }: Matrix): void {
  if (width === columns) return memory.set(data, at)
  for (let from = 0, to = at; from < data.length; from += columns, to += width) {
    for (let j = 0; j < columns; j++) memory[to + j] = data[from + j]
  }
}

function copyOut(memory: Float64Array, width: number, { columns, data }: Matrix): void {
  if (width === columns) return data.set(memory.subarray(0, data.length))
  for (let from = 0, to = 0; to < data.length; from += width, to += columns) {
    for (let j = 0; j < columns; j++) data[to + j] = memory[from + j]
  }
}
