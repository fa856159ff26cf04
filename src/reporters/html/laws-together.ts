import type { Report } from '../../report.ts'
import { type Content, markup } from './markup.ts'

/** A law, and which of the submissions fail it. */
interface FailingLaw {
  readonly name: string
  readonly function: string
  readonly by: ReadonlySet<number>
}

/** More would not be taken in. */
const mostLaws = 10

/** Laws that some submission fails, the most failed first; those that could not be read fail none. */
function failingLaws(reports: readonly Report[]): FailingLaw[] {
  const failing = new Map<string, FailingLaw & { by: Set<number> }>()
  for (const [index, { properties, status }] of reports.entries()) {
    if (status === 'error') continue
    for (const law of properties.filter((each) => each.status !== 'passed')) {
      const key = JSON.stringify([law.function, law.name])
      const known = failing.get(key) ?? { name: law.name, function: law.function, by: new Set() }
      failing.set(key, known)
      known.by.add(index)
    }
  }
  return Array.from(failing.values()).toSorted((a, b) => b.by.size - a.by.size)
}

const inCommon = (a: FailingLaw, b: FailingLaw): number =>
  [...a.by].filter((index) => b.by.has(index)).length

/** In five shades; the number stands in the cell. */
const shade = (count: number, most: number): number => Math.ceil((4 * count) / most)

const lawRow = (law: FailingLaw, row: number, laws: readonly FailingLaw[]): Content => {
  const cells = laws.map((other, column) => {
    if (column > row) return markup`<td></td>`
    const count = inCommon(law, other)
    return markup`<td class="shade-${shade(count, laws[0].by.size)}">${count}</td>`
  })
  return markup`<tr><th scope="row"><span class="rank">${row + 1}</span> <code>${law.name}</code> <span class="quiet">${law.function}</span></th>${cells}</tr>`
}

/** Which laws are failed by the same submissions: a cell for each pair of laws. */
export function lawsTogether(reports: readonly Report[]): Content {
  const all = failingLaws(reports)
  if (all.length < 2) return undefined
  const laws = all.slice(0, mostLaws)
  const rest =
    all.length > mostLaws ? ` The ${mostLaws} that fail most often, of ${all.length}.` : ''
  return markup`<div class="card wide"><h3 id="together">Laws that fail together</h3>
<p class="quiet">How many submissions fail both the law of the row and that of the column; at the end of each row, how many fail the law itself.${rest}</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="together"><table class="together" aria-labelledby="together">
<thead><tr><th scope="col">law</th>${laws.map(({ name }, index) => markup`<th scope="col">${index + 1}<span class="hidden-visually"> ${name}</span></th>`)}</tr></thead>
<tbody>${laws.map(lawRow)}</tbody>
</table></div></div>`
}
