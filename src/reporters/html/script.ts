/**
 * Sorts and filters the table of a class, and takes keyboard and screen reader along to the submission that was chosen.
 * The page is whole without it; it reads what the page says and writes no text of a submission anywhere.
 */
export const script = `
'use strict'
const table = document.querySelector('table.submissions')
if (table) {
  const body = table.tBodies[0]
  const rows = Array.from(body.rows)
  const controls = document.querySelector('.controls')
  const count = document.querySelector('.count')
  const [search, status, mistake] = ['search', 'status', 'mistake'].map((name) => controls.elements[name])

  const matches = (row) =>
    row.cells[0].textContent.toLowerCase().includes(search.value.trim().toLowerCase()) &&
    (status.value === '' || row.dataset.status === status.value) &&
    (mistake.value === '' || JSON.parse(row.dataset.mistakes).includes(mistake.value))

  function filter() {
    for (const row of rows) row.hidden = !matches(row)
    const shown = rows.filter((row) => !row.hidden).length
    count.textContent = shown + ' of ' + rows.length + (rows.length === 1 ? ' submission' : ' submissions')
  }

  const keyOf = (row, column) => row.cells[column].dataset.key ?? row.cells[column].textContent
  const collator = new Intl.Collator('en', { numeric: true })

  function sort(heading) {
    const ascending = heading.getAttribute('aria-sort') !== 'ascending'
    const column = heading.cellIndex
    const isNumber = heading.classList.contains('number')
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort')
    heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending')
    const compare = (a, b) => isNumber
      ? Number(keyOf(a, column)) - Number(keyOf(b, column))
      : collator.compare(keyOf(a, column), keyOf(b, column))
    rows.sort((a, b) => (ascending ? compare(a, b) : compare(b, a)))
    body.append(...rows)
  }

  controls.hidden = false
  controls.addEventListener('input', filter)
  controls.addEventListener('reset', () => setTimeout(filter))
  controls.addEventListener('submit', (event) => event.preventDefault())
  for (const heading of table.tHead.rows[0].cells)
    heading.querySelector('button').addEventListener('click', () => sort(heading))
  filter()

  const title = document.title
  function follow() {
    const chosen = document.querySelector('.submission:target')
    const heading = chosen ? chosen.querySelector('h1') : document.querySelector('.class h1')
    document.title = chosen ? heading.textContent + ' – ' + title : title
    heading.focus({ preventScroll: true })
    if (chosen || location.hash === '#class') scrollTo(0, 0)
  }
  addEventListener('hashchange', follow)
  if (document.querySelector('.submission:target')) follow()
}
`
