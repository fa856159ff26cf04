import type { TaylorRow, TaylorVerdict } from './taylor-test.ts'

/** Lines of the plot: two or three for each power of ten that a remainder falls through. */
const HEIGHT = 24
/** Columns between two steps. */
const PITCH = 2
/** Width of the labels at the left. */
const MARGIN = 8

/** What is drawn, the last on top: where two meet, the remainder hides the rounding. */
const curves: readonly (readonly [mark: string, of: (row: TaylorRow) => number])[] = [
  ['.', (row) => row.rounding],
  ['o', (row) => row.withoutGradient],
  ['x', (row) => row.withGradient],
]

const LEGEND = 'o without gradient, slope 1   x with gradient, slope 2   . rounding'

/** A remainder of 0 has no logarithm, and one that is not finite has no place. */
const isDrawn = (size: number) => size > 0 && size < Infinity

/**
 * The table of a Taylor test as a plot in characters, both axes logarithmic: steps shrink by half a column to the right,
 * remainders fall downwards, so that a right gradient's remainder falls twice as steeply as the one without it.
 */
export const plotTaylor = ({ rows }: Pick<TaylorVerdict, 'rows'>): string => {
  const points = curves.flatMap(([mark, of]) =>
    rows.flatMap((row, column) => {
      const size = of(row)
      return isDrawn(size) ? [{ mark, column, height: Math.log10(size) }] : []
    }),
  )
  const top = points.reduce((most, { height }) => Math.max(most, height), -Infinity)
  const bottom = points.reduce((least, { height }) => Math.min(least, height), Infinity)
  const perLine = (top - bottom) / (HEIGHT - 1) || 1
  const lines = Array.from({ length: HEIGHT }, () =>
    Array.from<string>({ length: PITCH * rows.length }).fill(' '),
  )
  for (const { mark, column, height } of points) {
    lines[Math.round((top - height) / perLine)][PITCH * column] = mark
  }
  const label = (k: number) => (k % 4 === 0 ? (10 ** (top - k * perLine)).toExponential(0) : '')
  const drawn = points.length === 0 ? [] : lines
  const labelled = drawn.map((line, k) =>
    `${label(k).padStart(MARGIN)} |${line.join('')}`.trimEnd(),
  )
  const first = `step ${rows[0]?.step.toExponential(1)}`
  const axis = `${' '.repeat(MARGIN)} +${'-'.repeat(PITCH * rows.length)}`
  const last = `${rows.at(-1)?.step.toExponential(1)}`
  const ends = `${' '.repeat(MARGIN + 2)}${first}${last.padStart(PITCH * rows.length - first.length)}`
  return [...labelled, axis, ends, LEGEND].join('\n')
}
