import seedrandom from 'seedrandom'
import type { Implementation } from '../../src/mistakes/apply-mistakes.ts'
import { applyMistakes } from '../../src/mistakes/apply-mistakes.ts'
import type { Observation } from '../../src/mistakes/observation.ts'
import type { FunctionName } from '../../src/mistakes/mistake.ts'
import type { Matrix } from '../../src/numpy/matrix.ts'

export interface Problem {
  readonly X: Matrix
  readonly t: Float64Array
  readonly wx: number
  readonly wRec: number
}

/** Problems of small and ordinary shapes, of several batch sizes and lengths. */
export const shapes: readonly (readonly [n: number, T: number])[] = [
  [3, 4],
  [2, 5],
  [5, 3],
  [7, 7],
  [20, 10],
]

/** Problems of the shapes, with entries, weights and targets from the uniform distribution on (-2, 2). */
export function problemsOf(seed: string, sizes = shapes): Problem[] {
  const random = seedrandom(seed)
  const uniform = (): number => 4 * random() - 2
  return sizes.map(([rows, columns]) => ({
    X: { rows, columns, data: Float64Array.from({ length: rows * columns }, uniform) },
    t: Float64Array.from({ length: rows }, uniform),
    wx: uniform(),
    wRec: uniform(),
  }))
}

const reference = applyMistakes([])

/** What an implementation returns for a problem, each function called on right arguments. */
export function observationsOn(
  { X, t, wx, wRec }: Problem,
  subject: Implementation,
): Observation[] {
  const S = reference.forwardStates(X, wx, wRec)
  const y = columnOf(S, X.columns)
  const xk = columnOf(X, 0)
  const gradOut = reference.outputGradient(y, t)
  const [givenX, givenS] = [copyOf(X), copyOf(S)]
  const givenOut = gradOut.slice()
  const returned = subject.backwardGradient(givenX, givenS, givenOut, wRec)
  const mutated = [
    ...(same(givenX.data, X.data) ? [] : ['X']),
    ...(same(givenS.data, S.data) ? [] : ['S']),
    ...(same(givenOut, gradOut) ? [] : ['grad_out']),
  ]
  return [
    { function: 'loss', arguments: [y, t], returned: subject.loss(y, t) },
    { function: 'output_gradient', arguments: [y, t], returned: subject.outputGradient(y, t) },
    {
      function: 'update_state',
      arguments: [xk, y, wx, wRec],
      returned: subject.updateState(xk, y, wx, wRec),
    },
    {
      function: 'forward_states',
      arguments: [X, wx, wRec],
      returned: subject.forwardStates(X, wx, wRec),
    },
    { function: 'backward_gradient', arguments: [X, S, gradOut, wRec], returned, mutated },
  ]
}

function copyOf(matrix: Matrix): Matrix {
  return { ...matrix, data: matrix.data.slice() }
}

function same(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => Object.is(value, b[i]))
}

/** The observations of one function on all problems. */
export function observe(
  name: FunctionName,
  problems: readonly Problem[],
  subject: Implementation,
): Observation[] {
  return problems
    .flatMap((problem) => observationsOn(problem, subject))
    .filter((observation) => observation.function === name)
}

function columnOf({ rows, columns, data }: Matrix, k: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * columns + k])
}
