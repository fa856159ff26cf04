import { printable } from '../printable.ts'

/** Every string of a report, with every character in it shown: each may carry a stranger's text. */
export const harmless = <Value>(value: Value): Value => {
  if (typeof value === 'string') return printable(value) as Value
  if (Array.isArray(value)) return value.map(harmless) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [printable(key), harmless(entry)]),
  ) as Value
}
