/** One machine's part of a class. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number
  readonly count: number
}

export const shardName = ({ index, count }: Shard): string => `${index}/${count}`

/** Every `count`th of the sorted names, so that parts differ by one in size at most. */
export const partOf = <Name>(names: readonly Name[], { index, count }: Shard): Name[] =>
  names.filter((_, position) => position % count === index - 1)
