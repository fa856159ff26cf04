import type { Comparison } from './verdict.ts'

/** Some entries of the parts that one call returned: which part, and where in it. */
export function pickedEntries(
  parts: readonly Comparison[],
  places: readonly (readonly [part: number, index: number])[],
): Comparison {
  const picked = (key: 'value' | 'magnitude') =>
    Float64Array.from(places, ([part, index]) => parts[part].expected[key][index])
  return {
    entry: (at) => parts[places[at][0]].entry(places[at][1]),
    received: Float64Array.from(places, ([part, index]) => parts[part].received[index]),
    // How many roundings there are and how large they become follows from the arguments, the same for all parts.
    expected: { ...parts[0].expected, value: picked('value'), magnitude: picked('magnitude') },
  }
}
