import { describeDifference } from './compare-numbers.ts'
import type { MatcherContext, MatcherResult } from './context.ts'
import type { Numeric } from './numbers.ts'

/** Whether the received numbers, in any structure, are each within as many doubles of the expected ones. */
export function toBeWithinUlps(
  this: MatcherContext,
  received: unknown,
  expected: Numeric,
  ulps: number,
): MatcherResult {
  const difference = describeDifference(received, expected, { ulps })
  return {
    pass: difference === undefined,
    message: () =>
      difference === undefined
        ? `expected a number further than ${ulps} ulps away, but all are within`
        : `expected every number within ${ulps} ulps: ${difference}`,
  }
}
