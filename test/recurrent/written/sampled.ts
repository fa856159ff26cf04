import seedrandom from 'seedrandom'
import type { RecurrentName } from '../../../src/mistakes/recurrent/network-functions.ts'
import { type Made, mistakesOf, pairsOf } from './settings.ts'

/** `count` of them, no one twice, the same ones for the same seed. */
function sampled<Each>(all: readonly Each[], count: number, seed: string): Each[] {
  const random = seedrandom(seed)
  const left = [...all]
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1).at(0),
  ).filter((each) => each !== undefined)
}

/** Every two mistakes in two functions, each in its usual way. */
function apartIn(network: RecurrentName): Made[][] {
  const usual = [...mistakesOf(network)].filter(({ way }) => way === 0)
  return usual.flatMap((first, i) =>
    usual
      .slice(i + 1)
      .filter(({ name }) => name !== first.name)
      .map((second) => [first, second]),
  )
}

/** Submissions with two mistakes: in one function, and in two. */
export const sampledPairs = (
  network: RecurrentName,
  { together, apart }: { together: number; apart: number },
  seed: string,
): Made[][] => [
  ...sampled([...pairsOf(network)], together, seed).map((each) => [each]),
  ...sampled(apartIn(network), apart, seed),
]
