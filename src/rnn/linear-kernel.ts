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
// it, so one row alone leaves the processor idle. In WebAssembly they run three times as fast as in JavaScript, which checks
// every index, and give the same bits. Addresses and distances are bytes of the reserved memory; T is at least 1.

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
   * Row after row, fills G with gradOut and its products by wRec, and adds G X to the row's T sums of wx and G S to the T of
   * wRec behind them. The sums of the next row follow, up to `end`. x and gradOut are where the first row's entries lie, toS
   * and toG the distances from x to its entries of S and G.
   */
  readonly addRows: AddRows
  /** The same for four rows at each sums: the row, and those 8, 16 and 24 after it; `apart` is the length of 8 rows of X. */
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
    unroll: {
      parameters: [I32, I32, I32, I32, F64, F64],
      locals: [
        [ROWS, I32],
        [ROWS, F64],
      ],
      body: unrollBody(),
    },
    addRows: addRowsOf(1),
    addRowsByFour: addRowsOf(ROWS),
  })
}

const NUMBER = Float64Array.BYTES_PER_ELEMENT
/** Bytes of gradOut, and of what S has more than X, in the rows that are dealt to all accumulators in turn. */
const ROUND = accumulators * NUMBER
const indices = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

function unrollBody(): Code {
  const [x, xEnd, row, s, wx, wRec] = indices(6)
  const rows = indices(ROWS).map((i) => ({ x: 6 + i, state: 6 + ROWS + i }))
  // From an entry of X to its entry of S it is one number more in each row, for S_0.
  const toS = s
  const next = rows.map(({ x, state }, i) => [
    set(
      state,
      f64.add(f64.multiply(f64.load(get(x), 0), get(wx)), f64.multiply(get(state), get(wRec))),
    ),
    f64.store(plus(get(x), get(toS)), (i + 1) * NUMBER, get(state)),
    set(x, moved(get(x), NUMBER)),
  ])
  const fourRows = [
    rows.map((each, i) => [
      set(each.x, i === 0 ? get(x) : plus(get(rows[i - 1].x), get(row))),
      set(each.state, f64.zero),
      f64.store(plus(get(each.x), get(toS)), i * NUMBER, get(each.state)),
    ]),
    set(x, plus(get(x), get(row))),
    repeatWhileDifferent(next, get(rows[0].x), get(x)),
    set(x, get(rows[ROWS - 1].x)),
    set(toS, moved(get(toS), ROWS * NUMBER)),
  ]
  return [set(toS, minus(get(s), get(x))), repeatWhileDifferent(fourRows, get(x), get(xEnd))]
}

function addRowsOf(count: number): WasmFunction {
  const [x, row, apart, toS, toG, gradOut, sums, end, wRec, sum] = indices(10)
  const rows = indices(count).map((i) => ({ x: 10 + i, g: 10 + count + i, ahead: i * ROUND }))
  const added = (at: Code, factor: (row: (typeof rows)[number]) => Code): Code => {
    const terms = rows.map((row) => f64.multiply(get(row.g), factor(row)))
    return f64.store(at, 0, terms.reduce(f64.add, f64.load(at, 0)))
  }
  const back = [
    rows.map(({ x }) => set(x, moved(get(x), -NUMBER))),
    set(sum, moved(get(sum), -NUMBER)),
    added(get(sum), ({ x }) => f64.load(get(x), 0)),
    added(plus(get(sum), get(row)), ({ x, ahead }) => f64.load(plus(get(x), get(toS)), ahead)),
    rows.map(({ x, g, ahead }) => [
      f64.store(plus(get(x), get(toG)), ahead + NUMBER, get(g)),
      set(g, f64.multiply(get(g), get(wRec))),
    ]),
  ]
  const rowAfterRow = [
    rows.map((each, i) => [
      set(each.x, i === 0 ? plus(get(x), get(row)) : plus(get(rows[i - 1].x), get(apart))),
      set(each.g, f64.load(get(gradOut), each.ahead)),
    ]),
    set(sum, plus(get(sums), get(row))),
    repeatWhileDifferent(back, get(sum), get(sums)),
    rows.map(({ x, g, ahead }) => f64.store(plus(get(x), get(toG)), ahead, get(g))),
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
    body: repeatWhileDifferent(rowAfterRow, get(sums), get(end)),
  }
}
