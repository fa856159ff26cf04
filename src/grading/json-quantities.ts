import type { Quantities } from '../../properties/property.ts'
import { entriesOf, shapeOf, sizeOf } from '../../properties/quantity.ts'
import type { StepTable } from '../assignment/step-table.ts'
import type { JsonNumber, JsonQuantities, JsonQuantity, TableReport } from '../report.ts'

/** JSON has no NaN and no infinities: they are written as strings. */
export const jsonNumber = (value: number): JsonNumber =>
  Number.isFinite(value) ? value : (String(value) as JsonNumber)

function nested(shape: readonly number[], data: Float64Array): JsonQuantity {
  if (shape.length === 0) return jsonNumber(data[0])
  const [length, ...rest] = shape
  const size = sizeOf(rest)
  return Array.from({ length }, (_, index) =>
    nested(rest, data.subarray(index * size, (index + 1) * size)),
  )
}

export const jsonQuantities = (quantities: Quantities): JsonQuantities =>
  Object.fromEntries(
    Object.entries(quantities).map(([name, quantity]) => [
      name,
      nested(shapeOf(quantity), entriesOf(quantity)),
    ]),
  )

export const jsonTable = ({ rows, ...table }: StepTable): TableReport => ({
  ...table,
  rows: rows.map((cells) =>
    cells.map((cell) => (typeof cell === 'number' ? jsonNumber(cell) : cell)),
  ),
})
