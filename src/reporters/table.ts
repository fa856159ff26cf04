import type { TableReport } from '../report.ts'

type Cell = TableReport['rows'][number][number]

const digits = 6

function text(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'number' ? String(Number(cell.toPrecision(digits))) : cell
}

const width = (lines: readonly (readonly string[])[], column: number): number =>
  Math.max(...lines.map((cells) => cells[column].length))

/** Columns aligned to the right; the cell where expected and received part first is marked with an arrow. */
export function table({ columns, rows, difference }: TableReport): string[] {
  const marked = (cells: readonly Cell[], row: number) =>
    cells.map((cell, column) =>
      difference?.row === row && difference.column === column ? `→ ${text(cell)}` : text(cell),
    )
  const lines = [columns, ...rows.map(marked)]
  const widths = columns.map((_, column) => width(lines, column))
  return lines.map((cells) =>
    cells
      .map((cell, column) => cell.padStart(widths[column]))
      .join('  ')
      .trimEnd(),
  )
}
