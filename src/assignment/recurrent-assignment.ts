import { agreement } from '../../properties/agreement.ts'
import type { AnyImplementation, Detour, Functions } from '../../properties/assigned.ts'
import { wellBehaved } from '../../properties/behaviour.ts'
import type { Recipe } from '../../properties/defined-call.ts'
import { descent } from '../../properties/descends.ts'
import { golden } from '../../properties/known-problem.ts'
import { type NumberKind, real } from '../../properties/number-kinds.ts'
import { batchPermutation } from '../../properties/permuted-samples.ts'
import { batchSum } from '../../properties/recurrent/batch-sum.ts'
import { gradientOverTime } from '../../properties/recurrent/gradient-over-time.ts'
import { linearityInGradOut } from '../../properties/recurrent/linearity.ts'
import { finiteDifferenceAgreement } from '../../properties/recurrent/picked-derivatives.ts'
import type { Quantities } from '../../properties/property.ts'
import { backward, type RecurrentNetwork } from '../../properties/recurrent/recurrent-network.ts'
import type { NetworkFunctions } from '../mistakes/recurrent/network-functions.ts'
import type { Assignment } from './assignment.ts'
import { assignedOf, assignmentOf } from './define-assignment.ts'
import type { AnyDefinition } from './definition.ts'
import { dimensions } from './recurrent-quantities.ts'
import { drawnByNumpy } from './drawn-by-numpy.ts'
import { recurrentTable } from './recurrent-table.ts'

export interface RecurrentDefinition {
  readonly name: string
  readonly title: string
  readonly functions: Functions
  /** What the numbers of the problem are, besides inputs and targets. */
  readonly numbers: Readonly<Record<string, NumberKind>>
  readonly reference: object
  readonly detours: Readonly<Record<string, Detour>>
  readonly network: RecurrentNetwork
  readonly models: NetworkFunctions
  /** What is not drawn of the golden problem. */
  readonly chosen?: Quantities
  /** Whether a problem has a derivative everywhere; all have one unless given. */
  readonly isSmooth?: (problem: Quantities) => boolean
  /** Laws of the backward pass of this network alone. */
  readonly properties: readonly Recipe[]
  /** What these are worth, 1.25 together. */
  readonly points: Readonly<Record<string, number>>
}

const before = ['update_state', 'forward_states', 'output', 'loss', 'output_gradient']

const lawsOf = ({ network, properties }: RecurrentDefinition): Recipe[] => [
  ...before.flatMap((name) => [agreement(name), golden(name), wellBehaved(name)]),
  finiteDifferenceAgreement(network),
  gradientOverTime(network),
  agreement(backward),
  ...properties,
  linearityInGradOut,
  batchSum,
  batchPermutation(backward),
  descent(backward, { of: 'loss', parameters: partsOf(network) }),
  golden(backward),
  wellBehaved(backward),
]

/** The parameter behind each part that is a parameter's gradient. */
const partsOf = ({ gradients }: RecurrentNetwork): Record<string, string> =>
  Object.fromEntries(
    Object.entries(gradients)
      .filter(([name]) => name !== 'X')
      .map(([name, part]) => [part, name]),
  )

/** Larger than any generated problem in every dimension; as many inputs as outputs, and otherwise all different. */
const goldenSizes = { n: 7, T: 12, d: 3, H: 5, O: 3 }

function goldenProblem({ functions, numbers, chosen = {} }: RecurrentDefinition): Quantities {
  const names = Object.keys(numbers).filter((name) => !(name in chosen))
  return { ...drawnByNumpy(functions, goldenSizes, ['X', 't', ...names]), ...chosen }
}

/** A recurrent network as an assignment: ten points, of which the backward pass has six. */
export function recurrentAssignment(
  definition: RecurrentDefinition,
): Assignment<AnyImplementation> {
  const { name, title, functions, numbers, models, detours } = definition
  const reference = definition.reference as AnyImplementation
  const declared: AnyDefinition = {
    name,
    title,
    functions,
    problem: {
      dimensions,
      numbers: { X: real(), t: real({ from: -3, to: 3, parts: 2 }), ...numbers },
    },
    golden: goldenProblem(definition),
    reference,
    detours,
    properties: lawsOf(definition),
    points: {
      update_state: 1,
      forward_states: 1.5,
      output: 0.5,
      loss: 0.5,
      output_gradient: 0.5,
      [backward]: {
        'finite-difference-agreement': 1.25,
        'gradient-over-time': 1,
        agreement: 0.5,
        ...definition.points,
        linearity: 0.25,
        'batch-sum': 0.25,
        'batch-permutation': 0.25,
        descent: 0.25,
        // alone in showing what is wrong from a size on
        golden: 0.75,
        'well-behaved': 0.25,
      },
    },
  }
  const { isSmooth = () => true } = definition
  const asked = { ...declared, problem: assignedOf(declared).problems.filter(isSmooth) }
  return {
    ...assignmentOf(asked),
    // The catalogue of mistakes is loaded where one was made.
    diagnose: async (call, wrong, seed) =>
      (await import('./recurrent-diagnosis.ts')).diagnoseRecurrent(
        { ...assignedOf(asked), reference },
        models,
        call,
        wrong,
        seed,
      ),
    table: recurrentTable,
  }
}
