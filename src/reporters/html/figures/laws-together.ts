import * as Plot from '@observablehq/plot'
import { type FailingLaw, inCommon } from '../failing-together.ts'
import type { Figure } from '../figure.ts'
import { draw } from './draw.ts'

/** More would not be legible on a phone. */
const mostLaws = 10

interface Cell {
  readonly row: string
  readonly column: number
  readonly count: number
}

const rowHeight = 24

/** Which laws are failed by the same submissions. */
export function lawsTogether(all: readonly FailingLaw[]): Figure | undefined {
  if (all.length < 2) return undefined
  const laws = all.slice(0, mostLaws)
  const name = (index: number) => `${laws[index].label}  ${index + 1}`
  const cells = laws.flatMap((law, row): Cell[] =>
    laws.slice(0, row + 1).map((other, column) => ({
      row: name(row),
      column: column + 1,
      count: inCommon(law, other),
    })),
  )
  const most = Math.max(...cells.map(({ count }) => count))
  const pair = cells
    .filter(({ row, column }) => row !== name(column - 1))
    .toSorted((a, b) => b.count - a.count)[0]
  const shown =
    all.length > mostLaws ? ` The ${mostLaws} that fail most often of ${all.length}.` : ''
  const text = `Each cell counts the submissions that fail both laws, on the diagonal those that fail the law itself. Most often together: ${pair.row.trimEnd().replace(/\s+\d+$/, '')} and ${laws[pair.column - 1].label}, in ${pair.count} submissions.${shown}`
  const plot = draw(`Laws that fail together. ${text}`, {
    width: 560,
    height: 30 + rowHeight * laws.length,
    marginLeft: 290,
    marginRight: 6,
    marginTop: 24,
    marginBottom: 6,
    x: {
      type: 'band',
      domain: laws.map((_, index) => index + 1),
      axis: 'top',
      label: null,
      tickSize: 0,
    },
    y: { type: 'band', domain: laws.map((_, index) => name(index)), label: null, tickSize: 0 },
    marks: [
      Plot.cell(cells, {
        x: 'column',
        y: 'row',
        inset: 1,
        rx: 3,
        fill: 'var(--received)',
        fillOpacity: ({ count }: Cell) => (most === 0 ? 0 : 0.06 + (0.5 * count) / most),
      }),
      Plot.text(cells, {
        x: 'column',
        y: 'row',
        text: ({ count }: Cell) => (count === 0 ? '·' : String(count)),
        fill: 'var(--ink)',
      }),
    ],
  })
  return { title: 'Laws that fail together', plot, key: [], caption: text }
}
