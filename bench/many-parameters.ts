import { checkGradient } from '../src/gradient-check/index.ts'

/** A million parameters in three leaves: f is a sum of sines, one frequency a leaf. */
const frequencies = { W: 1, bias: 50, out: 0.02 }

const leaf = (length: number, size: number) =>
  Float64Array.from({ length }, (_, i) => size * Math.sin(1 + 7 * i))

const x = { W: leaf(998_936, 1), bias: leaf(64, 1e-3), out: leaf(1000, 30) }

type Network = typeof x

const names = ['W', 'bias', 'out'] as const

const f = (at: Network) => {
  let sum = 0
  for (const name of names) for (const entry of at[name]) sum += Math.sin(frequencies[name] * entry)
  return sum
}

const gradient = (at: Network): Network => {
  const slopes = (name: keyof Network) =>
    at[name].map((entry) => frequencies[name] * Math.cos(frequencies[name] * entry))
  return { W: slopes('W'), bias: slopes('bias'), out: slopes('out') }
}

const norm = Math.hypot(
  ...names.map((name) => Math.sqrt(gradient(x)[name].reduce((s, g) => s + g * g, 0))),
)

const spoil = (name: keyof Network, index: number) => (at: Network) => {
  const right = gradient(at)
  right[name][index] += 1e-3 * norm
  return right
}

const halveBias = (at: Network) => ({ ...gradient(at), bias: gradient(at).bias.map((g) => g / 2) })

const cases = [
  ['right', gradient],
  ['W[123456] + 1e-3 of the norm', spoil('W', 123_456)],
  ['W[998000] + 1e-3 of the norm', spoil('W', 998_000)],
  ['out[17] + 1e-3 of the norm', spoil('out', 17)],
  ['bias halved', halveBias],
] as const

const rows = cases.map(([name, candidate]) => {
  const start = performance.now()
  const { status, evaluations, coordinates, resolution, search } = checkGradient(f, candidate, x)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const found = [
    ...coordinates.map(({ path }) => path),
    ...(search?.blocks ?? []).map(({ path, ratio }) => `${path}, ratio ${ratio.toPrecision(6)}`),
  ]
  return [name, status, evaluations, found.join('; '), resolution.toExponential(1), seconds]
})

const head = ['gradient', 'verdict', 'evaluations', 'found', 'resolution', 's']
const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
process.stdout.write(`${lines.join('\n')}\n`)
