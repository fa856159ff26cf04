import { type Leaf, leafAt, pathAt } from '../parameters/leaf.ts'

/** Entries from one index up to another. */
export interface Range {
  readonly from: number
  /** One past the last. */
  readonly to: number
}

/** A run of wrong entries. */
export interface WrongBlock {
  /** `layers[2].bias, all 64`, or its first and last entry. */
  readonly path: string
  readonly from: number
  /** One past the last. */
  readonly to: number
  /** Analytic over numerical where all entries are off by one factor, NaN where they are not. */
  readonly ratio: number
}

export const blockPath = (leaves: readonly Leaf[], { from, to }: Range): string => {
  const leaf = leafAt(leaves, from)
  if (leaf.offset === from && to === from + leaf.length) return `${leaf.path}, all ${leaf.length}`
  return `${pathAt(leaves, from)} to ${pathAt(leaves, to - 1)}`
}

/** Neighbours that are off by one factor, to the four digits that tell factors apart, are one block. */
export const mergeBlocks = (
  blocks: readonly WrongBlock[],
  leaves: readonly Leaf[],
): WrongBlock[] => {
  const merged: WrongBlock[] = []
  for (const block of blocks.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    const isNear =
      last !== undefined && Math.abs(last.ratio - block.ratio) <= 1e-4 * Math.abs(block.ratio)
    if (last !== undefined && last.to === block.from && isNear) {
      const joined = { from: last.from, to: block.to }
      merged[merged.length - 1] = { ...last, ...joined, path: blockPath(leaves, joined) }
    } else merged.push(block)
  }
  return merged
}
