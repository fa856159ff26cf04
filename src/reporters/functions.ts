import type { PropertyReport } from '../report.ts'
import { sumOfPoints } from '../sum-of-points.ts'

export interface FunctionLaws {
  readonly name: string
  readonly laws: readonly PropertyReport[]
  readonly score: number
  readonly maxScore: number
  /** How many of the laws hold. */
  readonly held: number
}

/** The laws by the function that pays for them, in the order of the assignment. */
export function byFunction(properties: readonly PropertyReport[]): FunctionLaws[] {
  const names = [...new Set(properties.map((law) => law.function))]
  return names.map((name) => {
    const laws = properties.filter((law) => law.function === name)
    return {
      name,
      laws,
      score: sumOfPoints(laws.map(({ score }) => score)),
      maxScore: sumOfPoints(laws.map(({ maxScore }) => maxScore)),
      held: laws.filter(({ status }) => status === 'passed').length,
    }
  })
}
