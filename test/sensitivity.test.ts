import { describe, expect, test } from 'vitest'
import { families } from '../bench/problems.ts'
import { measureSensitivity, relativeErrors } from '../bench/sensitivity.ts'

// shares of wrong gradients that 2,000 checks of each family must find: the bar of 99.9 % and 98 %, and what the bench
// measures for the last (82 % in the worst family) less five standard deviations of its estimate from 2,000
const shares = [0.999, 0.999, 0.98, 0.77]

describe.each(Object.entries(families))('the gradient of %s', (name, family) => {
  const sensitivity = measureSensitivity(family, 2000, `${name} test`)

  test('raises no false alarm and is hardly ever inconclusive', () => {
    expect(sensitivity.falseAlarms).toBe(0)
    expect(sensitivity.inconclusive / sensitivity.checks).toBeLessThan(0.01)
  })

  test.each([...relativeErrors.entries()])('is found out, case %d, when off by %d', (k) => {
    expect(sensitivity.found[k] / sensitivity.wrong[k]).toBeGreaterThanOrEqual(shares[k])
  })
})
