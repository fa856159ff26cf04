import { describe, expect, it } from 'vitest'
import { differentiate } from '../../src/finite-difference/index.ts'
import { checkGradient } from '../../src/index.ts'
import type { Matrix } from '../../src/numpy/matrix.ts'
import {
  elman,
  gru,
  lstm,
  meanSquaredError,
  meanSquaredErrorGradient,
  type ActivationName,
  type Sequence,
} from '../../src/rnn/index.ts'
import { at, NetworkProblem } from './network-problem.ts'

const size = { n: 2, T: 4, d: 2, h: 3, o: 2 }

/** What a network is a function of: parameters, inputs and initial states, by name. */
type Arguments = Record<string, Float64Array | Matrix | Sequence>

interface Subject {
  readonly at: Arguments
  readonly y: (from: Arguments) => Matrix
  readonly gradient: (gradY: Matrix) => Arguments
}

function entriesOf(value: Arguments[string]): Float64Array {
  return value instanceof Float64Array ? value : value.data
}

function flat(from: Arguments, names = Object.keys(from)): Float64Array {
  return Float64Array.from(names.flatMap((name) => Array.from(entriesOf(from[name]))))
}

/** The arguments with their entries taken from x, in order. */
function unflat(like: Arguments, x: Float64Array): Arguments {
  let used = 0
  const next = (length: number): Float64Array => x.slice(used, (used += length))
  return Object.fromEntries(
    Object.entries(like).map(([name, value]) => [
      name,
      value instanceof Float64Array
        ? next(value.length)
        : Object.assign({}, value, { data: next(value.data.length) }),
    ]),
  )
}

function elmanSubject(problem: NetworkProblem, activation: ActivationName): Subject {
  const parameters = problem.elman()
  const X = problem.X()
  const initialState = problem.state()
  const inputs = { ...parameters, X, initialState }
  const run = (from: typeof inputs) => elman(from.X, from, activation, from)
  return {
    at: inputs,
    y: (from) => run({ ...inputs, ...from }).y,
    gradient: (gradY) => {
      const { gradients, gradOverTime } = run(inputs).backward(gradY)
      return { ...gradients, initialState: at(gradOverTime, 0) }
    },
  }
}

function gruSubject(problem: NetworkProblem): Subject {
  const inputs = { ...problem.torch(3), X: problem.X(), initialState: problem.state() }
  const run = (from: typeof inputs) => gru(from.X, from, from)
  return {
    at: inputs,
    y: (from) => run({ ...inputs, ...from }).y,
    gradient: (gradY) => {
      const { gradients, gradOverTime } = run(inputs).backward(gradY)
      return { ...gradients, initialState: at(gradOverTime, 0) }
    },
  }
}

function lstmSubject(problem: NetworkProblem): Subject {
  const states = { initialState: problem.state(), initialCellState: problem.state() }
  const inputs = { ...problem.torch(4), X: problem.X(), ...states }
  const run = (from: typeof inputs) => lstm(from.X, from, from)
  return {
    at: inputs,
    y: (from) => run({ ...inputs, ...from }).y,
    gradient: (gradY) => {
      const { gradients, gradOverTime, cellGradOverTime } = run(inputs).backward(gradY)
      const initial = {
        initialState: at(gradOverTime, 0),
        initialCellState: at(cellGradOverTime, 0),
      }
      return { ...gradients, ...initial }
    },
  }
}

const subjects: [string, (problem: NetworkProblem) => Subject][] = [
  ['elman identity', (problem) => elmanSubject(problem, 'identity')],
  ['elman tanh', (problem) => elmanSubject(problem, 'tanh')],
  ['elman relu', (problem) => elmanSubject(problem, 'relu')],
  ['elman sigmoid', (problem) => elmanSubject(problem, 'sigmoid')],
  ['lstm', lstmSubject],
  ['gru', gruSubject],
]

/**
 * Roundings on the way of an entry of the gradient: T (h + 10) each for forward and backward with 10 for the cell's own
 * operations, and n T in the sum over samples and steps.
 */
const ROUNDINGS = 2 * size.T * (size.h + 10) + size.n * size.T

describe.each(subjects)('the gradient of %s', (_, subjectOf) => {
  it.each([1, 2, 3])('is the derivative of its loss within the bound, seed %i', (seed) => {
    const problem = new NetworkProblem(seed, size)
    const subject = subjectOf(problem)
    const t = problem.output()
    const gradient = subject.gradient(meanSquaredErrorGradient(subject.y(subject.at), t))
    const analytic = flat(gradient, Object.keys(subject.at))
    const loss = (x: Float64Array): number => meanSquaredError(subject.y(unflat(subject.at, x)), t)
    const { value, errorBound } = differentiate(loss, flat(subject.at))
    const largest = Math.max(...analytic.map(Math.abs))
    const rounding = ROUNDINGS * Number.EPSILON * largest
    const wrong = Array.from(analytic, (entry, i) => ({ i, entry, derivative: value[i] })).filter(
      ({ entry, i }) => !(Math.abs(entry - value[i]) <= errorBound[i] + rounding),
    )
    expect(analytic.length).toBe(value.length)
    expect(wrong).toEqual([])
    // Evidence: a bound far below every mistake of a factor or a term.
    expect(Math.max(...errorBound)).toBeLessThan(1e-6 * largest)
  })
})

/** Without inputs and biases every argument of relu is 0, where its slope is a matter of choice. */
function atTheKink(seed: number) {
  const problem = new NetworkProblem(seed, size)
  const parameters = { ...problem.elman(), b: new Float64Array(size.h) }
  const X = { ...problem.X(), data: new Float64Array(size.n * size.T * size.d) }
  const run = (from: typeof parameters) => elman(X, from, 'relu')
  const t = problem.output()
  const gradY = (from: typeof parameters) => meanSquaredErrorGradient(run(from).y, t)
  const gradientsOf = (from: typeof parameters): Arguments => ({
    ...run(from).backward(gradY(from)).gradients,
  })
  const names = Object.keys(parameters)
  const from = (x: Float64Array) => unflat(parameters, x) as typeof parameters
  const verdict = checkGradient(
    (x) => meanSquaredError(run(from(x)).y, t),
    (x) => flat(gradientsOf(from(x)), names),
    flat(parameters),
  )
  const places = Object.entries(parameters).flatMap(([name, value]) =>
    Array.from(entriesOf(value), () => name),
  )
  return { verdict, places }
}

describe('at the kink of relu', () => {
  it.each(Array.from({ length: 20 }, (_, i) => i + 1))(
    'a right gradient is no failure, and that of the biases is inconclusive, seed %i',
    (seed) => {
      const { verdict, places } = atTheKink(seed)
      expect(verdict.status).toBe('inconclusive')
      for (const { index, status } of verdict.coordinates)
        expect([places[index], status]).toEqual([
          places[index],
          places[index] === 'b' ? 'inconclusive' : 'passed',
        ])
    },
  )
})
