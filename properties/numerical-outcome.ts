import type { Derivative } from '../src/finite-difference/index.ts'
import { compareGradient } from '../src/gradient-check/index.ts'
import type { Evidence, Outcome } from './property.ts'
import { agreement, allowance } from './rounding.ts'
import { type Comparison, contradiction } from './verdict.ts'

/** The smallest relative error that a passing check would have found: float32 has no more to give. */
const resolution = { double: 1e-6, single: 1e-3 }

/**
 * What a comparison with numerical derivatives means for a law. The formula is a second witness: it says to which
 * precision the gradient was computed, and where it agrees with what came, a numerical derivative that does not is no
 * evidence of a mistake.
 */
export function numericalOutcome(
  { entry, received, expected }: Comparison,
  numerical: Derivative,
  evidence: () => Evidence,
): Outcome {
  const agreed = agreement(received, expected)
  const precision = 'precision' in agreed ? agreed.precision : 'double'
  const verdict = compareGradient(received, numerical, {
    analyticError: expected.magnitude.map((terms) => allowance(terms, expected, precision)),
    resolution: resolution[precision],
  })
  if (verdict.status === 'inconclusive') return { status: 'inconclusive', reason: verdict.reason }
  if (verdict.status === 'passed') return { status: 'passed', precision }
  if ('precision' in agreed)
    return { status: 'inconclusive', reason: 'the numerical derivative contradicts the formula' }
  const [worst] = verdict.coordinates
  const message = contradiction(entry(worst.index), worst)
  return { status: 'failed', message, evidence: evidence() }
}
