import { expect, test } from 'vitest'
import { contrived } from '../../bench/contrived.ts'
import { countVerdicts } from '../../bench/count-verdicts.ts'

const slow = 600_000

/**
 * Waves, tables and steps only just above the rounding errors show in a window of distances between too far and too near:
 * where that is narrower than the distances that are tried, they are taken for noise. The bench finds 6 in 11,000.
 */
const most: Readonly<Record<string, number>> = {
  'a bump': 3,
  "Weierstrass' waves": 3,
  'a table with lines': 3,
  'a table with cubics': 3,
  stairs: 3,
}

test.each(Object.entries(contrived))(
  'a right gradient is not called wrong where f is made to mislead by %s, but for a few',
  (name, family) => {
    const { failed, passed } = countVerdicts(family, 1000, `${name} alarms`)
    expect(failed).toBeLessThanOrEqual(most[name] ?? 0)
    expect(passed).toBeGreaterThan(0)
  },
  slow,
)
