import type { JsonNumber } from '../../../report.ts'

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

const tenTo = (exponent: number): string => {
  const digits = Array.from(String(Math.abs(exponent)), (digit) => superscripts[Number(digit)])
  return `10${exponent < 0 ? '⁻' : ''}${digits.join('')}`
}

/** A power of ten as it is written: 10⁻¹². */
export const powerOfTen = (value: number): string => tenTo(Math.round(Math.log10(value)))

/** What a logarithmic axis has room for: above 0, and with decades to spare on either side. */
export const isDrawable = (value: JsonNumber): value is number =>
  typeof value === 'number' && value > 1e-200 && value < 1e200

/** The powers of ten around some positive values, at most `most` of them evenly spread. */
export function decades(values: readonly number[], most: number): number[] {
  const exponents = values.map((value) => Math.log10(value))
  const [low, high] = [Math.floor(Math.min(...exponents)), Math.ceil(Math.max(...exponents))]
  const step = Math.max(1, Math.ceil((high - low) / (most - 1)))
  const last = Math.floor(high / step) * step
  return Array.from({ length: Math.floor((last - low) / step) + 1 }, (_, i) => last - i * step)
    .map((exponent) => 10 ** exponent)
    .toReversed()
}

/** Three digits, and a power of ten where the number is very small or large. */
export function shortNumber(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(3)))
  const [factor, exponent] = value.toExponential(1).split('e').map(Number)
  return `${factor}\u00a0×\u00a0${tenTo(exponent)}`
}
