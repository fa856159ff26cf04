import { describe, expect, test } from 'vitest'
import { countVerdicts } from '../../bench/count-verdicts.ts'
import { roughFamilies } from '../../bench/problems.ts'

/** Three families, ten times as long a check as for smooth functions: together with these 100,000. */
const checks = 1334
const slow = 600_000

describe('a right gradient is never called wrong', () => {
  test.each(Object.entries(roughFamilies))(
    '%s',
    (name, family) => {
      const { failed, passed } = countVerdicts(family, checks, `${name} alarms`, 1e-3)
      expect(failed).toBe(0)
      expect(passed / checks).toBeGreaterThan(0.5)
    },
    slow,
  )
})
