import type { CounterexampleReport, TableReport } from '../../report.ts'
import { inputOf, isLarge, simplifications } from '../counterexample.ts'
import { type Content, markup } from './markup.ts'

type Cell = TableReport['rows'][number][number]

const digits = 6

function text(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'number' ? String(Number(cell.toPrecision(digits))) : cell
}

const cellMarkup = (cell: Cell, differs: boolean): Content =>
  differs
    ? markup`<td class="differs">→ ${text(cell)}<span class="hidden-visually"> (the first difference)</span></td>`
    : markup`<td>${text(cell)}</td>`

/** The counterexample's table; where expected and received part first is marked. */
export const valueTable = ({ caption, columns, rows, difference }: TableReport): Content => {
  const [first, ...others] = columns
  const row = (cells: readonly Cell[], index: number): Content =>
    markup`<tr><th scope="row">${text(cells[0] ?? null)}</th>${cells
      .slice(1)
      .map((cell, column) =>
        cellMarkup(cell, difference?.row === index && difference.column === column + 1),
      )}</tr>`
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}, table"><table class="numbers">
<caption class="hidden-visually">${caption}</caption>
<thead><tr><th scope="col">${first ?? ''}</th>${others.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(row)}</tbody>
</table></div>`
}

/** The smallest problem on which the law fails, to be worked through by hand. */
export function problem(example: CounterexampleReport): Content {
  if (isLarge(example))
    return markup`<div class="problem"><p>It fails on a large problem, which the json report has.</p></div>`
  const { table } = example
  return markup`<div class="problem">
<p>The smallest problem that shows it, after ${simplifications(example)}: <code>${inputOf(example)}</code></p>
${table && [markup`<p class="quiet">${table.caption}:</p>`, valueTable(table)]}
</div>`
}
