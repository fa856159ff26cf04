import { accumulators } from '../numpy/sum.ts'
import {
  compile,
  f64,
  F64,
  get,
  I32,
  minus,
  moved,
  plus,
  repeatWhileDifferent,
  set,
  type Code,
  type WasmFunction,
  type WasmMemory,
} from './wasm.ts'

// The time loops of the scalar linear network, forward and backward, four rows at a time: a step waits for the one before
// it, so one row alone leaves the processor idle. In WebAssembly they run more than twice as fast as in JavaScript, which
// checks every index, and give the same bits. Addresses and distances are bytes of the reserved memory; T is at least 1.

/** Rows of S that are unrolled together, and rows of a batch that are added up together. */
export const ROWS = 4

export interface LinearKernel extends WasmMemory {
  /** S from the rows of X that lie between x and xEnd, a multiple of ROWS; s is where S begins, `row` the length of a row of X. */
  readonly unroll: (
    x: number,
    xEnd: number,
    row: number,
    s: number,
    wx: number,
    wRec: number,
  ) => void
  /**
   * Turn by turn, each with the next row, fills G with gradOut and its products by wRec, and adds G X to T sums for wx and G S to T
   * sums for wRec behind them. The next turn's sums follow, up to `end`. x and gradOut are where the first row's entries lie, toS
   * and toG the distances from x to its entries of S and G.
   */
  readonly addRows: AddRows
  /** The same for four rows a turn, which meet at the same sums: one, and those 8, 16 and 24 after it; `apart` is the length of 8 rows of X. */
  readonly addRowsByFour: AddRows
}

export type AddRows = (
  x: number,
  row: number,
  apart: number,
  toS: number,
  toG: number,
  gradOut: number,
  sums: number,
  end: number,
  wRec: number,
) => void

/** Undefined where the platform has no WebAssembly or does not allow it. */
export function compileLinearKernel(): LinearKernel | undefined {
  return compile<Omit<LinearKernel, 'reserve'>>({
    unroll: unrollFunction(),
    addRows: addRowsFunction(1),
    addRowsByFour: addRowsFunction(ROWS),
  })
}

const NUMBER = Float64Array.BYTES_PER_ELEMENT
const indices = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** Locals of a row that is unrolled: where its next entry of X lies, and the state before it. */
interface UnrolledRow {
  readonly x: number
  readonly state: number
}

function unrollFunction(): WasmFunction {
  const [x, xEnd, row, s, wx, wRec] = indices(6)
  const rows = indices(ROWS).map((i): UnrolledRow => ({ x: 6 + i, state: 6 + ROWS + i }))
  const [first, last] = [rows[0], rows[ROWS - 1]]
  // The distance from an entry of X to S before it: the same along a row, one number more in the next, where S has S_0.
  const toS = s
  const fourRows = [
    rows.map((each, i) => startRow(each, i === 0 ? get(x) : plus(get(rows[i - 1].x), get(row)))),
    rows.map((each, i) => f64.store(plus(get(each.x), get(toS)), i * NUMBER, get(each.state))),
    set(x, plus(get(x), get(row))),
    repeatWhileDifferent(
      rows.map((each, i) => stepForward(each, wx, wRec, plus(get(each.x), get(toS)), i)),
      get(first.x),
      get(x),
    ),
    set(x, get(last.x)),
    set(toS, moved(get(toS), ROWS * NUMBER)),
  ]
  return {
    parameters: [I32, I32, I32, I32, F64, F64],
    locals: [
      [ROWS, I32],
      [ROWS, F64],
    ],
    body: [set(toS, minus(get(s), get(x))), repeatWhileDifferent(fourRows, get(x), get(xEnd))],
  }
}

function startRow({ x, state }: UnrolledRow, from: Code): Code {
  return [set(x, from), set(state, f64.zero)]
}

/** S_k = X_k wx + S_(k-1) wRec, stored behind S_(k-1), and on to the next entry of X. */
function stepForward(row: UnrolledRow, wx: number, wRec: number, before: Code, i: number): Code {
  const { x, state } = row
  const fromInput = f64.multiply(f64.load(get(x), 0), get(wx))
  return [
    set(state, f64.add(fromInput, f64.multiply(get(state), get(wRec)))),
    f64.store(before, (i + 1) * NUMBER, get(state)),
    set(x, moved(get(x), NUMBER)),
  ]
}

/** Locals of a row that is added up: where its last entry of X that is left lies, and its gradient there. */
interface AddedRow {
  readonly x: number
  readonly g: number
  /** Bytes of gradOut, and of what S has more than X, between the first row and this one. */
  readonly ahead: number
}

/** For rows a whole round of accumulators apart: they meet at the same sums, which are read and written once for all of them. */
function addRowsFunction(count: number): WasmFunction {
  const [x, row, apart, toS, toG, gradOut, sums, end, wRec, sum] = indices(10)
  const rows = indices(count).map((i): AddedRow => ({
    x: 10 + i,
    g: 10 + count + i,
    ahead: i * accumulators * NUMBER,
  }))
  const ofG = ({ x }: AddedRow): Code => plus(get(x), get(toG))
  const stepBack = [
    [sum, ...rows.map(({ x }) => x)].map((address) => set(address, moved(get(address), -NUMBER))),
    addTerms(get(sum), rows, ({ x }) => f64.load(get(x), 0)),
    addTerms(plus(get(sum), get(row)), rows, ({ x, ahead }) =>
      f64.load(plus(get(x), get(toS)), ahead),
    ),
    rows.map((each) => f64.store(ofG(each), each.ahead + NUMBER, get(each.g))),
    rows.map(({ g }) => set(g, f64.multiply(get(g), get(wRec)))),
  ]
  const oneTurn = [
    rows.map((each, i) =>
      set(each.x, i === 0 ? plus(get(x), get(row)) : plus(get(rows[i - 1].x), get(apart))),
    ),
    rows.map(({ g, ahead }) => set(g, f64.load(get(gradOut), ahead))),
    set(sum, plus(get(sums), get(row))),
    repeatWhileDifferent(stepBack, get(sum), get(sums)),
    rows.map((each) => f64.store(ofG(each), each.ahead, get(each.g))),
    set(x, plus(get(x), get(row))),
    [toS, toG, gradOut].map((address) => set(address, moved(get(address), NUMBER))),
    set(sums, plus(plus(get(sums), get(row)), get(row))),
  ]
  return {
    parameters: [I32, I32, I32, I32, I32, I32, I32, I32, F64],
    locals: [
      [1 + count, I32],
      [count, F64],
    ],
    body: repeatWhileDifferent(oneTurn, get(sums), get(end)),
  }
}

/** To the sum at an address, the gradient times its factor of each row, one after another. */
function addTerms(sum: Code, rows: readonly AddedRow[], factor: (row: AddedRow) => Code): Code {
  const terms = rows.map((row) => f64.multiply(get(row.g), factor(row)))
  return f64.store(sum, 0, terms.reduce(f64.add, f64.load(sum, 0)))
}
