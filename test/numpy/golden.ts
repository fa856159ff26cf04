import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** An array as the golden file keeps it: by value, or by the SHA-256 of its little-endian float64 bytes. */
export interface GoldenArray {
  shape: number[]
  values?: number[]
  sha256?: string
}

export interface GoldenCase {
  seed: number
  nSamples: number
  lenSequence: number
  wx: number
  wRec: number
  X: GoldenArray
  t: GoldenArray
  S: GoldenArray
  loss: number
  gradOut: GoldenArray
  wxGrad: number
  wRecGrad: number
  gradOverTime: GoldenArray
}

/** fixtures/golden/numpy.json, made by numpy.py beside it. */
export const golden: {
  cases: GoldenCase[]
  rand: { streams: Record<string, number[]> }
  sums: { n: number; values: number[]; sum: number; mean: number | null }[]
  around: [value: number, rounded: number][]
} = JSON.parse(readFileSync(new URL('../../fixtures/golden/numpy.json', import.meta.url), 'utf8'))

/** The SHA-256 of the array's little-endian float64 bytes: equal for equal bits alone. */
export function sha256(values: ArrayLike<number>): string {
  const bytes = new DataView(new ArrayBuffer(8 * values.length))
  for (let i = 0; i < values.length; i++) bytes.setFloat64(8 * i, values[i], true)
  return createHash('sha256').update(bytes).digest('hex')
}

/** The golden array's digest, computed from its values where it is kept by value. */
export function goldenSha256(array: GoldenArray): string {
  return array.sha256 ?? sha256(array.values ?? [])
}
