import { spawnSync } from 'node:child_process'
import seedrandom from 'seedrandom'
import { checkGradient } from '../src/gradient-check/index.ts'
import { backwardGradient, forwardStates, loss, outputGradient } from '../src/rnn/index.ts'
import type { Matrix } from '../src/numpy/matrix.ts'

/** One problem of the scalar recurrent network: its right gradient, and the same off by each error in one weight. */
interface Problem {
  readonly X: Matrix
  readonly t: Float64Array
  readonly w: Float64Array
  readonly gradient: readonly number[]
  readonly wrong: readonly (readonly number[])[]
}

type F = (w: Float64Array) => number
/** Whether a checker accepts the gradient. */
type Checker = (f: F, gradient: readonly number[], w: Float64Array) => boolean

interface Row {
  readonly name: string
  readonly found: readonly number[]
  readonly falseAlarms: number
  readonly milliseconds: number
  readonly evaluations: number
}

const errors = Array.from({ length: 13 }, (_, k) => Number(`1e-${k + 1}`))
const uniform = seedrandom('head to head')
/** Box and Muller's transform; 1 - u keeps the logarithm finite. */
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())

const outputs = ({ X }: { X: Matrix }, w: Float64Array) => {
  const S = forwardStates(X, w[0], w[1])
  return { S, y: Float64Array.from({ length: X.rows }, (_, i) => S.data[(i + 1) * S.columns - 1]) }
}

const drawProblem = (): Problem => {
  const rows = 1 + Math.floor(20 * uniform())
  const columns = 1 + Math.floor(30 * uniform())
  const X = { rows, columns, data: Float64Array.from({ length: rows * columns }, normal) }
  const t = Float64Array.from({ length: rows }, normal)
  const w = Float64Array.of(4 * uniform() - 2, 4 * uniform() - 2)
  const { S, y } = outputs({ X }, w)
  const [gradient] = backwardGradient(X, S, outputGradient(y, t), w[1])
  // with one step wRec has no part, and a gradient of 0 times 1 + e is still right
  const chosen = columns > 1 && uniform() < 0.5 ? 1 : 0
  const wrong = errors.map((e) => gradient.map((g, i) => (i === chosen ? g * (1 + e) : g)))
  return { X, t, w, gradient, wrong }
}

const moved = (w: Float64Array, step: (i: number) => number) => w.map((entry, i) => entry + step(i))

/** Central differences with h = 1e-5; |a - n| / max(|a|, |n|) up to 1e-7 is taken for right. */
const cs231n: Checker = (f, gradient, w) =>
  gradient.every((a, i) => {
    const h = 1e-5
    const up = f(moved(w, (j) => (j === i ? h : 0)))
    const down = f(moved(w, (j) => (j === i ? -h : 0)))
    const n = (up - down) / (2 * h)
    return a === n || Math.abs(a - n) / Math.max(Math.abs(a), Math.abs(n)) <= 1e-7
  })

/** One normal direction and a normal weight of the output; EPS = TOL = RTOL = 1e-6, first order, reverse mode. */
const autograd: Checker = (f, gradient, w) => {
  const v = w.map(normal)
  const weight = normal()
  const slope = (f(moved(w, (i) => v[i] * 5e-7)) - f(moved(w, (i) => -v[i] * 5e-7))) / 1e-6
  const numeric = weight * slope
  const exact = weight * (gradient[0] * v[0] + gradient[1] * v[1])
  const gap = Math.abs(numeric - exact)
  return gap < 1e-6 || gap / Math.abs(numeric + exact) < 1e-6
}

const checkers: Readonly<Record<string, Checker>> = {
  gradproof: (f, gradient, w) => checkGradient(f, () => gradient, w).status !== 'failed',
  'CS231n recipe': cs231n,
  'HIPS autograd recipe': autograd,
}

const share = (problems: readonly Problem[], holds: (problem: Problem) => boolean) =>
  problems.filter(holds).length / problems.length

const measure = (name: string, check: Checker, problems: readonly Problem[]): Row => {
  let evaluations = 0
  const lossOf =
    (problem: Problem): F =>
    (w) => {
      evaluations++
      return loss(outputs(problem, w).y, problem.t)
    }
  const isRejected = (problem: Problem, gradient: readonly number[]) =>
    !check(lossOf(problem), gradient, problem.w)
  share(problems, (problem) => isRejected(problem, problem.gradient))
  evaluations = 0
  const start = performance.now()
  const falseAlarms = share(problems, (problem) => isRejected(problem, problem.gradient))
  const milliseconds = (performance.now() - start) / problems.length
  const each = evaluations / problems.length
  const found = errors.map((_, k) =>
    share(problems, (problem) => isRejected(problem, problem.wrong[k])),
  )
  return { name, found, falseAlarms, milliseconds, evaluations: each }
}

const toRows = ({ X, t, w, gradient, wrong }: Problem) => {
  const matrix = Array.from({ length: X.rows }, (_, i) =>
    Array.from(X.data.subarray(i * X.columns, (i + 1) * X.columns)),
  )
  return { X: matrix, t: Array.from(t), w: Array.from(w), gradient, wrong }
}

/** Interpreters to ask, `--python PATH` once or several times: what one cannot import another may. */
const interpreters = process.argv.flatMap((option, k) =>
  option === '--python' && k + 1 < process.argv.length ? [process.argv[k + 1]] : [],
)

/** What an interpreter has; the script stays among the sources, where the compiled bench finds it two folders up. */
const measureIn = (python: string, problems: readonly Problem[]) => {
  const script = new URL('../../bench/head-to-head.py', import.meta.url).pathname
  const input = JSON.stringify({ errors, problems: problems.map(toRows) })
  const { stdout, status } = spawnSync(python, [script], { input, encoding: 'utf8' })
  if (status !== 0) return { rows: [], absent: [`every checker in Python: ${python} with numpy`] }
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row & { absent?: string })
  const absent = lines.flatMap((line) => (line.absent === undefined ? [] : [line.name]))
  return { rows: lines.filter((line) => line.absent === undefined), absent }
}

/** The rows of all interpreters, each checker by the first that has it. */
const measurePython = (problems: readonly Problem[]) => {
  const found = new Map<string, Row>()
  const missing = new Set<string>()
  for (const python of interpreters.length > 0 ? interpreters : ['python3']) {
    const { rows, absent } = measureIn(python, problems)
    for (const row of rows) if (!found.has(row.name)) found.set(row.name, row)
    for (const name of absent) missing.add(name)
  }
  const rows = [...found.values()]
  return { rows, absent: [...missing].filter((name) => !found.has(name)) }
}

const percent = (part: number) => `${(100 * part).toFixed(1).replace(/\.0$/, '')} %`

const problems = Array.from({ length: 200 }, drawProblem)
const python = measurePython(problems)
const rows = [
  ...Object.entries(checkers).map(([name, check]) => measure(name, check, problems)),
  ...python.rows,
]
const head = [
  'checker',
  ...errors.map((error) => error.toExponential()),
  'false alarms',
  'ms',
  'evaluations',
]
const lines = rows.map(({ name, found, falseAlarms, milliseconds, evaluations }) =>
  [name].concat(
    found.map(percent),
    percent(falseAlarms),
    milliseconds.toFixed(3),
    evaluations.toFixed(1),
  ),
)
const table = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`)
const absent = python.absent.map((name) => `left out, not importable: ${name}`)
process.stdout.write(`${[...table, ...absent].join('\n')}\n`)
