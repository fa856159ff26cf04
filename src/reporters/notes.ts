import type { MistakeReport, Report } from '../report.ts'

/** Right to the rounding of float32 is right: worth knowing, and no fault. */
const isPrecision = ({ id }: MistakeReport): boolean => id === 'single-precision'

/** The mistakes that cost something. */
export const faultsOf = ({ mistakes }: Pick<Report, 'mistakes'>): readonly MistakeReport[] =>
  mistakes.filter((mistake) => !isPrecision(mistake))

/** What is worth knowing besides the laws: float32 in one line for all functions that keep to it. */
export function notesOf({ mistakes, notes }: Pick<Report, 'mistakes' | 'notes'>): string[] {
  const rounded = mistakes.filter(isPrecision)
  if (rounded.length === 0) return [...notes]
  const names = rounded.map((mistake) => mistake.function).join(', ')
  return [`single-precision: right to the rounding of float32 only: ${names}`, ...notes]
}
