import { describe, expect, test } from 'vitest'
import { checkGradient, checkGradientAsync } from '../src/index.ts'
import type { Progress } from '../src/index.ts'

const f = ([a, b]: Float64Array) => Math.exp(a) * Math.sin(b)
const gradient = ([a, b]: Float64Array) => [Math.exp(a) * Math.sin(b), Math.exp(a) * Math.cos(b)]
const wrong = (x: Float64Array) => gradient(x).map((entry, i) => (i === 1 ? entry * 1.001 : entry))
const at = [0.5, 1]

/** The function, its result on a later turn of the event loop. */
const later =
  <X, Y>(call: (x: X) => Y) =>
  async (x: X) => {
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    return call(x)
  }

const sum = (x: Float64Array) => x.reduce((total, entry) => total + entry ** 2, 0)
const twice = (x: Float64Array) => x.map((entry) => 2 * entry)

const total = ([a, b]: Float64Array) => a + b

const broken = async () => {
  throw new Error('device lost')
}

describe('checkGradientAsync', () => {
  test.each([
    ['right', gradient],
    ['wrong', wrong],
  ])('finds what checkGradient finds, of a %s gradient', async (_, candidate) => {
    const verdict = await checkGradientAsync(later(f), later(candidate), at)
    expect(verdict).toEqual(checkGradient(f, candidate, at))
    expect(await checkGradientAsync(f, candidate, at)).toEqual(verdict)
  })

  test('takes structures, and many parameters at once', async () => {
    const point = { w: Float64Array.of(1, 2), b: 3 }
    const loss = ({ w, b }: typeof point) => w[0] * w[1] * b
    const slopes = ({ w, b }: typeof point) => ({ w: [w[1] * b, w[0] * b], b: w[0] * w[1] })
    expect((await checkGradientAsync(later(loss), later(slopes), point)).status).toBe('passed')
    const x = Float64Array.from({ length: 50 }, (_, i) => Math.sin(i))
    const { status, search } = await checkGradientAsync(later(sum), later(twice), x, {
      walkUpTo: 10,
    })
    expect([status, search?.directions.length]).toEqual(['passed', 4])
  })

  test('tells how far it has come', async () => {
    const seen: Progress[] = []
    const verdict = await checkGradientAsync(later(f), gradient, at, {
      onProgress: (progress) => seen.push(progress),
    })
    expect(seen[0]).toEqual({ evaluations: 13, settled: 0, coordinates: 2 })
    // the last call of f is the repeated one at x
    expect(seen.at(-1)?.evaluations).toBe(verdict.evaluations - 1)
  })

  test('ends with the reason of the signal, without a further call', async () => {
    const controller = new AbortController()
    let calls = 0
    const counting = (x: Float64Array) => {
      calls++
      if (calls === 5) controller.abort(new Error('enough'))
      return f(x)
    }
    const { signal } = controller
    await expect(checkGradientAsync(later(counting), gradient, at, { signal })).rejects.toThrow(
      'enough',
    )
    expect(calls).toBe(5)
  })

  test('is rejected with what f rejects with, and where it returns no number', async () => {
    await expect(checkGradientAsync(broken, gradient, at)).rejects.toThrow('device lost')
    // @ts-expect-error a string is what is wrong
    await expect(checkGradientAsync(async () => '1', gradient, at)).rejects.toThrow(
      'f returned a value of type string at [0.5, 1]: expected a number',
    )
  })

  test('hands each call an array of its own', async () => {
    const kept = new Set<Float64Array>()
    const { evaluations } = await checkGradientAsync(
      (x) => {
        kept.add(x)
        return f(x)
      },
      gradient,
      at,
    )
    expect(kept.size).toBe(evaluations)
  })

  test('notes the same memory returned every time, and not where the caller has handed it over', async () => {
    const memory = [1, 1]
    const { notes } = await checkGradientAsync(later(total), () => memory, at)
    expect(notes).toEqual([
      expect.stringMatching('the gradient returns the same memory every time'),
    ])
    const into = new Float64Array(2)
    const filled = await checkGradientAsync(later(total), () => into.fill(1), at, { into })
    expect(filled).toMatchObject({ status: 'passed', notes: [] })
  })
})
