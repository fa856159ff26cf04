import { describe, expect, test } from 'vitest'
import { measureSensitivity, relativeErrors } from '../bench/sensitivity.ts'
import { families } from '../bench/problems.ts'
import { differentiate } from '../src/finite-difference.ts'
import { checkGradient, compareGradient } from '../src/gradient-check.ts'

const f = (x: Float64Array) => x[0] ** 2 * x[1] + Math.sin(x[1])
const gradient = (x: Float64Array) => [2 * x[0] * x[1], x[0] ** 2 + Math.cos(x[1])]
const at = [1.5, -0.5]

const tiny = (x: Float64Array) => 1e-40 * x[0]

describe('checkGradient', () => {
  test('passes a right gradient', () => {
    const verdict = checkGradient(f, gradient, at)
    expect(verdict.status).toBe('passed')
    expect(verdict.coordinates.map(({ status }) => status)).toEqual(['passed', 'passed'])
  })

  test.each([1e-3, 1e-6, 1e-9, 1e-12])('fails a relative error of %d', (error) => {
    const wrong = (x: Float64Array) => {
      const [first, second] = gradient(x)
      return [first, second * (1 + error)]
    }
    const verdict = checkGradient(f, wrong, at)
    expect(verdict.status).toBe('failed')
    expect(verdict.coordinates[0]).toMatchObject({ index: 1, status: 'failed' })
    expect(verdict.coordinates[1]).toMatchObject({ index: 0, status: 'passed' })
  })

  test('judges a vanishing gradient by its own size', () => {
    expect(checkGradient(tiny, () => [1e-40], [1]).status).toBe('passed')
    expect(checkGradient(tiny, () => [1.000001e-40], [1]).status).toBe('failed')
    expect(checkGradient(tiny, () => [0], [1]).status).toBe('failed')
  })

  test('does not pass a gradient that rounding hides', () => {
    const verdict = checkGradient(
      (x) => 1 + 1e-40 * x[0],
      () => [2e-40],
      [1],
    )
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      reason: 'coordinate 0: the rounding errors of f hide a derivative of this size',
    })
  })

  test.each([0, 0.5, 1, -1])('passes no gradient of abs at 0: not %d', (slope) => {
    const verdict = checkGradient(
      (x) => Math.abs(x[0]),
      () => [slope],
      [0],
    )
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      reason: 'coordinate 0: f has a kink here: its slopes to the left and to the right differ',
    })
  })

  test('passes a gradient of 0 where f is at rest or does not depend on x', () => {
    expect(
      checkGradient(
        (x) => (x[0] - 1) ** 2 + 1,
        () => [0],
        [1],
      ).status,
    ).toBe('passed')
    expect(
      checkGradient(
        (x) => x[1],
        () => [0, 1],
        [1, 1],
      ).status,
    ).toBe('passed')
    expect(
      checkGradient(
        () => 0,
        () => [0],
        [1],
      ).status,
    ).toBe('passed')
  })

  test('never passes NaN', () => {
    expect(
      checkGradient(
        () => NaN,
        () => [NaN],
        [1],
      ).status,
    ).toBe('inconclusive')
    expect(
      checkGradient(
        (x) => x[0],
        () => [NaN],
        [1],
      ).status,
    ).toBe('failed')
    expect(
      checkGradient(
        (x) => Math.log(x[0]),
        () => [Infinity],
        [0],
      ).status,
    ).toBe('inconclusive')
  })

  test('fails where one coordinate is wrong and another has none', () => {
    const verdict = checkGradient(
      (x) => Math.abs(x[0]) + x[1],
      () => [0, 2],
      [0, 1],
    )
    expect(verdict.status).toBe('failed')
    expect(verdict.coordinates.map(({ index }) => index)).toEqual([1, 0])
  })

  test('says what is wrong with its arguments', () => {
    expect(() => checkGradient(f, () => [1], at)).toThrow(
      'gradient: expected 2 entries, one for each coordinate of x, received 1',
    )
    // @ts-expect-error a string is what is wrong
    expect(() => checkGradient(f, () => [1, '2'], at)).toThrow(
      'gradient[1] is of type string: expected a number',
    )
  })
})

describe('compareGradient', () => {
  const derivative = differentiate((x) => x[0] ** 2, [3])

  test('explains a gap by the declared error of the analytic gradient', () => {
    expect(compareGradient([6 + 1e-9], derivative).status).toBe('failed')
    expect(compareGradient([6 + 1e-9], derivative, { analyticError: [2e-9] }).status).toBe('passed')
  })

  test('passes only what it could have failed', () => {
    expect(compareGradient([6], derivative, { analyticError: 1e-3 }).status).toBe('inconclusive')
    expect(compareGradient([6], derivative, { analyticError: 1e-3, resolution: 1e-2 }).status).toBe(
      'passed',
    )
    expect(compareGradient([6], derivative, { resolution: 1e-16 }).status).toBe('inconclusive')
  })
})

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
    expect(sensitivity.found[k] / sensitivity.wrong).toBeGreaterThanOrEqual(shares[k])
  })
})
