import seedrandom from 'seedrandom'
import { checkGradient } from '../src/gradient-check/index.ts'
import type { Family } from './problems.ts'

/** What `checkGradient` says of the right gradients of a family; the seed fixes the problems. */
export const countVerdicts = (
  family: Family,
  checks: number,
  seed: string,
  resolution?: number,
): Record<'passed' | 'failed' | 'inconclusive', number> => {
  const uniform = seedrandom(seed)
  const counts = { passed: 0, failed: 0, inconclusive: 0 }
  for (let check = 0; check < checks; check++) {
    const { x, f, gradient } = family(uniform)
    counts[checkGradient(f, gradient, x, { resolution }).status]++
  }
  return counts
}
