/** A run of entries that stand in one array, matrix or number. */
export interface Leaf {
  readonly path: string
  /** Index of its first entry in the flat vector. */
  readonly offset: number
  readonly length: number
  /** Columns of a matrix, 0 for what has one dimension, -1 for a number. */
  readonly columns: number
  /** Distance of neighbouring numbers that it holds, relative to them. */
  readonly epsilon: number
}

/** Where entry k of a leaf stands. */
export const pathInLeaf = (
  { path, columns }: Pick<Leaf, 'path' | 'columns'>,
  k: number,
): string => {
  if (columns < 0) return path
  return columns === 0 ? `${path}[${k}]` : `${path}[${Math.floor(k / columns)}][${k % columns}]`
}

/** The leaf in which the entry at a flat index stands. */
export const leafAt = (leaves: readonly Leaf[], index: number): Leaf => {
  let low = 0
  let high = leaves.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (leaves[middle].offset <= index) low = middle
    else high = middle - 1
  }
  return leaves[low]
}

/** Where an entry of the flat vector stands: `layers[2].W[0][3]`. */
export const pathAt = (leaves: readonly Leaf[], index: number): string => {
  const leaf = leafAt(leaves, index)
  return pathInLeaf(leaf, index - leaf.offset)
}
