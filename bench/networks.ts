import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { RandomState } from '../src/numpy/random-state.ts'
import type { Matrix } from '../src/numpy/matrix.ts'
import { elman } from '../src/rnn/elman.ts'
import { gru } from '../src/rnn/gru.ts'
import { lstm } from '../src/rnn/lstm.ts'
import { meanSquaredErrorGradient } from '../src/rnn/mean-squared-error.ts'
import type { ForwardPass } from '../src/rnn/recurrence.ts'

// Forward and backward of each network beside PyTorch's automatic differentiation on the processor, in float64.
// Usage: node dist/bench/networks.js [PYTHON]; PYTHON is python3 by default.

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
/** The compiled bench runs from dist/bench, the script stands beside the source. */
const script = fileURLToPath(new URL('../../bench/networks.py', import.meta.url))
const SAMPLES = 21
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

/** Median milliseconds of one call. */
function milliseconds(call: () => void): number {
  const warmedUp = performance.now() + 500
  while (performance.now() < warmedUp) call()
  const samples = Array.from({ length: SAMPLES }, () => sample(call))
  return samples.toSorted((a, b) => a - b)[(SAMPLES - 1) / 2]
}

function sample(call: () => void): number {
  const start = performance.now()
  let calls = 0
  while (performance.now() < start + SAMPLE_MS) {
    call()
    calls++
  }
  return (performance.now() - start) / calls
}

function ours(size: Size): Record<string, number> {
  const t = { rows: size.n, columns: 1, data: entries(size.n, 1) }
  const timed = Object.entries(passes(size)).map(([name, forward]) => {
    const both = (): void => {
      const pass = forward()
      pass.backward(meanSquaredErrorGradient(pass.y, t))
    }
    return [name, milliseconds(both)]
  })
  return Object.fromEntries(timed)
}

/** PyTorch's medians by network, or why there are none. */
function torchs(python: string, size: Size): Record<string, number> | string {
  const { n, T, d, h } = size
  const run = spawnSync(python, [script, ...[n, T, d, h].map(String)], { encoding: 'utf8' })
  if (run.status === 0) return JSON.parse(run.stdout)
  return run.stderr?.includes('No module named') ? 'torch: not installed' : `torch: ${run.stderr}`
}

for (const size of sizes) {
  console.log(`batch ${size.n}, T ${size.T}, inputs ${size.d}, hidden ${size.h}`)
  const here = ours(size)
  const there = torchs(process.argv[2] ?? 'python3', size)
  if (typeof there === 'string') console.log(`  ${there}`)
  for (const [name, time] of Object.entries(here)) {
    const other = typeof there === 'string' ? '' : comparison(time, there[name])
    console.log(`  ${name.padEnd(6)}${time.toFixed(3).padStart(8)} ms${other}`)
  }
}

function comparison(ours: number, torchs: number): string {
  return `   torch ${torchs.toFixed(3).padStart(8)} ms   ours / torch ${(ours / torchs).toFixed(2)}`
}
