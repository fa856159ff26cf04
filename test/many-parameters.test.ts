import seedrandom from 'seedrandom'
import { describe, expect, test } from 'vitest'
import type { Along } from '../src/gradient-check/along.ts'
import { checkGradient } from '../src/gradient-check/index.ts'
import { blockPath, mergeBlocks } from '../src/gradient-check/wrong-blocks.ts'
import { layoutOf } from '../src/parameters/layout.ts'
import { scattered } from './last-measurement/shapes.ts'

const leaf = (length: number, size: number) =>
  Float64Array.from({ length }, (_, i) => size * Math.sin(1 + 7 * i))

const x = {
  W: leaf(4000, 1),
  layers: [{ bias: leaf(64, 1e-3) }, { bias: leaf(64, 1e3) }],
}

type Network = typeof x

const f = ({ W, layers }: Network) => {
  let sum = 0
  for (let i = 0; i < W.length; i++) sum += Math.sin(W[i]) * (i % 7)
  for (const entry of layers[0].bias) sum += Math.exp(300 * entry)
  for (const entry of layers[1].bias) sum += Math.cos(entry / 500)
  return sum
}

const gradient = ({ W, layers }: Network) => ({
  W: W.map((entry, i) => Math.cos(entry) * (i % 7)),
  layers: [
    { bias: layers[0].bias.map((entry) => 300 * Math.exp(300 * entry)) },
    { bias: layers[1].bias.map((entry) => -Math.sin(entry / 500) / 500) },
  ],
})

const flat = ({ W, layers }: Network) => [...W, ...layers.flatMap(({ bias }) => [...bias])]

const norm = Math.hypot(...flat(gradient(x)))

const spoilThree = (at: Network) => {
  const right = gradient(at)
  right.W[17] += 1
  right.W[3001] -= 1
  right.layers[0].bias[5] = 0
  return right
}

const spoilTwo = (at: Network) => {
  const right = gradient(at)
  right.W[10] += 1
  right.W[20] += 1
  return right
}

const halveBias = (at: Network) => {
  const right = gradient(at)
  right.layers[0].bias = right.layers[0].bias.map((entry) => entry / 2)
  return right
}

const squares = (at: Float64Array) => {
  let total = 0
  for (let i = 0; i < at.length; i++) total += at[i] * at[i]
  return total
}

/** Its tip, where it has no slope, is at 1 in every coordinate. */
const cone = (at: Float64Array) => Math.hypot(...at.map((entry) => entry - 1))

const twice = (at: Float64Array) => at.map((entry) => 2 * entry)

/** The squares with noise of 1e-6, the same at the same point. */
const noisySquares = (at: Float64Array) =>
  squares(at) + 1e-6 * scattered(at.reduce((sum, entry, i) => sum + (i + 1) * entry * 1e7, 0))

const ones = new Float64Array(20).fill(1)

/** At rest in all coordinates at 1: what a gradient says there is an error and nothing else. */
const atRest = (at: Float64Array) => at.reduce((sum, entry) => sum + (entry - 1) ** 2, 1)

const isOff = ({ analytic, numeric, errorBound }: Along) =>
  Math.abs(analytic - numeric) > errorBound

/** A low bump across a slope, narrow along every direction. */
const bumpy = (at: Float64Array) => {
  const u = 10 * at.reduce((sum, entry) => sum + (entry - 1), 0)
  return at[0] + 1e-3 / (1 + (u - 1) ** 2)
}

const bumpySlopes = (at: Float64Array) => {
  const u = 10 * at.reduce((sum, entry) => sum + (entry - 1), 0)
  return at.map((_, i) => (i === 0 ? 1 : 0) - (2e-2 * (u - 1)) / (1 + (u - 1) ** 2) ** 2)
}

const block = (from: number, to: number, ratio: number) => ({ path: 'any', from, to, ratio })

describe('checkGradient of many parameters', () => {
  test.each([1, 2, 3, 4, 5])(
    'passes a right gradient in at most 100 evaluations, seed %d',
    (seed) => {
      const verdict = checkGradient(f, gradient, x, { seed })
      expect(verdict.status).toBe('passed')
      expect(verdict.evaluations).toBeLessThanOrEqual(100)
      expect(verdict.resolution).toBeLessThan(1e-6)
      expect(verdict.search?.missProbability.entry).toBe(0)
    },
  )

  test.each([0, 1, 999, 2500, 3998, 3999])(
    'finds entry %d, off by 1e-3 of the norm, in at most 200 evaluations',
    (index) => {
      const wrong = (at: Network) => {
        const right = gradient(at)
        right.W[index] += 1e-3 * norm
        return right
      }
      const verdict = checkGradient(f, wrong, x)
      expect(verdict.status).toBe('failed')
      expect(verdict.coordinates.map(({ path }) => path)).toEqual([`W[${index}]`])
      expect(verdict.evaluations).toBeLessThanOrEqual(200)
    },
  )

  test.each([NaN, Infinity, -Infinity])('finds an entry that is %d', (value) => {
    const wrong = (at: Network) => ({ ...gradient(at), W: gradient(at).W.with(1234, value) })
    const verdict = checkGradient(f, wrong, x)
    expect(verdict.status).toBe('failed')
    expect(verdict.coordinates.map(({ path }) => path)).toEqual(['W[1234]'])
    expect(verdict.search?.blocks).toEqual([])
  })

  test('finds several wrong entries, those that cancel included', () => {
    const { coordinates, search } = checkGradient(f, spoilThree, x)
    const paths = coordinates.map(({ path }) => path).toSorted()
    expect(paths).toEqual(['W[17]', 'W[3001]', 'layers[0].bias[5]'])
    expect(search?.blocks).toEqual([])
  })

  test('finds two wrong entries of one leaf, and none between them', () => {
    for (const seed of [1, 2, 3]) {
      const { coordinates, search } = checkGradient(f, spoilTwo, x, { seed })
      expect(coordinates.map(({ path }) => path).toSorted()).toEqual(['W[10]', 'W[20]'])
      expect(search?.entries).toEqual([10, 20])
    }
  })

  test('passes at exactly the resolution that it has', () => {
    const { resolution } = checkGradient(f, gradient, x)
    expect(checkGradient(f, gradient, x, { resolution }).status).toBe('passed')
    expect(checkGradient(f, gradient, x, { resolution: 0.99 * resolution }).status).toBe(
      'inconclusive',
    )
  })

  test('reports a leaf that is off by one factor as the block it is', () => {
    const { status, search } = checkGradient(f, halveBias, x)
    expect(status).toBe('failed')
    expect(search?.blocks).toMatchObject([{ path: 'layers[0].bias, all 64' }])
    expect(search?.blocks[0].ratio).toBeCloseTo(0.5, 6)
  })

  test.each([1e-3, 0.5, 1e6, -1e6])(
    'knows a factor of %d on all entries in spite of noise',
    (ratio) => {
      const wrong = (at: Float64Array) => twice(at).map((entry) => ratio * entry)
      for (let seed = 1; seed <= 10; seed++) {
        const { search } = checkGradient(noisySquares, wrong, ones, { walkUpTo: 10, seed })
        expect(search).toMatchObject({ entries: [], blocks: [{ path: 'x, all 20' }] })
        expect(search!.blocks[0].ratio / ratio).toBeCloseTo(1, 3)
      }
    },
  )

  test('states the chance that it misses an error spread over many entries', () => {
    const { search } = checkGradient(f, gradient, x)
    // 0.153 along each of four directions: 4 / (10 sqrt(2 pi 13 / 12))
    expect(search?.missProbability.spread).toBeCloseTo(0.1533 ** 4, 6)
  })

  test('has no verdict where f has a kink along the directions, or less is seen than is asked', () => {
    for (const slope of [0, 1]) {
      const flat = () => ones.map(() => slope)
      expect(checkGradient(cone, flat, ones, { walkUpTo: 10 })).toMatchObject({
        status: 'inconclusive',
        reason:
          'along a random direction: f has a kink here: its slopes to the left and to the right differ',
      })
    }
    const { status, ...asked } = checkGradient(squares, twice, ones, {
      walkUpTo: 10,
      resolution: 1e-17,
    })
    expect(status).toBe('inconclusive')
    expect(asked).toMatchObject({
      reason: expect.stringMatching(/^an error of \d.*e-1\d of the gradient's norm would not/),
    })
  })

  test('walks the coordinates up to the threshold that the caller sets', () => {
    const [sum, ones] = [(at: Float64Array) => at[0] + at[1], () => [1, 1]]
    expect(checkGradient(sum, ones, [1, 2]).coordinates.length).toBe(2)
    expect(checkGradient(sum, ones, [1, 2], { walkUpTo: 2 }).search).toBe(undefined)
    const { status, search } = checkGradient(sum, ones, [1, 2], { walkUpTo: 1 })
    expect(status).toBe('passed')
    expect(search?.directions.length).toBe(4)
  })

  test('names what shows along a direction and in no single entry by all that it may be', () => {
    let [found, unlocated] = [0, 0]
    for (let seed = 1; seed <= 40; seed++) {
      const wrong = () => ones.map((_, i) => 1e-14 * scattered(i + 3))
      const { status, search } = checkGradient(atRest, wrong, ones, { walkUpTo: 10, seed })
      const { directions, entries, blocks } = search!
      if (!directions.some(isOff)) continue
      found++
      expect(status).toBe('failed')
      expect(entries.length + blocks.length).toBeGreaterThan(0)
      if (entries.length > 0) continue
      unlocated++
      expect(blocks).toEqual([{ path: 'x, all 20', from: 0, to: 20, ratio: NaN }])
    }
    expect(found).toBeGreaterThan(unlocated)
    expect(unlocated).toBeGreaterThan(0)
  })

  test('asks for further directions only where neither of two is wrong', () => {
    let apart = 0
    for (let seed = 1; seed <= 40; seed++) {
      const wrong = () => ones.map((_, i) => 1e-14 * scattered(i + 3))
      const { search } = checkGradient(atRest, wrong, ones, { walkUpTo: 10, seed })
      const areWrong = search!.directions.map(isOff)
      const [first, second] = areWrong
      expect(areWrong.length).toBe(first || second ? 2 : 4)
      if (first !== second) apart++
    }
    expect(apart).toBeGreaterThan(0)
  })

  test('fits more often where one fit along a direction does not stand', () => {
    for (const seed of [9, 16, 27]) {
      const { status } = checkGradient(bumpy, bumpySlopes, ones, { walkUpTo: 10, seed })
      expect(status).toBe('passed')
    }
  })

  test('calls no entry wrong where f has no value, not even one that is NaN', () => {
    for (const entry of [1, NaN]) {
      const { status, search } = checkGradient(
        () => NaN,
        () => ones.with(3, entry),
        ones,
        { walkUpTo: 10 },
      )
      expect([status, search?.entries, search?.blocks]).toEqual(['inconclusive', [], []])
    }
  })

  test('leaves what it has not found after 5000 evaluations as runs of entries', () => {
    const many = new Float64Array(1200).fill(1)
    const wrong = () => many.map((_, i) => 2 + scattered(i))
    const { evaluations, search } = checkGradient(squares, wrong, many)
    // those along single entries come on top: 1200 of them would cost 60,000
    expect(evaluations).toBeLessThan(10_000)
    const { entries, blocks } = search!
    expect(blocks.every(({ ratio }) => Number.isNaN(ratio))).toBe(true)
    const left = blocks.reduce((sum, { from, to }) => sum + to - from, 0)
    expect(entries.length + left).toBe(1200)
  })
})

describe('a block of wrong entries', () => {
  const { leaves } = layoutOf({ W: new Float64Array(8), bias: [1, 2], gain: 3 })

  test('is named as its leaf, or by its first and last entry', () => {
    expect(blockPath(leaves, { from: 0, to: 8 })).toBe('W, all 8')
    expect(blockPath(leaves, { from: 0, to: 7 })).toBe('W[0] to W[6]')
    expect(blockPath(leaves, { from: 1, to: 8 })).toBe('W[1] to W[7]')
    expect(blockPath(leaves, { from: 1, to: 9 })).toBe('W[1] to bias[0]')
    expect(blockPath(leaves, { from: 7, to: 11 })).toBe('W[7] to gain')
  })

  test('is one with its neighbours where they are off by one factor, 0 included', () => {
    for (const ratio of [100, 1e-3, 0, -0]) {
      const near = ratio * (1 + 5e-5)
      expect(mergeBlocks([block(8, 10, near), block(0, 8, ratio)], leaves)).toEqual([
        { path: 'W[0] to bias[1]', from: 0, to: 10, ratio },
      ])
    }
  })

  test('stays apart from one that is off by another factor, by none, or elsewhere', () => {
    for (const [one, other] of [
      [100, 100.02],
      [1e-3, 1.0002e-3],
      [0, 1e-300],
      [NaN, NaN],
    ]) {
      const two = [block(0, 8, one), block(8, 10, other)]
      expect(mergeBlocks(two, leaves)).toEqual(two)
    }
    const far = [block(0, 4, 2), block(5, 8, 2)]
    expect(mergeBlocks(far, leaves)).toEqual(far)
  })
})

const normals = (random: () => number, length: number) =>
  Array.from(
    { length },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  )

describe('a right gradient along directions over many kinks', () => {
  // the draws are those whose first fits contradict the gradient by little
  test.each([831, 1205, 2024])('is not called wrong for an elastic net (draw %s)', (draw) => {
    const random = seedrandom(`elasticNet${draw}`)
    const size = 1001 + Math.floor(random() * 1000)
    const weight = 10 ** (-6 + 6 * random())
    const net = (at: Float64Array) =>
      at.reduce((sum, entry) => sum + entry ** 2 / 2 + weight * Math.abs(entry), 0)
    const slope = (at: Float64Array) => at.map((entry) => entry + weight * Math.sign(entry))
    expect(checkGradient(net, slope, normals(random, size)).status).not.toBe('failed')
  })

  test('is not called wrong for a table with lines between its entries, and one off by 0.1 is', () => {
    const random = seedrandom('table')
    for (let k = 0; k < 20; k++) {
      const size = 1200
      const width = 10 ** (-3 + random())
      const factors = normals(random, size).map((entry) => entry / Math.sqrt(size))
      const place = (at: Float64Array) =>
        at.reduce((sum, entry, i) => sum + factors[i] * entry, 0) / width
      const entry = (row: number) => Math.exp(row * width)
      const table = (at: Float64Array) => {
        const row = Math.floor(place(at))
        return entry(row) + (place(at) - row) * (entry(row + 1) - entry(row))
      }
      const slope = (at: Float64Array, factor = 1) => {
        const row = Math.floor(place(at))
        const along = (factor * (entry(row + 1) - entry(row))) / width
        return factors.map((one) => one * along)
      }
      const at = normals(random, size)
      expect(checkGradient(table, (own) => slope(own), at).status).not.toBe('failed')
      expect(checkGradient(table, (own) => slope(own, 1.1), at).status).toBe('failed')
    }
  })
})

// steps that a float32 cannot hold show f where it does not move
test.each([41, 383, 899])(
  'a right gradient of parameters in single precision is not called wrong (draw %s)',
  (draw) => {
    const random = seedrandom(`g${draw}`)
    const size = 1001 + Math.floor(200 * random())
    const paces = normals(random, size)
    const W = Float32Array.from(normals(random, size))
    const sines = (at: { W: Float32Array }) =>
      at.W.reduce((sum, entry, i) => sum + Math.sin(paces[i] * entry), 0)
    const slopes = (at: { W: Float32Array }) => ({
      W: Float64Array.from(at.W, (entry, i) => paces[i] * Math.cos(paces[i] * entry)),
    })
    expect(checkGradient(sines, slopes, { W }).status).not.toBe('failed')
  },
)
