/** The length of an axis in terms of a symbol: `times` of it and `plus` more; a fixed length has no symbol. */
export interface Dimension {
  /** As it was written: 'T+1', '4H', '2'. */
  readonly text: string
  readonly symbol?: string
  readonly times: number
  readonly plus: number
}

/** Lengths by symbol. */
export type Sizes = Readonly<Record<string, number>>

const pattern = /^(?:(\d+)\s*\*?\s*)?([A-Za-z_]\w*)\s*(?:([+-])\s*(\d+))?$/

/** Reads 'n', 'T+1', '4H', '4*H', 2. Throws RangeError. */
export function dimension(written: string | number): Dimension {
  const text = String(written)
  if (/^[1-9]\d*$/.test(text)) return { text, times: 0, plus: Number(text) }
  const found = pattern.exec(text)
  if (found === null)
    throw new RangeError(`expected a dimension such as 'n', 'T+1', '4H' or 2, got '${text}'`)
  const [, times, symbol, sign, plus] = found
  return { text, symbol, times: Number(times ?? 1), plus: Number(`${sign ?? ''}${plus ?? 0}`) }
}

export const lengthOf = ({ symbol, times, plus }: Dimension, sizes: Sizes): number =>
  plus + (symbol === undefined ? 0 : times * sizes[symbol])

/** What the symbol of a dimension is where an axis has this length. */
export const solved = ({ times, plus }: Dimension, length: number): number =>
  (length - plus) / times

/** The places along an axis that remain where the symbol keeps some of its places: those of every multiple, and the rest. */
export function placesKept(
  { times, plus }: Dimension,
  size: number,
  kept: readonly number[],
): number[] {
  const blocks = Array.from({ length: times }, (_, block) =>
    kept.map((index) => block * size + index),
  ).flat()
  const more = Array.from({ length: Math.max(plus, 0) }, (_, index) => times * size + index)
  return [...blocks, ...more].slice(0, times * kept.length + plus)
}
