import { powerBelow } from './power-below.ts'

/** Share of a length that is in use: about three quarters, and near no number of few bits. */
export const IN_USE = 0.754877666

/**
 * A length of about three quarters, with as many bits as leave x + node length exact: on steps of few bits, every point
 * shares the low bits of x, and what f loses of them looks the same everywhere and is taken for part of x. None leads
 * beyond the largest number.
 */
export const fillBits = (length: number, x: number, spacing: number): number => {
  const held = Math.min(length, Number.MAX_VALUE - Math.abs(x))
  const grain = 2 ** 12 * powerBelow(spacing * (Math.abs(x) + held))
  return Math.max(Math.round(IN_USE * (held / grain)), 1) * grain
}
