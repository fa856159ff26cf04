import {
  compile,
  f64x2,
  get,
  I32,
  plus,
  repeatWhileDifferent,
  set,
  V128,
  type Code,
  type WasmMemory,
} from './wasm.ts'

// The inner loop of a matrix product in WebAssembly's vector instructions, which JavaScript has no words for: four times
// as fast as the same loop in JavaScript, and equal to it bit for bit.

/** Blocks of C are SIDE x SIDE: eight pairs of sums, two pairs of B and one of A fit the sixteen registers of x86. */
export const SIDE = 4

export interface ProductKernel extends WasmMemory {
  /**
   * Adds to a block of C, 4 x 4, its terms of A B one after another. a, b and c are where the first entries lie, aRow, bRow and cRow the distances of rows,
   * aStep that of columns of A; `end` is where b arrives after the last row of B. All in bytes of the reserved memory.
   */
  readonly addBlock: (
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    bRow: number,
    c: number,
    cRow: number,
    end: number,
  ) => void
}

/** Undefined where the platform has no WebAssembly, no vectors in it, or does not allow it. */
export function compileProductKernel(): ProductKernel | undefined {
  return compile<Omit<ProductKernel, 'reserve'>>({
    addBlock: {
      parameters: Array.from({ length: PARAMETERS }, () => I32),
      locals: [
        [ADDRESSES, I32],
        [VECTORS, V128],
      ],
      body: addBlockBody(),
    },
  })
}

/** Locals: the eight parameters, the addresses that are computed from them, then the vectors. */
const [a, aRow, aStep, b, bRow, c, cRow, end] = [0, 1, 2, 3, 4, 5, 6, 7]
const [a1, a2, a3, rowOfC] = [8, 9, 10, 11]
const PARAMETERS = end + 1
const ADDRESSES = 4
const rowsOfA = [a, a1, a2, a3]
const [left, b01, b23, firstSum] = [12, 13, 14, 15]
const VECTORS = 3 + 2 * SIDE
/** The sums of row i of the block, two columns each. */
const sums = (i: number): [number, number] => [firstSum + 2 * i, firstSum + 2 * i + 1]

function addBlockBody(): Code {
  return [
    set(a1, plus(get(a), get(aRow))),
    set(a2, plus(get(a1), get(aRow))),
    set(a3, plus(get(a2), get(aRow))),
    set(rowOfC, get(c)),
    rowsOfA.map((_, i) => loadRowOfC(i)),
    repeatWhileDifferent(addTerms(), get(b), get(end)),
    rowsOfA.map((_, i) => storeRowOfC(i)),
  ]
}

/** One column of A times one row of B, then on to the next. */
function addTerms(): Code {
  return [
    set(b01, f64x2.load(get(b), 0)),
    set(b23, f64x2.load(get(b), 16)),
    rowsOfA.map((row, i) => addTermsOfRow(row, ...sums(i))),
    set(b, plus(get(b), get(bRow))),
  ]
}

function addTermsOfRow(row: number, sum01: number, sum23: number): Code {
  return [
    set(left, f64x2.loadTwice(get(row))),
    set(sum01, f64x2.add(get(sum01), f64x2.multiply(get(left), get(b01)))),
    set(sum23, f64x2.add(get(sum23), f64x2.multiply(get(left), get(b23)))),
    set(row, plus(get(row), get(aStep))),
  ]
}

function loadRowOfC(i: number): Code {
  const [sum01, sum23] = sums(i)
  return [
    set(sum01, f64x2.load(get(rowOfC), 0)),
    set(sum23, f64x2.load(get(rowOfC), 16)),
    set(rowOfC, plus(get(rowOfC), get(cRow))),
  ]
}

function storeRowOfC(i: number): Code {
  const [sum01, sum23] = sums(i)
  return [
    f64x2.store(get(c), 0, get(sum01)),
    f64x2.store(get(c), 16, get(sum23)),
    set(c, plus(get(c), get(cRow))),
  ]
}
