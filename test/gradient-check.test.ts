import { describe, expect, test } from 'vitest'
import { differentiate } from '../src/finite-difference/index.ts'
import { checkGradient, compareGradient } from '../src/gradient-check/index.ts'
import type { Coordinate, Sides } from '../src/gradient-check/verdict.ts'
import { scattered } from './last-measurement/shapes.ts'

const f = (x: Float64Array) => x[0] ** 2 * x[1] + Math.sin(x[1])
const gradient = (x: Float64Array) => [2 * x[0] * x[1], x[0] ** 2 + Math.cos(x[1])]
const at = [1.5, -0.5]

const absolute = (x: Float64Array) => Math.abs(x[0])

const relu = (x: Float64Array) => Math.max(0, x[0]) + Math.max(0, x[1]) ** 2

const partly = (x: Float64Array, into: Float64Array) => {
  into[0] = 2 * x[0]
}

const square = (x: Float64Array) => x[0] ** 2 + x[1] ** 2

const lazy = ([a, b]: Float64Array, into: Float64Array) => {
  into[0] = 2 * a
  if (Number.isNaN(into[1])) into[1] = 2 * b
}

const fully = (x: Float64Array, into: Float64Array) => into.set([2 * x[0], 2 * x[1]])

const single = (x: Float64Array) => Math.fround(Math.fround(Math.sin(Math.fround(x[0]))) + 1)

const sum = (x: Float64Array) => x.reduce((total, entry) => total + entry, 0)

const stepped = ([x]: Float64Array) => Math.fround(Math.fround(Math.exp(Math.fround(x))) - 1)

const uneven = ([a, b]: Float64Array) => a + 1e6 * b

const tiny = (x: Float64Array) => 1e-40 * x[0]

/** A wave in noise, whose slope shows to either side of x and not across it. */
const wavering = ([x]: Float64Array) =>
  (x + 1e-4 * Math.sin(1e4 * (x - 1))) * (1 + 1e-13 * scattered(x))

const cancelling = ([a]: Float64Array) => (1 + a - 1) / a

type Sided = Coordinate & { readonly sides: Sides }

const sidesOf = (slope: number) => {
  const [coordinate] = checkGradient(wavering, () => [slope], [1]).coordinates
  expect(coordinate.status).toBe('inconclusive')
  return (coordinate as Sided).sides
}

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

  test.each([0, 0.5, 2, NaN])(
    'passes no gradient of abs at 0 that is neither slope: not %d',
    (slope) => {
      const verdict = checkGradient(absolute, () => [slope], [0])
      expect(verdict).toMatchObject({
        status: 'inconclusive',
        reason: 'coordinate 0: f has a kink here: its slopes to the left and to the right differ',
      })
      const [coordinate] = verdict.coordinates
      expect(coordinate).toMatchObject({ sides: { left: { errorBound: expect.any(Number) } } })
    },
  )

  const oneSided: readonly [string, (x: number) => number, number, number, 'left' | 'right'][] = [
    ['abs at 0', Math.abs, 0, -1, 'left'],
    ['abs at 0', Math.abs, 0, 1, 'right'],
    ['relu at 0', (x) => Math.max(0, x), 0, 0, 'left'],
    ['relu at 0', (x) => Math.max(0, x), 0, 1, 'right'],
    ['a clipped square', (x) => Math.min(4, x * x), 2, 4, 'left'],
    ['exp up to 1', (x) => (x > 1 ? NaN : Math.exp(x)), 1, Math.E, 'left'],
    [
      'x sqrt(x) + x from 0 on, to the left of which it is NaN',
      (x) => (x < 0 ? NaN : x ** 3 + x),
      0,
      1,
      'right',
    ],
  ]

  test.each(oneSided)('passes the slope of a smooth side, %s', (_, f, at, slope, side) => {
    const verdict = checkGradient(
      (x) => f(x[0]),
      () => [slope],
      [at],
    )
    expect(verdict.coordinates[0]).toMatchObject({ status: 'passed', side })
  })

  test('takes neither a far slope nor a vague one for that of a side', () => {
    const wide = checkGradient(absolute, () => [0.5], [0], { resolution: 2 })
    expect(wide.status).toBe('inconclusive')
    const sharp = checkGradient(absolute, () => [1], [0], { resolution: 1e-300 })
    expect(sharp.status).toBe('inconclusive')
    const [coordinate] = checkGradient(absolute, () => [-1], [0]).coordinates
    expect(coordinate).toMatchObject({ index: 0, path: 'x[0]', analytic: -1, side: 'left' })
    expect(coordinate.numeric).toBeCloseTo(-1, 12)
  })

  test('charges a side with its bound and the roundings of the gradient', () => {
    const [{ sides }] = checkGradient(absolute, () => [0.5], [0]).coordinates as [Sided]
    const [right] = checkGradient(absolute, () => [1], [0]).coordinates
    expect(right.errorBound).toBe(sides.right.errorBound + 16 * Number.EPSILON * sides.right.value)
  })

  test('passes a side at exactly the resolution that it has', () => {
    const { resolution } = checkGradient(absolute, () => [1], [0])
    expect(checkGradient(absolute, () => [1], [0], { resolution }).status).toBe('passed')
    const sharper = 0.99 * resolution
    expect(checkGradient(absolute, () => [1], [0], { resolution: sharper }).status).toBe(
      'inconclusive',
    )
  })

  test('looks at a side from as near as its coordinate is small, or the largest where it is 0', () => {
    const unit = 2 ** -66
    const folded = ([a, b]: Float64Array) => Math.abs(Math.sin(a / unit - 1)) + b
    const bent = ([a, b]: Float64Array) => Math.abs(Math.sin(a / unit)) + b
    for (const [f, at] of [
      [folded, [unit, 1]],
      [bent, [0, unit]],
    ] as const) {
      const { coordinates } = checkGradient(f, () => [1 / unit, 1], at)
      expect(coordinates.find(({ index }) => index === 0)).toMatchObject({
        status: 'passed',
        side: 'right',
      })
    }
  })

  test('looks for waves from as near as the largest coordinate is small, where one is 0', () => {
    const unit = 2 ** -66
    const wavy = ([a, b]: Float64Array) => a / unit + 1e-5 * Math.sin((1e6 * a) / unit) + b / unit
    const { coordinates } = checkGradient(wavy, () => [11 / unit, 1 / unit], [0, unit])
    expect(coordinates.find(({ index }) => index === 0)).toMatchObject({
      status: 'inconclusive',
      reason: expect.stringContaining('nearer to x the slope of f is another'),
    })
  })

  test.each([1e-12, 3e-11, -7e-10])(
    'says that f jumps beside %d, where digits cancel and longer steps have the slope claimed',
    (x) => {
      expect(checkGradient(cancelling, () => [0], [x])).toMatchObject({
        status: 'inconclusive',
        reason: expect.stringContaining('over longer steps its slope is the gradient'),
      })
    },
  )

  test('asks for no sides where f has no value', () => {
    const [coordinate] = checkGradient(
      () => NaN,
      () => [1],
      [1],
    ).coordinates
    expect(coordinate).not.toHaveProperty('sides')
  })

  test('says that nearer points contradict it where they do', () => {
    const verdict = checkGradient(
      ([x]) => x + 1e-5 * Math.sin(1e6 * x),
      () => [1 + 10 * Math.cos(1e6)],
      [1],
    )
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      reason: expect.stringContaining('nearer to x the slope of f is another'),
    })
  })

  test('hands a vector on as doubles, and what holds more than numbers as it is', () => {
    const seen: unknown[] = []
    checkGradient(
      (x) => {
        seen.push(x)
        return x[0]
      },
      () => [1, 0],
      [1, 2],
    )
    expect(seen[0]).toBeInstanceOf(Float64Array)
    const nested = checkGradient(
      ([a, [b, c]]: [number, [number, number]]) => a * b * c,
      ([a, [b, c]]) => [b * c, [a * c, a * b]] as never,
      [2, [3, 5]],
    )
    expect(nested.status).toBe('passed')
    expect(nested.coordinates.map(({ path }) => path).toSorted()).toEqual([
      'x[0]',
      'x[1][0]',
      'x[1][1]',
    ])
  })

  test('finds a gradient that lets a number in the buffer stand', () => {
    const { status, notes } = checkGradient(square, lazy, [1, 2], { into: new Float64Array(2) })
    expect(status).toBe('inconclusive')
    expect(notes[0]).toContain('differ at x[1] by 7.2e+201')
  })

  const harmless: readonly [string, (x: number) => number, number, number][] = [
    ['sqrt at 0', Math.sqrt, 0, Infinity],
    ['log next to 0', Math.log, 1e-300, 1e300],
    ['abs 1e-9 from its kink', Math.abs, 1e-9, 1],
    ['max 1e-9 below its kink', (x) => Math.max(1, x), 1 - 1e-9, 0],
    ['a jump', (x) => (x >= 1 ? 1 : 0), 1, 0],
  ]

  test.each(harmless)('raises no false alarm for %s', (_, f, at, slope) => {
    expect(
      checkGradient(
        (x) => f(x[0]),
        () => [slope],
        [at],
      ).status,
    ).not.toBe('failed')
  })

  test('finds a wrong gradient away from the kink', () => {
    const verdict = checkGradient(relu, (x) => [0, 2 * x[1] * 1.0001], [0, 3])
    expect(verdict.status).toBe('failed')
    expect(verdict.coordinates[0]).toMatchObject({ path: 'x[1]', status: 'failed' })
  })

  test('carries the relative error that would have failed', () => {
    const { resolution } = checkGradient(f, gradient, at)
    expect(resolution).toBeLessThan(1e-10)
    const off = (share: number) => (x: Float64Array) =>
      gradient(x).map((entry) => entry * (1 + share))
    expect(checkGradient(f, off(1.01 * resolution), at).status).toBe('failed')
    expect(checkGradient(f, off(-1.01 * resolution), at).status).toBe('failed')
  })

  test('passes no slope by two sides that agree, and shows them', () => {
    const sides = sidesOf(0)
    for (const { value, errorBound } of [sides.left, sides.right]) {
      expect(Math.abs(value - 2)).toBeLessThanOrEqual(errorBound)
      expect(sidesOf(value)).toEqual(sides)
    }
  })

  test('names an f that is nondeterministic, with the spread', () => {
    let calls = 0
    const verdict = checkGradient(
      (x) => x[0] ** 2 + 1e-9 * (calls++ % 2),
      (x) => [2 * x[0]],
      [1],
    )
    expect(verdict.status).toBe('inconclusive')
    expect(verdict).toMatchObject({
      reason: 'f is nondeterministic: values at the same x differ by 1.0e-9',
    })
  })

  test('names a gradient that is nondeterministic, changes x or returns the same memory', () => {
    let calls = 0
    const drifting = checkGradient(
      (x) => x[0],
      () => [1 + 1e-16 * calls++ * 8],
      [1],
    )
    expect(drifting.status).toBe('inconclusive')
    expect(drifting.notes[0]).toMatch('the gradient is nondeterministic: two calls at the same x')
    const changing = checkGradient(
      (x) => x[0],
      (x) => {
        x[0] = 7
        return [1]
      },
      [1],
    )
    expect(changing).toMatchObject({ status: 'inconclusive', reason: 'the gradient changed x[0]' })
    const memory = [1]
    const { status, notes } = checkGradient(
      (x) => x[0],
      () => memory,
      [1],
    )
    expect(status).toBe('passed')
    expect(notes[0]).toMatch('the gradient returns the same memory every time')
  })

  test('says of a nondeterministic gradient where and by how much, at most of five calls', () => {
    const drifts = [0, 0.25, 4, 2, 3, 100]
    let calls = 0
    const { notes } = checkGradient(
      ([a, b]) => a + b,
      () => [1 + drifts[calls++], 1],
      [1, 1],
    )
    expect(calls).toBe(5)
    expect(notes).toEqual([
      'the gradient is nondeterministic: two calls at the same x differ at x[0] by 4.0',
    ])
  })

  test('calls a gradient that repeats itself twice, and f once more at the end', () => {
    let calls = 0
    const counting = (x: Float64Array) => {
      calls++
      return gradient(x)
    }
    expect(checkGradient(f, counting, at).evaluations).toBe(
      compareGradient(gradient(Float64Array.from(at)), differentiate(f, at)).evaluations + 1,
    )
    expect(calls).toBe(2)
  })

  test('names a gradient that reads what f has left behind', () => {
    let last = 1
    const leaving = (x: Float64Array) => {
      last = x[0]
      return x[0] ** 2
    }
    const { status, notes } = checkGradient(leaving, () => [2 * last], [1])
    expect(status).toBe('inconclusive')
    expect(notes[0]).toMatch('the gradient is nondeterministic: two calls at the same x differ')
  })

  test('names a gradient that changes x in its later call alone', () => {
    let calls = 0
    const late = (x: Float64Array) => {
      if (calls++ > 0) x[0] = 7
      return [1]
    }
    expect(checkGradient(sum, late, [1])).toMatchObject({ reason: 'the gradient changed x[0]' })
  })

  test.each([0, 1, -3])('passes no gradient of 0 at a kink beside %d', (offset) => {
    for (const size of [1, 1e-3, 1e-5]) {
      const folded = ([x]: Float64Array) => offset + size * Math.abs(x)
      expect(checkGradient(folded, () => [0], [0]).status).toBe('inconclusive')
    }
  })

  test('names the path of an entry without a verdict', () => {
    const verdict = checkGradient(
      ({ bias }: { bias: number[] }) => bias[0] + Math.abs(bias[1]),
      () => ({ bias: [1, 0] }),
      { bias: [1, 0] },
    )
    expect(verdict).toMatchObject({ reason: expect.stringMatching(/^bias\[1\]: /) })
  })

  test('names the check of functions that return promises', () => {
    const late = (() => Promise.resolve(1)) as unknown as () => number
    expect(() => checkGradient(late, () => [1], [1])).toThrow(
      'f returned a value of type object at [1]: expected a number; checkGradientAsync waits for promises',
    )
  })

  test('passes no slope that f has between two of its steps', () => {
    for (const slope of [0, 0.5, 2]) {
      expect(checkGradient(stepped, () => [slope], [1e-5]).status).toBe('inconclusive')
    }
  })

  test.each([0, 1])('names an f that changes x[%d]', (index) => {
    const changing = (x: Float64Array) => {
      const value = x[0] * x[1]
      x[index] = 7
      return value
    }
    const verdict = checkGradient(changing, ([a, b]) => [b, a], [2, 3])
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      reason: `f changed x[${index}]`,
      notes: [`f changed x[${index}]`],
    })
  })

  test('says the widest spread of an f that keeps state', () => {
    const steps = [0.5, 2, 1, 0.25]
    let last = 0
    const restless = (x: Float64Array) => (x[0] === 1 ? 1 + (steps[last++ - 1] ?? 0) : x[0])
    const verdict = checkGradient(restless, () => [1], [1])
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      reason: 'f is nondeterministic: values at the same x differ by 2.0',
    })
    expect(last).toBe(5)
  })

  test('sorts the worst entries first, by their gap in bounds', () => {
    const slopes = [1 + 1e-9, 1, 1 + 1e-3, NaN, 1 - 1e-6]
    const { coordinates } = checkGradient(sum, () => slopes, [1, 1, 1, 1, 1])
    expect(coordinates.map(({ index }) => index)).toEqual([3, 2, 4, 0, 1])
    const off = checkGradient(uneven, () => [1 + 1e-9, 1e6 + 1e-6], [1, 1])
    expect(off.coordinates.map(({ index }) => index)).toEqual([0, 1])
    const tied = checkGradient(sum, () => [1, 1, 1], [1, 1, 1])
    expect(tied.coordinates.map(({ index }) => index)).toEqual([0, 1, 2])
  })

  test.each([-1, 0, 0.5, 2, 1.001])('fails %d times the gradient of short waves', (factor) => {
    for (const [pitch, at] of [
      [1e5, 0.25],
      [1e6, 0.7],
      [1e7, 0.25],
      [1e7, 1],
      [1e7, 0.7],
      [1e8, 1],
    ]) {
      const wave = ([x]: Float64Array) => Math.sin(pitch * x)
      const slope = ([x]: Float64Array) => [pitch * Math.cos(pitch * x)]
      const wrong = (x: Float64Array) => slope(x).map((entry) => factor * entry)
      expect(checkGradient(wave, slope, [at]).status).toBe('passed')
      expect(checkGradient(wave, wrong, [at]).status).toBe('failed')
    }
  })

  test('finds entries that a gradient leaves unwritten in the buffer it is handed', () => {
    const options = { into: new Float64Array(2) }
    const verdict = checkGradient(square, partly, [1, 0], options)
    expect(verdict.status).toBe('failed')
    expect(verdict.coordinates[0]).toMatchObject({ index: 1, analytic: NaN })
    expect(checkGradient(square, fully, [1, 2], options)).toMatchObject({
      status: 'passed',
      notes: [],
    })
  })

  const scales: readonly (readonly [
    string,
    (x: Float64Array) => number,
    (x: Float64Array) => number[],
    number[],
  ])[] = [
    [
      '1e-12 beside 1e12',
      (x) => Math.sin(x[0] * 1e12) + Math.cos(x[1] / 1e12),
      (x) => [1e12 * Math.cos(x[0] * 1e12), -Math.sin(x[1] / 1e12) / 1e12],
      [1e-12, 2e12],
    ],
    ['1e300', (x) => 1e300 * Math.sin(x[0]), (x) => [1e300 * Math.cos(x[0])], [1]],
    ['1e-300', (x) => 1e-300 * Math.sin(x[0]), (x) => [1e-300 * Math.cos(x[0])], [1]],
    ['an exact 0', (x) => x[0] ** 2, (x) => [2 * x[0], 0], [3, 5]],
  ]

  test.each(scales)('judges at the scale of the function: %s', (_, f, gradient, at) => {
    expect(checkGradient(f, gradient, at).status).toBe('passed')
    const wrong = (x: Float64Array) =>
      gradient(x).map((entry, i) => (i === 0 ? entry * (1 + 1e-8) : entry))
    expect(checkGradient(f, wrong, at).coordinates[0]).toMatchObject({ index: 0, status: 'failed' })
  })

  test('checks single precision code to the resolution that it has', () => {
    const options = { resolution: 1e-3 }
    expect(checkGradient(single, (x) => [Math.cos(x[0])], [1], options).status).toBe('passed')
    expect(checkGradient(single, (x) => [1.01 * Math.cos(x[0])], [1], options).status).toBe(
      'failed',
    )
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

  test.each([0, -1, NaN])('takes no resolution of %d', (resolution) => {
    expect(() => checkGradient(f, gradient, at, { resolution })).toThrow(
      `resolution is ${resolution}: expected a relative error above 0`,
    )
  })

  test.each([-1, NaN, Infinity])('takes no noise of %d', (noise) => {
    const message = `noise is ${noise}: expected a bound on the error of f, 0 or more and finite`
    expect(() => checkGradient(f, gradient, at, { noise })).toThrow(message)
    expect(() => checkGradient(f, gradient, at, { noise: () => noise })).toThrow(message)
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
  const given = { ...derivative, value: Float64Array.of(1), errorBound: Float64Array.of(0.25) }

  test('passes a gap of exactly the bound, at exactly the resolution asked', () => {
    const bound = 0.25 + 16 * Number.EPSILON
    const [{ resolution }] = compareGradient([1 + bound], given).coordinates
    expect(resolution).toBeCloseTo(0.4, 12)
    expect(compareGradient([1 + bound], given, { resolution })).toMatchObject({
      status: 'passed',
      notes: [],
      evaluations: given.evaluations,
    })
    expect(compareGradient([1 + bound], given, { resolution: 0.39 }).status).toBe('inconclusive')
    expect(compareGradient([1 + bound + Number.EPSILON], given).status).toBe('failed')
  })

  test('measures a gradient of 0 by what a slope is at that place', () => {
    const nowhere = { ...given, value: Float64Array.of(0.125), scale: Float64Array.of(0) }
    expect(compareGradient([0], nowhere).resolution).toBe(Infinity)
    const still = differentiate(() => 5, [2])
    const { resolution } = compareGradient([0], still)
    expect(resolution).toBeGreaterThan(0)
    expect(resolution).toBeLessThan(1e-12)
    const zero = { ...nowhere, value: Float64Array.of(0) }
    expect(compareGradient([0], zero).resolution).toBe(0)
    expect(compareGradient([0.125], zero).status).toBe('inconclusive')
  })

  test('sorts what leaves no gap last', () => {
    const two = differentiate((x) => x[0] + x[1], [1, 1])
    const exact = {
      ...two,
      value: Float64Array.of(0, 1),
      errorBound: Float64Array.of(0, 0.25),
      scale: Float64Array.of(0, 1),
    }
    const { coordinates } = compareGradient([0, 1.2], exact, { resolution: 1 })
    expect(coordinates.map(({ index, status }) => [index, status])).toEqual([
      [1, 'passed'],
      [0, 'passed'],
    ])
  })

  test('says what is wrong with a gradient', () => {
    expect(() => compareGradient([1, 2], derivative)).toThrow(
      'gradient: expected 1 entries, one for each coordinate of x, received 2',
    )
    // @ts-expect-error nothing is what is wrong
    expect(() => compareGradient(undefined, derivative)).toThrow(
      'gradient: expected 1 entries, one for each coordinate of x, received none',
    )
    // @ts-expect-error a string is what is wrong
    expect(() => compareGradient(['6'], derivative)).toThrow(
      'gradient[0] is of type string: expected a number',
    )
  })

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

describe('a declared error of the analytic gradient', () => {
  const derivative = differentiate((x) => x[0] ** 2, [3])

  test.each([
    [-1, 'analyticError is -1: expected a number that is not negative'],
    [[NaN], 'analyticError[0] is NaN: expected a number that is not negative'],
    [[0, 0], 'one for each coordinate of x, received 2'],
  ])('is refused where it bounds nothing: %j', (analyticError, message) => {
    expect(() => compareGradient([6], derivative, { analyticError })).toThrow(message)
  })
})
