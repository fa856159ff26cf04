import { RandomState } from '../src/numpy/random-state.ts'
import type { Matrix } from '../src/numpy/matrix.ts'
import { elman } from '../src/rnn/elman.ts'
import { gru } from '../src/rnn/gru.ts'
import { lstm } from '../src/rnn/lstm.ts'
import { meanSquaredErrorGradient } from '../src/rnn/mean-squared-error.ts'
import type { ForwardPass } from '../src/rnn/recurrence.ts'
import { median } from './median.ts'
import { startPython } from './python-side.ts'

// Forward and backward of each network beside PyTorch's automatic differentiation on the processor, in float64, round by
// round in one run, so that a slow moment of the machine falls on both.
// Usage: node dist/bench/networks.js [PYTHON]; PYTHON is python3 by default. Without PyTorch there, ours alone is measured.

interface Size {
  readonly n: number
  readonly T: number
  readonly d: number
  readonly h: number
}

const sizes: readonly Size[] = [
  { n: 4, T: 10, d: 4, h: 8 },
  { n: 32, T: 50, d: 16, h: 64 },
]
const ROUNDS = 21
const WARM_UP_ROUNDS = 10
/** A sample repeats the pass until it takes this long, so that the clock's grain does not show. */
const SAMPLE_MS = 20

const random = new RandomState(1)

function entries(length: number, scale: number): Float64Array {
  return random.rand(length).map((entry) => (2 * entry - 1) * scale)
}

function matrix(rows: number, columns: number, scale: number): Matrix {
  return { rows, columns, data: entries(rows * columns, scale) }
}

/** One pass of each network, weights drawn as PyTorch draws them: uniformly between -1 / sqrt(h) and 1 / sqrt(h). */
function passes({ n, T, d, h }: Size): Record<string, () => ForwardPass<unknown>> {
  const scale = 1 / Math.sqrt(h)
  const X = { shape: [n, T, d] as const, data: entries(n * T * d, 1) }
  const bias = (gates: number): Float64Array => entries(gates * h, scale)
  const gated = (gates: number) => ({
    weight_ih_l0: matrix(gates * h, d, scale),
    weight_hh_l0: matrix(gates * h, h, scale),
    bias_ih_l0: bias(gates),
    bias_hh_l0: bias(gates),
    head_weight: matrix(1, h, scale),
    head_bias: entries(1, scale),
  })
  const simple = {
    Wx: matrix(d, h, scale),
    Wrec: matrix(h, h, scale),
    b: bias(1),
    Wout: matrix(h, 1, scale),
    c: entries(1, scale),
  }
  const [four, three] = [gated(4), gated(3)]
  return {
    elman: () => elman(X, simple, 'tanh'),
    lstm: () => lstm(X, four),
    gru: () => gru(X, three),
  }
}

/** Milliseconds of one call. */
function sample(call: () => void): number {
  const start = performance.now()
  let calls = 0
  while (performance.now() < start + SAMPLE_MS) {
    call()
    calls++
  }
  return (performance.now() - start) / calls
}

type Milliseconds = Record<string, number>

/** A function that samples each network once. */
function ourSide(size: Size): () => Milliseconds {
  const t = { rows: size.n, columns: 1, data: entries(size.n, 1) }
  const networks = Object.entries(passes(size))
  return () => {
    const times = networks.map(([name, forward]) => {
      const both = (): void => {
        const pass = forward()
        pass.backward(meanSquaredErrorGradient(pass.y, t))
      }
      return [name, sample(both)]
    })
    return Object.fromEntries(times)
  }
}

/** Rounds of ours and of PyTorch's in turn; the first ones warm up and are not counted. */
async function compare(size: Size) {
  const ours = ourSide(size)
  const rounds = { ours: [] as Milliseconds[], torch: [] as Milliseconds[] }
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const here = ours()
    const there = torch.greeting.error ? undefined : await torch.ask(size)
    if (round < 0) continue
    rounds.ours.push(here)
    if (there) rounds.torch.push(there)
  }
  return rounds
}

function row(name: string, { ours, torch }: Awaited<ReturnType<typeof compare>>): string {
  const [here, there] = [ours, torch].map((rounds) => median(rounds.map((times) => times[name])))
  const time = `  ${name.padEnd(6)}${here.toFixed(3).padStart(8)} ms`
  if (torch.length === 0) return time
  return `${time}   torch ${there.toFixed(3).padStart(8)} ms   ours / torch ${(here / there).toFixed(2)}`
}

const torch = await startPython<Size, Milliseconds>('networks', process.argv[2] ?? 'python3')
const { error, python, torch: version } = torch.greeting
console.log(error ?? `torch ${version}, Python ${python}`)
for (const size of sizes) {
  console.log(`batch ${size.n}, T ${size.T}, inputs ${size.d}, hidden ${size.h}`)
  const rounds = await compare(size)
  for (const name of Object.keys(rounds.ours[0])) console.log(row(name, rounds))
}
torch.stop()
