import { describe, expect, test } from 'vitest'
import { checkGradient } from '../src/gradient-check/index.ts'

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

const halveBias = (at: Network) => {
  const right = gradient(at)
  right.layers[0].bias = right.layers[0].bias.map((entry) => entry / 2)
  return right
}

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

  test('finds several wrong entries, those that cancel included', () => {
    const { coordinates, search } = checkGradient(f, spoilThree, x)
    const paths = coordinates.map(({ path }) => path).toSorted()
    expect(paths).toEqual(['W[17]', 'W[3001]', 'layers[0].bias[5]'])
    expect(search?.blocks).toEqual([])
  })

  test('reports a leaf that is off by one factor as the block it is', () => {
    const { status, search } = checkGradient(f, halveBias, x)
    expect(status).toBe('failed')
    expect(search?.blocks).toMatchObject([{ path: 'layers[0].bias, all 64' }])
    expect(search?.blocks[0].ratio).toBeCloseTo(0.5, 6)
  })

  test('walks the coordinates up to the threshold that the caller sets', () => {
    const [sum, ones] = [(at: Float64Array) => at[0] + at[1], () => [1, 1]]
    expect(checkGradient(sum, ones, [1, 2]).coordinates.length).toBe(2)
    const { status, search } = checkGradient(sum, ones, [1, 2], { walkUpTo: 1 })
    expect(status).toBe('passed')
    expect(search?.directions.length).toBe(4)
  })
})
