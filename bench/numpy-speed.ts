// Forward pass, loss, output gradient and backward pass of the linear network beside numpy's, round by round in one run.
//
//     npm run build && node dist/bench/numpy-speed.js
//
// Ours is measured twice: with results in new arrays, as numpy's are, and with results in arrays of an earlier call (`into`).
// The variable PYTHON names the interpreter (python3); without one, or without numpy there, ours alone is measured.

import { createHash } from 'node:crypto'
import type { Matrix } from '../src/numpy/index.ts'
import {
  backwardGradient,
  binarySequenceSum,
  forwardStates,
  loss,
  outputGradient,
} from '../src/rnn/index.ts'
import { median } from './median.ts'
import { startPython, type PythonSide } from './python-side.ts'

interface Size {
  samples: number
  steps: number
  rounds: number
  calls: number
  asked: number
}

// Calls a round are as many as take some milliseconds; `asked` is the ratio to numpy that is asked for.
const sizes: Size[] = [
  { samples: 100, steps: 10, rounds: 25, calls: 400, asked: 50 },
  { samples: 1000, steps: 100, rounds: 25, calls: 10, asked: 10 },
  { samples: 100_000, steps: 100, rounds: 9, calls: 1, asked: 3 },
]
const wx = 1.1
const wRec = 0.99

/** The seconds of each call and the digest of the last results. */
interface Times {
  seconds: number[]
  sha256: string
}

interface Memory {
  S?: Float64Array
  y?: Float64Array
  gradOut?: Float64Array
  G?: Float64Array
}

function memoryFor({ samples, steps }: Size): Memory {
  const states = samples * (steps + 1)
  return {
    S: new Float64Array(states),
    y: new Float64Array(samples),
    gradOut: new Float64Array(samples),
    G: new Float64Array(states),
  }
}

function lastColumn(
  { rows, columns, data }: Matrix,
  into: Float64Array = new Float64Array(rows),
): Float64Array {
  for (let row = 0; row < rows; row++) into[row] = data[(row + 1) * columns - 1]
  return into
}

function passes(X: Matrix, t: Float64Array, memory: Memory) {
  const S = forwardStates(X, wx, wRec, memory.S)
  const y = lastColumn(S, memory.y)
  const error = loss(y, t)
  const gradOut = outputGradient(y, t, memory.gradOut)
  const [gradients, G] = backwardGradient(X, S, gradOut, wRec, memory.G)
  return { S, error, gradOut, gradients, G }
}

type Results = ReturnType<typeof passes>

function digest({ S, gradOut, G, error, gradients }: Results): string {
  const sha256 = createHash('sha256')
  for (const array of [S.data, gradOut, G.data, Float64Array.of(error, ...gradients)]) {
    sha256.update(array)
  }
  return sha256.digest('hex')
}

function timeOurs(size: Size, memory: Memory): Times {
  const { X, t } = binarySequenceSum(1, size.samples, size.steps)
  const seconds: number[] = []
  let results: Results | undefined
  for (let call = 0; call < size.calls; call++) {
    const start = performance.now()
    results = passes(X, t, memory)
    seconds.push((performance.now() - start) / 1e3)
  }
  return { seconds, sha256: results ? digest(results) : '' }
}

type Numpy = PythonSide<Omit<Size, 'rounds' | 'asked'> & { wx: number; wRec: number }, Times>

/** Rounds of numpy and both of ours in turn, so that a slow moment of the machine falls on all of them. */
async function compare(size: Size, numpy: Numpy) {
  const { samples, steps, calls } = size
  const times = { numpy: [] as Times[], fresh: [] as Times[], into: [] as Times[] }
  const memory = memoryFor(size)
  timeOurs(size, {})
  for (let round = 0; round < size.rounds; round++) {
    if (!numpy.greeting.error) {
      times.numpy.push(await numpy.ask({ samples, steps, wx, wRec, calls }))
    }
    times.fresh.push(timeOurs(size, {}))
    times.into.push(timeOurs(size, memory))
  }
  return times
}

const medianOf = (times: readonly Times[]): number => median(times.flatMap((each) => each.seconds))

function row(size: Size, times: Awaited<ReturnType<typeof compare>>) {
  const [numpy, fresh, into] = [times.numpy, times.fresh, times.into].map(medianOf)
  const digests = new Set(Object.values(times).flatMap((rounds) => rounds.map((r) => r.sha256)))
  return {
    size: `${size.samples} x ${size.steps}`,
    'numpy ms': (numpy * 1e3).toPrecision(3),
    'new ms': (fresh * 1e3).toPrecision(3),
    'reused ms': (into * 1e3).toPrecision(3),
    'numpy / new': (numpy / fresh).toPrecision(3),
    'numpy / reused': (numpy / into).toPrecision(3),
    asked: size.asked,
    bits: digests.size === 1 ? 'equal' : 'DIFFERENT',
  }
}

const numpy: Numpy = await startPython('numpy-speed', process.env.PYTHON ?? 'python3')
const { greeting } = numpy
console.log(greeting.error ?? `numpy ${greeting.numpy}, Python ${greeting.python}`)
console.log(`Node ${process.versions.node}`)
const rows = []
for (const size of sizes) rows.push(row(size, await compare(size, numpy)))
numpy.stop()
console.table(rows)
