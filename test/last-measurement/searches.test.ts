import { expect, test } from 'vitest'
import { checkGradient } from '../../src/gradient-check/index.ts'
import '../../src/vitest.ts'
import { scattered, toDigits } from './shapes.ts'

/** Leaves of other sizes and lengths; all of them are less than 2 in their own unit. */
const x = {
  W: Float64Array.from({ length: 48 }, (_, i) => 1 + scattered(i)),
  bias: Float64Array.from({ length: 9 }, (_, i) => 1e-3 * scattered(100 + i)),
  zeros: new Float64Array(5),
  deep: [Float64Array.from({ length: 18 }, (_, i) => 1e3 * scattered(200 + i))],
}

type Parameters = typeof x

const f = ({ W, bias, zeros, deep: [deep] }: Parameters) => {
  let sum = 0
  for (const [i, each] of W.entries()) sum += (1 + (i % 5)) / (1 + each * each)
  for (const each of bias) sum += 7 / (2 + 1e3 * each)
  for (const each of zeros) sum += each + each * each
  for (const each of deep) sum += 1e-6 * each * each
  return sum
}

const gradient = ({ W, bias, zeros, deep: [deep] }: Parameters) => ({
  W: W.map((each, i) => (-2 * (1 + (i % 5)) * each) / (1 + each * each) ** 2),
  bias: bias.map((each) => -7e3 / (2 + 1e3 * each) ** 2),
  zeros: zeros.map((each) => 1 + 2 * each),
  deep: [deep.map((each) => 2e-6 * each)],
})

type Gradient = ReturnType<typeof gradient>

const every = (right: Gradient, change: (value: number, i: number) => number): Gradient => ({
  W: right.W.map(change),
  bias: right.bias.map(change),
  zeros: right.zeros.map(change),
  deep: right.deep.map((leaf) => leaf.map(change)),
})

const wrong: Readonly<Record<string, (right: Gradient) => Gradient>> = {
  nothing: (right) => right,
  'one entry': (right) => ({ ...right, W: right.W.with(17, 3) }),
  'the first entry': (right) => ({ ...right, W: right.W.with(0, 0) }),
  'the last entry, by little': (right) => {
    const [deep] = right.deep
    return { ...right, deep: [deep.with(17, deep[17] + 1e-6)] }
  },
  'one entry, NaN': (right) => ({ ...right, bias: right.bias.with(4, NaN) }),
  'two entries of one leaf': (right) => ({ ...right, W: right.W.with(10, 1).with(30, -1) }),
  'two neighbours': (right) => ({ ...right, W: right.W.with(30, 1).with(31, -1) }),
  'entries of two leaves': (right) => ({
    ...right,
    W: right.W.with(5, 2),
    bias: right.bias.with(8, 0),
  }),
  'a leaf by a factor': (right) => ({ ...right, bias: right.bias.map((each) => each / 2) }),
  'two leaves by one factor': (right) => ({
    ...right,
    W: right.W.map((each) => -each),
    bias: right.bias.map((each) => -each),
  }),
  'two leaves by two factors': (right) => ({
    ...right,
    W: right.W.map((each) => 2 * each),
    bias: right.bias.map((each) => -each),
  }),
  'half a leaf by a factor': (right) => ({
    ...right,
    W: right.W.map((each, i) => (i < 24 ? 3 * each : each)),
  }),
  'a leaf that is 0': (right) => ({ ...right, W: right.W.map(() => 0) }),
  'all by a factor': (right) => every(right, (each) => 1.5 * each),
  'all that are 0': (right) => every(right, () => 0),
  'a leaf by chance': (right) => ({
    ...right,
    W: right.W.map((each, i) => each * (2 + scattered(300 + i))),
  }),
  'all by less than shows in an entry': (right) =>
    every(right, (each, i) => each + 3e-12 * Math.sign(scattered(i))),
  'all by a little more': (right) => every(right, (each) => each + 1e-10),
}

const statuses = ['passed', 'inconclusive', 'failed']

test.each(Object.entries(wrong))('a search finds what it found: %s', (name, spoil) => {
  const numbers = [1, 2, 3].map((seed) => {
    const options = { seed, walkUpTo: 10 }
    const verdict = checkGradient(f, (at) => spoil(gradient(at)), x, options)
    const { entries, blocks, directions, missProbability } = verdict.search!
    return {
      found: [statuses.indexOf(verdict.status), verdict.evaluations, toDigits(verdict.resolution)],
      entries,
      blocks: blocks.map(({ from, to, ratio }) => [from, to, toDigits(ratio)]),
      directions: directions.map(({ analytic, numeric, errorBound }) =>
        [analytic, numeric, errorBound].map(toDigits),
      ),
      spread: toDigits(missProbability.spread),
    }
  })
  expect(numbers).toMatchGolden(name)
})
