import type { Outcome } from './property.ts'

/** What decides among several outcomes of one law: a failure, then doubt, then single precision. */
export const worst = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.find(({ status }) => status === 'failed') ??
  outcomes.find(({ status }) => status === 'inconclusive') ??
  outcomes.find((each) => each.status === 'passed' && each.precision === 'single') ??
  outcomes[0]
