import type { Evidence, Quantity } from '../../properties/property.ts'
import { entriesOf, indexPath, shapeOf } from '../../properties/quantity.ts'
import { differs, type StepTable } from './step-table.ts'

/** More rows are nothing to work through by hand. */
const mostRows = 24

const firstDifference = (expected: Quantity, received: Quantity): number =>
  entriesOf(expected).findIndex((entry, index) => differs(entry, entriesOf(received)[index]))

/** The part in which expected and received part first, entry by entry from the row in which they do. */
export function definedTable(
  _function: string,
  { expected, received }: Evidence,
): StepTable | undefined {
  for (const [name, right] of Object.entries(expected)) {
    const at = name in received ? firstDifference(right, received[name]) : -1
    if (at < 0) continue
    const [shape, came] = [shapeOf(right), entriesOf(received[name])]
    const start = at < mostRows ? 0 : at
    const rows = Array.from(entriesOf(right), (entry, index) => [
      name + indexPath(shape, index),
      entry,
      came[index],
    ]).slice(start, start + mostRows)
    const caption = shape.length === 0 ? name : `${name}, entry by entry`
    return {
      caption,
      columns: ['entry', 'expected', 'received'],
      rows,
      difference: { row: at - start, column: 2 },
    }
  }
  return undefined
}
