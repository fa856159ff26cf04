/** A batch of sequences: entry (sample, step, feature) is `data[(sample * steps + step) * features + feature]`. */
export interface Sequence {
  readonly shape: readonly [samples: number, steps: number, features: number]
  readonly data: Float64Array
}

/** Throws RangeError unless the sequence holds as many entries as its shape says. */
export function expectSequence(where: string, what: string, sequence: Sequence): void {
  const [samples, steps, features] = sequence.shape
  if (sequence.data.length === samples * steps * features) return
  throw new RangeError(
    `${where}: expected ${what}.data of length ${samples * steps * features} for ` +
      `${sequence.shape.join(' x ')}, received length ${sequence.data.length}`,
  )
}
