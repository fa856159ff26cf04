import seedrandom from 'seedrandom'
import { goldenProblem } from '../../properties/golden.ts'
import { forwardPass } from '../../properties/linear-rnn.ts'
import type { LinearProblem } from '../../properties/linear-problem.ts'
import type { Observation } from '../mistakes/index.ts'
import type { Matrix } from '../numpy/index.ts'
import type { Call, CallResult, Returned, Tensor } from './assignment.ts'
import { linearRnnOutline } from './linear-outline.ts'
import { allObserved } from './observed-call.ts'
import { sent } from './sent.ts'

type FunctionName = Observation['function']
type Given<Name extends FunctionName> = Extract<Observation, { function: Name }>['arguments']

interface Conditions {
  readonly samples: number
  readonly steps: number
  readonly wRec?: number
}

/**
 * Batches and sequences of different sizes tell reductions and truncations apart; six of one length give the weight of
 * each step. In a long one the gradient keeps its size, so that whoever stops on the way back leaves a part out, however
 * late that is.
 */
const conditions: readonly Conditions[] = [
  { samples: 3, steps: 4 },
  { samples: 2, steps: 5 },
  { samples: 5, steps: 3 },
  { samples: 7, steps: 7 },
  { samples: 20, steps: 10 },
  ...Array.from({ length: 6 }, (_, index) => ({ samples: 2 + (index % 3), steps: 4 })),
  { samples: 2, steps: 30, wRec: 0.97 },
]

/** Weights of either sign, away from 0 and 1, where different mistakes look alike. */
function weight(random: () => number): number {
  const size = 0.3 + 1.4 * random()
  return random() < 0.5 ? -size : size
}

function problemUnder(conditions: Conditions, random: () => number): LinearProblem {
  const { samples: rows, steps: columns, wRec = weight(random) } = conditions
  const between = (size: number) => () => size * (2 * random() - 1)
  const data = Float64Array.from({ length: rows * columns }, between(2))
  const t = Float64Array.from({ length: rows }, between(4))
  return { X: { rows, columns, data }, t, wx: weight(random), wRec }
}

/** The special cases that say where an error vanishes: each is the problem itself but for one thing. */
function specialCases(problem: LinearProblem): LinearProblem[] {
  const { rows, columns, data } = problem.X
  const firstStep = data.filter((_, index) => index % columns === 0)
  const firstSample = data.slice(0, columns)
  return [
    { ...problem, X: { rows, columns: 1, data: firstStep } },
    { ...problem, X: { rows: 1, columns, data: firstSample }, t: problem.t.slice(0, 1) },
    { ...problem, wRec: 1 },
    { ...problem, t: new Float64Array(rows) },
  ]
}

/**
 * The published case back to front, so that a result that was written down comes out wrong: the sequences among
 * themselves would keep the means, the steps do not.
 */
function goldenReversed(): LinearProblem {
  const { X, t, ...weights } = goldenProblem()
  return { X: { ...X, data: X.data.toReversed() }, t: t.toReversed(), ...weights }
}

const rightArguments: { readonly [Name in FunctionName]: (problem: LinearProblem) => Given<Name> } =
  {
    update_state: ({ X, t, wx, wRec }) => [
      Float64Array.from(t, (_, row) => X.data[row * X.columns]),
      t,
      wx,
      wRec,
    ],
    forward_states: ({ X, wx, wRec }) => [X, wx, wRec],
    loss: ({ X, t, wx, wRec }) => [forwardPass(X, t, wx, wRec).y, t],
    output_gradient: ({ X, t, wx, wRec }) => [forwardPass(X, t, wx, wRec).y, t],
    backward_gradient({ X, t, wx, wRec }) {
      const { S, gradOut } = forwardPass(X, t, wx, wRec)
      return [X, S, gradOut, wRec]
    },
  }

const isTensor = (value: Returned, dimensions: number): value is Tensor =>
  typeof value === 'object' && 'shape' in value && value.shape.length === dimensions

/** Any matrix will do: a wrong shape is a mistake with a name. */
const asMatrix = ({ shape: [rows, columns], data }: Tensor): Matrix => ({ rows, columns, data })

const unusable = Symbol('unusable')

function gradients(value: Returned) {
  if (!Array.isArray(value) || value.length !== 2) return unusable
  const [weights, overTime] = value as readonly Returned[]
  if (!isTensor(weights, 1) || weights.data.length !== 2 || !isTensor(overTime, 2)) return unusable
  return [[weights.data[0], weights.data[1]], asMatrix(overTime)] as const
}

function understood(name: FunctionName, value: Returned): unknown {
  if (name === 'loss') return typeof value === 'number' ? value : unusable
  if (name === 'backward_gradient') return gradients(value)
  if (name === 'forward_states') return isTensor(value, 2) ? asMatrix(value) : unusable
  return isTensor(value, 1) ? value.data : unusable
}

function observation(
  name: FunctionName,
  given: Given<FunctionName>,
  { value, mutated }: CallResult,
): Observation | undefined {
  const returned = understood(name, value)
  if (returned === unusable) return undefined
  const parameters = linearRnnOutline.functions.find((each) => each.name === name)?.parameters
  const names = mutated.map((index) => parameters?.[index] ?? String(index))
  return { function: name, arguments: given, returned, mutated: names } as Observation
}

/** What a function is asked: enough to tell mistakes apart, and what tells where an unknown one vanishes. */
interface Asked {
  readonly telling: readonly LinearProblem[]
  readonly special: readonly LinearProblem[]
}

/** Every condition, the special cases of one, the published case and another like it; the special cases of the rest. */
export function askedAt(seed: number): Asked {
  const random = seedrandom(`${seed} diagnosis`)
  const [first, ...others] = conditions.map((each) => problemUnder(each, random))
  return {
    telling: [first, ...others, ...specialCases(first), goldenProblem(), goldenReversed()],
    special: [...others, goldenProblem()].flatMap(specialCases),
  }
}

/** What a function returns on right inputs. */
export function observe(
  call: Call,
  name: FunctionName,
  problems: readonly LinearProblem[],
): Promise<Observation[]> {
  return allObserved(
    problems.map(async (problem) => {
      const given = rightArguments[name](problem)
      return observation(name, given, await call(name, given.map(sent)))
    }),
  )
}
