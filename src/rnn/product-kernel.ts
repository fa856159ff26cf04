// The inner loop of a matrix product in WebAssembly's vector instructions, which JavaScript has no words for: four times
// as fast as the same loop in JavaScript, and equal to it bit for bit. The module is put together here instruction by
// instruction; numbers are the opcodes of the WebAssembly specification, section "Binary Format".

/** Blocks of C are SIDE x SIDE: eight pairs of sums, two pairs of B and one of A fit the sixteen registers of x86. */
export const SIDE = 4

export interface ProductKernel {
  /** Memory of at least `length` numbers, shared with addBlock; valid until the next call. */
  readonly reserve: (length: number) => Float64Array
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

interface Exports {
  readonly addBlock: ProductKernel['addBlock']
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
}

/** The part of the standard interface that is used here; TypeScript has it among the browser's types alone. */
declare const WebAssembly:
  | undefined
  | {
      readonly Module: new (bytes: Uint8Array) => object
      readonly Instance: new (module: object) => { readonly exports: Exports }
    }

/** Undefined where the platform has no WebAssembly, no vectors in it, or does not allow it. */
export function compileProductKernel(): ProductKernel | undefined {
  if (typeof WebAssembly === 'undefined') return undefined
  try {
    const module = new WebAssembly.Module(productModule())
    const { addBlock, memory } = new WebAssembly.Instance(module).exports
    return { addBlock, reserve: (length) => reserve(memory, length) }
  } catch {
    return undefined
  }
}

const PAGE = 65536
let view = new Float64Array(0)

function reserve(memory: Exports['memory'], length: number): Float64Array {
  const missing = length * Float64Array.BYTES_PER_ELEMENT - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
  if (view.buffer !== memory.buffer) view = new Float64Array(memory.buffer)
  return view
}

/** Instructions and what they consist of, as a tree; its leaves from left to right are the bytes. */
type Code = number | readonly Code[]

function bytes(code: Code): number[] {
  return typeof code === 'number' ? [code] : code.flatMap(bytes)
}

/** Numbers in LEB128, the format's integers of variable length. */
function leb(n: number): Code {
  return n < 128 ? n : [(n & 127) | 128, leb(n >>> 7)]
}

const sized = (code: Code): Code => [leb(bytes(code).length), code]
const list = (items: readonly Code[]): Code => [leb(items.length), items]
const section = (id: number, items: readonly Code[]): Code => [id, sized(list(items))]
const text = (name: string): Code => sized(Array.from(name, (letter) => letter.charCodeAt(0)))

const I32 = 0x7f
const V128 = 0x7b
const EIGHT_ALIGNED = 3
const vector = (opcode: number): Code => [0xfd, leb(opcode)]
const access = (opcode: number, offset: number): Code => [
  vector(opcode),
  EIGHT_ALIGNED,
  leb(offset),
]
const get = (local: number): Code => [0x20, leb(local)]
const set = (local: number, value: Code): Code => [value, 0x21, leb(local)]
const plus = (x: Code, y: Code): Code => [x, y, 0x6a]
const load = (from: Code, offset: number): Code => [from, access(0, offset)]
const loadTwice = (from: Code): Code => [from, access(10, 0)]
const store = (to: Code, offset: number, value: Code): Code => [to, value, access(11, offset)]
const add = (x: Code, y: Code): Code => [x, y, vector(0xf0)]
const multiply = (x: Code, y: Code): Code => [x, y, vector(0xf2)]
const END = 0x0b
const repeatWhileDifferent = (body: Code, x: Code, y: Code): Code => [
  [0x03, 0x40, body],
  [x, y, 0x47, 0x0d, 0x00, END],
]

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

function productModule(): Uint8Array {
  const locals: Code = [
    [ADDRESSES, I32],
    [VECTORS, V128],
  ]
  const type: Code = [0x60, list(Array.from({ length: PARAMETERS }, () => I32)), list([])]
  const exported: Code[] = [
    [text('addBlock'), 0x00, 0],
    [text('memory'), 0x02, 0],
  ]
  const module: Code = [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    section(1, [type]),
    section(3, [0]),
    section(5, [[0x00, 1]]),
    section(7, exported),
    section(10, [sized([list(locals), addBlockBody(), END])]),
  ]
  return Uint8Array.from(bytes(module))
}

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
    set(b01, load(get(b), 0)),
    set(b23, load(get(b), 16)),
    rowsOfA.map((row, i) => addTermsOfRow(row, ...sums(i))),
    set(b, plus(get(b), get(bRow))),
  ]
}

function addTermsOfRow(row: number, sum01: number, sum23: number): Code {
  return [
    set(left, loadTwice(get(row))),
    set(sum01, add(get(sum01), multiply(get(left), get(b01)))),
    set(sum23, add(get(sum23), multiply(get(left), get(b23)))),
    set(row, plus(get(row), get(aStep))),
  ]
}

function loadRowOfC(i: number): Code {
  const [sum01, sum23] = sums(i)
  return [
    set(sum01, load(get(rowOfC), 0)),
    set(sum23, load(get(rowOfC), 16)),
    set(rowOfC, plus(get(rowOfC), get(cRow))),
  ]
}

function storeRowOfC(i: number): Code {
  const [sum01, sum23] = sums(i)
  return [
    store(get(c), 0, get(sum01)),
    store(get(c), 16, get(sum23)),
    set(c, plus(get(c), get(cRow))),
  ]
}
