import { accumulators } from '../numpy/sum.ts'
import { ROWS, type AddRows, type LinearKernel } from './linear-kernel.ts'

const NUMBER = Float64Array.BYTES_PER_ELEMENT

/** The linear kernel in JavaScript: what the compiled one equals to the last bit, and what runs where that one does not. */
export function plainLinearKernel(): LinearKernel {
  let memory = new Float64Array(0)
  return {
    reserve(length) {
      if (memory.length < length) memory = new Float64Array(length)
      return memory
    },
    unroll: (...bytes) => unroll(memory, ...bytes),
    addRows: (...bytes) => addRows(memory, 1, ...bytes),
    addRowsByFour: (...bytes) => addRows(memory, ROWS, ...bytes),
  }
}

function unroll(
  memory: Float64Array,
  ...[x, xEnd, row, s, wx, wRec]: Parameters<LinearKernel['unroll']>
): void {
  const steps = row / NUMBER
  let at = s / NUMBER
  for (let first = x / NUMBER; first < xEnd / NUMBER; first += steps) {
    let state = (memory[at++] = 0)
    for (let k = first; k < first + steps; k++) {
      memory[at++] = state = memory[k] * wx + state * wRec
    }
  }
}

function addRows(memory: Float64Array, rows: number, ...bytes: Parameters<AddRows>): void {
  const wRec = bytes[8]
  const [first, steps, apart, toS, toG, gradOut, firstSums, end] = bytes.map(
    (each) => each / NUMBER,
  )
  for (let turn = 0; firstSums + turn * 2 * steps < end; turn++) {
    const sums = firstSums + turn * 2 * steps
    for (let i = 0; i < rows; i++) {
      const row = turn + i * accumulators
      const x = first + turn * steps + i * apart
      const s = x + toS + row
      const g0 = x + toG + row
      let g = memory[gradOut + row]
      for (let k = steps - 1; k >= 0; k--) {
        memory[sums + k] += g * memory[x + k]
        memory[sums + steps + k] += g * memory[s + k]
        memory[g0 + k + 1] = g
        g *= wRec
      }
      memory[g0] = g
    }
  }
}
