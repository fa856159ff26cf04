import { describe, expect, test } from 'vitest'
import { countVerdicts } from '../../bench/count-verdicts.ts'
import { families } from '../../bench/problems.ts'

/** Checks of each of six families: together with the rough functions 100,000. */
const checks = 16_000
const slow = 600_000

/** Checked in a file of its own: files run side by side, and this family takes as long as two others. */
const alone = 'tanh network'

/** The families of one file: every other one of those that do not stand alone, or the one that does. */
export const group = (number: 0 | 1 | 2): string[] => {
  const others = Object.keys(families).filter((name) => name !== alone)
  return number === 2 ? [alone] : others.filter((_, k) => k % 2 === number)
}

export const expectNoAlarms = (names: readonly string[]): void => {
  describe('a right gradient of a smooth function is never called wrong', () => {
    test.each(names)(
      '%s',
      (name) => {
        const family = families[name]
        const { failed, inconclusive } = countVerdicts(family, checks, `${name} alarms`)
        expect(failed).toBe(0)
        expect(inconclusive / checks).toBeLessThan(0.01)
      },
      slow,
    )
  })
}
