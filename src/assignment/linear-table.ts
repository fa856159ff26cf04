import type { Evidence, Quantities } from '../../properties/property.ts'
import { entriesOf } from '../../properties/quantity.ts'
import type { Matrix } from '../numpy/index.ts'
import { differs, sampleCaption, type StepTable } from './step-table.ts'

type Cell = number | string | null

const at = (matrix: Matrix, row: number, column: number): number =>
  matrix.data[row * matrix.columns + column]

const steps = (count: number): number[] => Array.from({ length: count + 1 }, (_, k) => k)

function firstDifference(rows: readonly (readonly Cell[])[], expected: number, received: number) {
  const row = rows.findIndex((cells) => {
    const [right, came] = [cells[expected], cells[received]]
    return typeof right === 'number' && typeof came === 'number' && differs(right, came)
  })
  return row < 0 ? undefined : { row, column: received }
}

/** The sample in which two matrices part first. */
function departure(expected: Matrix, received: Matrix): number {
  const index = expected.data.findIndex((value, i) => differs(value, received.data[i]))
  return index < 0 ? 0 : Math.floor(index / expected.columns)
}

function forwardTable({ input, expected, received }: Evidence): StepTable {
  const [X, right, came] = [input.X, expected.S, received.S] as Matrix[]
  const sample = departure(right, came)
  const rows = steps(X.columns).map((k) => [
    k,
    k === 0 ? null : at(X, sample, k - 1),
    at(right, sample, k),
    at(came, sample, k),
  ])
  return {
    caption: sampleCaption(sample, X.rows),
    columns: ['k', 'x_k', 'S_k', 'S_k received'],
    rows,
    difference: firstDifference(rows, 2, 3),
  }
}

/** Vectors beside each other, a row a sample. */
function sampleTable({ input, expected, received }: Evidence): StepTable {
  const given = Object.entries(input).filter(([, value]) => value instanceof Float64Array)
  const [[name, right]] = Object.entries(expected)
  const vectors = [...given.map(([, value]) => value), right, received[name]].map(entriesOf)
  const length = Math.max(...vectors.map((vector) => vector.length))
  const rows = Array.from({ length }, (_, row) => [
    row,
    ...vectors.map((vector) => (row < vector.length ? vector[row] : null)),
  ])
  return {
    caption: 'one row a sample',
    columns: ['i', ...given.map(([key]) => key), name, `${name} received`],
    rows,
    difference: firstDifference(rows, vectors.length - 1, vectors.length),
  }
}

const totals = ({ wx_grad, wRec_grad }: Quantities): number[] => [
  wx_grad as number,
  wRec_grad as number,
]

/** What each step contributes to the two gradients: the batch's means of dL/dS_k x_k and of dL/dS_k S_{k-1}. */
function backwardTable({ input, expected, received }: Evidence): StepTable {
  const [X, S] = [input.X, input.S] as Matrix[]
  const [right, came] = [expected.grad_over_time, received.grad_over_time] as Matrix[]
  const sample = departure(right, came)
  const contribution = (k: number, to: Matrix) => {
    const terms = Array.from({ length: X.rows }, (_, i) => at(right, i, k) * at(to, i, k - 1))
    return terms.reduce((sum, term) => sum + term, 0) / X.rows
  }
  const rows: Cell[][] = steps(X.columns).map((k) => [
    k,
    k === 0 ? null : at(X, sample, k - 1),
    at(S, sample, k),
    at(right, sample, k),
    at(came, sample, k),
    k === 0 ? null : contribution(k, X),
    k === 0 ? null : contribution(k, S),
  ])
  const overTime = firstDifference(rows, 3, 4)
  rows.push(['expected', null, null, null, null, ...totals(expected)])
  rows.push(['received', null, null, null, null, ...totals(received)])
  const wrongWeight = totals(expected).findIndex((value, index) =>
    differs(value, totals(received)[index]),
  )
  const inTotals = wrongWeight < 0 ? undefined : { row: rows.length - 1, column: 5 + wrongWeight }
  return {
    caption: sampleCaption(sample, X.rows) + (X.rows > 1 ? ', contributions of the batch' : ''),
    columns: ['k', 'x_k', 'S_k', 'dL/dS_k', 'dL/dS_k received', 'to wx_grad', 'to wRec_grad'],
    rows,
    difference: overTime ?? inTotals,
  }
}

const tables: Record<string, (evidence: Evidence) => StepTable> = {
  update_state: sampleTable,
  forward_states: forwardTable,
  loss: sampleTable,
  output_gradient: sampleTable,
  backward_gradient: backwardTable,
}

/** No table for evidence that has nothing to be held beside what came (an argument written into, another shape). */
export const linearTable = (functionName: string, evidence: Evidence): StepTable | undefined =>
  Object.keys(evidence.expected).length === 0 ? undefined : tables[functionName](evidence)
