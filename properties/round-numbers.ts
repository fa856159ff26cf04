import type * as fc from 'fast-check'

/** How hard a number is to work with by hand: 0, 1, then small integers, halves, tenths, hundredths. */
export function roughness(value: number): number {
  if (value === 0) return 0
  if (value === 1) return 1
  const grain = [1, 2, 10, 100].findIndex((parts) => Number.isInteger(value * parts))
  return (grain < 0 ? 5 : grain + 1) * 1000 + Math.abs(value) * 2 + (value < 0 ? 1 : 0)
}

/** A weight of 0 switches off what the problem is about, so 1 is the simplest weight. */
export const weightRoughness = (value: number): number => (value === 0 ? 2 : roughness(value))

/** Numbers near a number that are simpler, the simplest first. */
export function rounder(value: number, roughnessOf = roughness): number[] {
  const [half, tenth] = [Math.round(value * 2) / 2, Math.round(value * 10) / 10]
  const candidates = new Set([1, 0, 2, -1, Math.round(value), half, tenth])
  return [...candidates]
    .filter((candidate) => roughnessOf(candidate) < roughnessOf(value))
    .toSorted((a, b) => roughnessOf(a) - roughnessOf(b))
}

/** A multiple of 1 / parts. */
export const between = (random: fc.Random, low: number, high: number, parts: number): number =>
  random.nextInt(Math.ceil(low * parts), Math.floor(high * parts)) / parts

/** Weights in [-2, 2] in hundredths, with 0, 1 and -1, where networks behave in a way of their own, now and then. */
export function weight(random: fc.Random): number {
  const special = random.nextInt(0, 19)
  if (special < 3) return [0, 1, -1][special]
  return between(random, -2, 2, 100)
}

/** Short sequences and small batches are as likely as long and large ones: most mistakes show on either. */
export const size = (random: fc.Random, smallest: number, largest: number): number =>
  random.nextInt(smallest, random.nextInt(smallest, largest))
