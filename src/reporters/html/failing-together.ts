import type { Report } from '../../report.ts'

/** A law of the assignment, and which of the submissions fail it. */
export interface FailingLaw {
  readonly label: string
  readonly by: ReadonlySet<number>
}

/** Laws of which some submission fails, the most failed first; those that could not be read fail none. */
export function failingLaws(reports: readonly Report[]): FailingLaw[] {
  const failing = new Map<string, Set<number>>()
  for (const [index, { properties, status }] of reports.entries()) {
    if (status === 'error') continue
    for (const law of properties.filter((each) => each.status !== 'passed')) {
      const label = `${law.function}: ${law.name}`
      failing.set(label, (failing.get(label) ?? new Set()).add(index))
    }
  }
  return Array.from(failing, ([label, by]) => ({ label, by })).toSorted(
    (a, b) => b.by.size - a.by.size,
  )
}

export const inCommon = (a: FailingLaw, b: FailingLaw): number =>
  [...a.by].filter((index) => b.by.has(index)).length
