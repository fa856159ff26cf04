import { describeDifference, expectUlps } from './compare-numbers.ts'
import type { MatcherContext, MatcherResult } from './context.ts'
import type { Numeric } from './numbers.ts'

/**
 * Whether the received numbers, in any structure, are each within as many doubles of the expected ones. Throws RangeError
 * where ulps is missing or no number from 0, TypeError where either holds anything other than numbers.
 */
export function toBeWithinUlps(
  this: MatcherContext,
  received: unknown,
  expected: Numeric,
  ulps: number,
): MatcherResult {
  expectUlps(ulps)
  const difference = describeDifference(received, expected, { ulps })
  return {
    pass: difference === undefined,
    message: () =>
      difference === undefined
        ? `expected a number further than ${ulps} ulps away, but all are within`
        : `expected every number within ${ulps} ulps: ${difference}`,
  }
}
