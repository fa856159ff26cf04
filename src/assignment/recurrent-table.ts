import type { Evidence, Quantities, Quantity } from '../../properties/property.ts'
import { entriesOf, shapeOf } from '../../properties/quantity.ts'
import { show } from '../../properties/verdict.ts'
import { activationNames } from '../rnn/activation.ts'
import { definedTable } from './defined-table.ts'
import { differs, sampleCaption, type StepTable } from './step-table.ts'

/** The row of one sample at step k of n x T x d. */
function rowAt(sequence: Quantity, sample: number, k: number): Float64Array {
  const [, steps, width] = shapeOf(sequence)
  const from = (sample * steps + k) * width
  return entriesOf(sequence).subarray(from, from + width)
}

/** One number as it is, several as a list. */
const cell = (row: Float64Array): number | string =>
  row.length === 1 ? row[0] : `[${Array.from(row, show).join(', ')}]`

const isSequence = (quantity: Quantity | undefined, steps: number): quantity is Quantity =>
  quantity !== undefined && shapeOf(quantity).length === 3 && shapeOf(quantity)[1] === steps

/** The sequence over the states' steps in which expected and received part first. */
function departure(
  { expected, received }: Evidence,
  steps: number,
): { readonly name: string; readonly sample: number; readonly k: number } | undefined {
  for (const [name, right] of Object.entries(expected)) {
    const came = received[name]
    if (!isSequence(right, steps) || !isSequence(came, steps)) continue
    const isOther = (entry: number, i: number): boolean => differs(entry, entriesOf(came)[i])
    const index = entriesOf(right).findIndex(isOther)
    if (index < 0) continue
    const sample = Math.floor(index / (entriesOf(right).length / shapeOf(right)[0]))
    const wrong = Array.from({ length: steps }, (_, k) => k).filter((k) =>
      rowAt(right, sample, k).some((entry, i) => differs(entry, rowAt(came, sample, k)[i])),
    )
    // A gradient goes from the last step to the first.
    return { name, sample, k: name.includes('grad') ? wrong[wrong.length - 1] : wrong[0] }
  }
  return undefined
}

const statesIn = (input: Quantities, steps: number): [string, Quantity][] =>
  Object.entries(input).filter(([, quantity]) => isSequence(quantity, steps))

function sequenceTable(evidence: Evidence, X: Quantity): StepTable | undefined {
  const [samples, T] = shapeOf(X)
  const found = departure(evidence, T + 1)
  if (found === undefined) return undefined
  const { name, sample } = found
  const states = statesIn(evidence.input, T + 1)
  const rows = Array.from({ length: T + 1 }, (_, k) => [
    k,
    k === 0 ? null : cell(rowAt(X, sample, k - 1)),
    ...states.map(([, each]) => cell(rowAt(each, sample, k))),
    cell(rowAt(evidence.expected[name], sample, k)),
    cell(rowAt(evidence.received[name], sample, k)),
  ])
  return {
    caption: sampleCaption(sample, samples),
    columns: [
      'k',
      'x_k',
      ...states.map(([each]) => `${each}[k]`),
      `${name}[k]`,
      `${name}[k] received`,
    ],
    rows,
    difference: { row: found.k, column: 3 + states.length },
  }
}

const activationOf = ({ activation }: Quantities): string =>
  typeof activation === 'number' ? `, activation ${activationNames[activation]}` : ''

/** Steps beside each other where states or their gradients part first, and entries of the first part that differs elsewhere. */
export function recurrentTable(name: string, evidence: Evidence): StepTable | undefined {
  const { X } = evidence.input
  const steps = X === undefined ? undefined : sequenceTable(evidence, X)
  const table = steps ?? definedTable(name, evidence)
  return table && { ...table, caption: table.caption + activationOf(evidence.input) }
}
