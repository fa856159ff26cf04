import { describe, expect, test } from 'vitest'
import '../../src/vitest.ts'
import { families } from '../../bench/problems.ts'
import { toHaveGradient } from '../../src/matchers/index.ts'
import seedrandom from 'seedrandom'

const { f, gradient, x } = families.bptt(seedrandom('matchers'))
const cubes = (x: Float64Array) => x.reduce((sum, entry) => sum + entry ** 3, 0)
const slopes = (x: Float64Array) => x.map((entry) => 3 * entry ** 2)
const at = [0.5, -1.5, 2.5, 3.5]

/** What a failing assertion says. */
const messageOf = (assertion: () => void) => {
  try {
    assertion()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('expected a failing assertion')
}

const double = ([x]: Float64Array) => [2 * x]

const changing = (x: Float64Array) => {
  const value = cubes(x)
  x[0] = 0
  return value
}

const kink = ([x]: Float64Array) => Math.abs(x)
const say = (wrong: (g: Float64Array) => ArrayLike<number>) =>
  messageOf(() => expect(cubes).toHaveGradient((x) => wrong(slopes(x)), { at }))

const map = ([a, b]: Float64Array) => [a * b, a ** 2 + Math.sin(b)]
const jacobian = ([a, b]: Float64Array) => [
  [b, a],
  [2 * a, Math.cos(b)],
]
const turned = ([a, b]: Float64Array) => [
  [b, 2 * a],
  [a, Math.cos(b)],
]

const deep = {
  W: slopes(Float64Array.of(...at)),
  layers: [{ bias: new Float64Array(64).fill(0.5) }],
}
const deepLoss = ({ W, layers }: typeof deep) => cubes(W) + cubes(layers[0].bias)
const halved = ({ W, layers }: typeof deep) => ({
  W: slopes(W),
  layers: [{ bias: slopes(layers[0].bias).map((entry) => entry / 2) }],
})

describe('toHaveGradient', () => {
  test('holds for a right gradient and, negated, for a wrong one', () => {
    expect(f).toHaveGradient(gradient, { at: x })
    expect(f).not.toHaveGradient((x) => gradient(x).map((entry) => entry * (1 + 1e-6)), { at: x })
  })

  test('holds neither way where there is no verdict, and says why', () => {
    expect(messageOf(() => expect(kink).toHaveGradient(() => [0], { at: [0] }))).toMatch(
      /no verdict on x\[0\]: f has a kink/,
    )
    expect(messageOf(() => expect(kink).not.toHaveGradient(() => [0], { at: [0] }))).toMatch(
      /no verdict on x\[0\]: f has a kink/,
    )
  })

  test.each([
    [0.5, 'every entry is half of it: a missing factor 2'],
    [2, 'every entry is twice it: an extra factor 2'],
    [-1, 'every entry is its negative: the sign'],
    [7, 'every entry is 7 times it'],
    [1 / 20, 'every entry is 1/20 of it'],
    [1.25, 'every entry is 1.25000 times it: one constant factor'],
    [0, 'every entry is 0: not written, or not reached'],
  ])('names a factor of %d', (factor, text) => {
    const wrong = (x: Float64Array) => slopes(x).map((entry) => factor * entry)
    expect(messageOf(() => expect(cubes).toHaveGradient(wrong, { at }))).toContain(text)
  })

  test('names one block, an order, and neither where there is none', () => {
    expect(say(([a, b, c, d]) => [a, b / 2, c / 2, d])).toMatch(
      /every wrong entry is half of it.*\none contiguous block is wrong, x\[1\] to x\[2\]/,
    )
    expect(say((g) => g.toReversed())).toContain('the entries are in reverse order')
    expect(say(([a, b, c, d]) => [a + 1, b, c, d - 2])).not.toMatch(/block|every|order/)
  })

  test('says why there is no verdict where no entry is to blame', () => {
    let calls = 0
    const restless = ([x]: Float64Array) => x ** 2 + 1e-9 * (calls++ % 2)
    const message = messageOf(() => expect(restless).toHaveGradient(double, { at: [1] }))
    expect(message).toContain('f is nondeterministic: values at the same x differ by 1.0e-9')
    const wild = ([x]: Float64Array) => x ** 2 + 1e-3 * ((calls++ * Math.SQRT2) % 1)
    expect(messageOf(() => expect(wild).toHaveGradient(double, { at: [1] }))).toMatch(
      /no verdict on x\[0\](.|\n)*\nf is nondeterministic: values at the same x differ/,
    )
    const changed = messageOf(() => expect(changing).toHaveGradient(slopes, { at }))
    expect(changed.match(/f changed x\[0\]/g)).toHaveLength(1)
  })

  test('shows blocks of many parameters', () => {
    const message = messageOf(() =>
      expect(deepLoss).toHaveGradient(halved, { at: deep, walkUpTo: 10 }),
    )
    expect(message).toContain('wrong: layers[0].bias, all 64, ratio 0.500000')
  })

  test('shows path, analytic and numerical value, bound and ratio', () => {
    const message = messageOf(() =>
      expect(cubes).toHaveGradient((x) => slopes(x).map((entry) => -entry), { at }),
    )
    expect(message).toMatch(/path +analytic +numerical +ratio/)
    expect(message).toMatch(/\[1\] +-6\.7\d+ +6\.7\d+ ± \d\.\de-1\d +-1\.00000 +failed/)
  })
})

interface Layer {
  readonly W: number[][]
  readonly bias: Float64Array
}

const layered = ({ W, bias }: Layer) =>
  W.reduce((sum, [a, b], k) => sum + Math.sin(a) * b + bias[k] ** 3, 0)
const layeredGradient = ({ W, bias }: Layer) => ({
  W: W.map(([a, b]) => [Math.cos(a) * b, Math.sin(a)]),
  bias: bias.map((entry) => 3 * entry ** 2),
})
const transposed = (at: Layer) => {
  const { W, bias } = layeredGradient(at)
  return { W: W[0].map((_, column) => W.map((row) => row[column])), bias }
}
const layer = {
  W: [
    [0.5, -1],
    [1.5, 2],
  ],
  bias: Float64Array.of(0.25, 4),
}

const lacking = () => ({ W: layer.W })

test('a check without a point says what is missing', () => {
  const where = undefined as unknown as { at: number[] }
  expect(() => expect(double).toHaveGradient(double, where)).toThrow(
    'toHaveGradient: expected { at: x } after the derivative, the point to check at',
  )
})

describe('toHaveGradient of structured parameters', () => {
  test('takes a gradient of the same structure, and says paths', () => {
    expect(layered).toHaveGradient(layeredGradient, { at: layer })
    const halved = (at: Layer) => ({
      ...layeredGradient(at),
      bias: layeredGradient(at).bias.map((entry) => entry / 2),
    })
    const message = messageOf(() => expect(layered).toHaveGradient(halved, { at: layer }))
    expect(message).toMatch(/bias\[1\] +24\.0\d* +4[78]\./)
    expect(message).toContain('every wrong entry is half of it: a missing factor 2')
    expect(message).toContain('one contiguous block is wrong, bias[0] to bias[1]')
  })

  test('names the matrix that is transposed', () => {
    const message = messageOf(() => expect(layered).toHaveGradient(transposed, { at: layer }))
    expect(message).toMatch(/\nW is transposed$/)
  })

  test('is told by the compiler and by its message where the structure is another', () => {
    expect(() =>
      // @ts-expect-error the bias is missing
      expect(layered).toHaveGradient(lacking, { at: layer }),
    ).toThrow('gradient.bias is missing: x has it')
  })

  test('works where a runner is told of the matchers alone, as by jest in expect.extend', () => {
    const { pass, message } = toHaveGradient.call({ isNot: false }, layered, () => layer, {
      at: layer,
    })
    expect(pass).toBe(false)
    expect(message()).toMatch(/the gradient is wrong\n.*path/)
  })
})

const changingMap = (x: Float64Array) => {
  const results = map(x)
  x[0] = 0
  return results
}

describe('toHaveJacobian', () => {
  test('holds for the right matrix, by rows or flat', () => {
    expect(map).toHaveJacobian(jacobian, { at: [1.5, 0.5] })
    const data = (x: Float64Array) => ({ rows: 2, columns: 2, data: jacobian(x).flat() })
    expect(map).toHaveJacobian(data, { at: [1.5, 0.5] })
  })

  test('says what f does besides being a function of x', () => {
    const message = messageOf(() =>
      expect(changingMap).toHaveJacobian(jacobian, { at: [1.5, 0.5] }),
    )
    expect(message).toMatch(/no verdict on the Jacobian(.|\n)*\nf changed x\[0\]$/)
  })

  test('tells a transposed matrix', () => {
    expect(map).not.toHaveJacobian(turned, { at: [1.5, 0.5] })
    expect(messageOf(() => expect(map).toHaveJacobian(turned, { at: [1.5, 0.5] }))).toContain(
      'the matrix is transposed',
    )
  })
})

describe('toBeWithinUlps', () => {
  test('counts doubles in any structure', () => {
    expect(1 + Number.EPSILON).toBeWithinUlps(1, 1)
    expect(1 + 2 * Number.EPSILON).not.toBeWithinUlps(1, 1)
    expect({ a: [1, [NaN, Infinity]] }).toBeWithinUlps({ a: [1, [NaN, Infinity]] }, 0)
    expect(Float64Array.of(-Number.MIN_VALUE)).toBeWithinUlps([Number.MIN_VALUE], 2)
    expect(-Number.MIN_VALUE).not.toBeWithinUlps(Number.MIN_VALUE, 1)
  })

  test('shows the worst first, by path', () => {
    const message = messageOf(() => expect({ w: [1, 2, 4] }).toBeWithinUlps({ w: [1, 3, 5] }, 4))
    expect(message).toContain('2 of 3 numbers differ')
    expect(message.indexOf('w[1]')).toBeLessThan(message.indexOf('w[2]'))
  })

  test('tells what is missing, extra or no number', () => {
    expect(messageOf(() => expect([1]).toBeWithinUlps([1, 2], 0))).toContain('[1] is missing')
    expect(messageOf(() => expect([1, 2]).toBeWithinUlps([1], 0))).toContain('[1] is not expected')
    expect(() => expect(['1']).toBeWithinUlps([1], 0)).toThrow('[0] is of type string')
  })

  test('refuses what shows no numbers, on either side', () => {
    const map = new Map([['a', 1]]) as unknown as number[]
    expect(() => expect(map).toBeWithinUlps([], 0)).toThrow('the value is a Map: expected numbers')
    expect(() => expect([]).toBeWithinUlps(map, 0)).toThrow('the value is a Map: expected numbers')
  })

  test.each([undefined, NaN, -1, '4'])('refuses ulps that are no distance, %s', (ulps) => {
    const comparing = () => expect([1]).toBeWithinUlps([1], ulps as number)
    expect(comparing).toThrow(`ulps is ${ulps}: expected a number from 0`)
  })
})
