import type { Quantities } from '../../properties/property.ts'
import type { Figures } from '../assignment/figures.ts'
import type { StepTable } from '../assignment/step-table.ts'
import type {
  FiguresReport,
  JsonNumber,
  JsonQuantities,
  JsonQuantity,
  TableReport,
} from '../report.ts'

/** JSON has no NaN and no infinities: they are written as strings. */
export const jsonNumber = (value: number): JsonNumber =>
  Number.isFinite(value) ? value : (String(value) as JsonNumber)

function jsonQuantity(quantity: Quantities[string]): JsonQuantity {
  if (typeof quantity === 'number') return jsonNumber(quantity)
  if (quantity instanceof Float64Array) return Array.from(quantity, jsonNumber)
  const { rows, columns, data } = quantity
  return Array.from({ length: rows }, (_, row) =>
    Array.from(data.subarray(row * columns, (row + 1) * columns), jsonNumber),
  )
}

export const jsonQuantities = (quantities: Quantities): JsonQuantities =>
  Object.fromEntries(
    Object.entries(quantities).map(([name, quantity]) => [name, jsonQuantity(quantity)]),
  )

export const jsonTable = ({ rows, ...table }: StepTable): TableReport => ({
  ...table,
  rows: rows.map((cells) =>
    cells.map((cell) => (typeof cell === 'number' ? jsonNumber(cell) : cell)),
  ),
})

function eachNumber(value: unknown): unknown {
  if (typeof value === 'number') return jsonNumber(value)
  if (Array.isArray(value)) return value.map(eachNumber)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, eachNumber(entry)]))
}

export const jsonFigures = (figures: Figures): FiguresReport => eachNumber(figures) as FiguresReport
