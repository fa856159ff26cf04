import type { Derivative } from '../src/finite-difference/index.ts'
import { compareGradient } from '../src/gradient-check/index.ts'
import type { Assigned } from './assigned.ts'
import {
  called,
  comparisonsOf,
  type DefinedCall,
  evidenceFor,
  fromReference,
  type Recipe,
} from './defined-call.ts'
import { along, coordinatesOf, derivativeOf, type Gradients, ownLoss } from './own-loss.ts'
import { numericalOutcome } from './numerical-outcome.ts'
import { pickedEntries } from './picked-entries.ts'
import type { Outcome } from './property.ts'
import { agreement } from './rounding.ts'
import { type Comparison, contradiction } from './verdict.ts'

export interface LossDerivativeOptions {
  /** The function that returns the loss, a number. */
  readonly of: string
  /** The parameter behind each part of the gradient: { w_grad: 'w', b_grad: 'b' }. */
  readonly parameters: Gradients
}

/** Distance of neighbouring numbers in float32, relative to them. */
const singleSpacing = 2 ** -23

/** Parts of the gradient one after another, as one long vector, at these coordinates of it. */
function joined(parts: readonly Comparison[], coordinates: readonly number[]): Comparison {
  const all = parts.flatMap((part, p) =>
    Array.from(part.received, (_, index) => [p, index] as const),
  )
  return pickedEntries(
    parts,
    coordinates.map((coordinate) => all[coordinate]),
  )
}

const only = (call: DefinedCall, parameters: Gradients): DefinedCall => ({
  ...call,
  received: Object.fromEntries(Object.keys(parameters).map((part) => [part, call.received[part]])),
})

/** Without a reference, no other witness: what came against the derivative alone. */
function unwitnessed(
  call: DefinedCall,
  derivative: Derivative,
  coordinates: readonly number[],
): Outcome {
  const nothing = Object.keys(call.received).map((part) => [part, noBound] as const)
  const all = joined(comparisonsOf(call, Object.fromEntries(nothing)), coordinates)
  const verdict = compareGradient(all.received, derivative)
  if (verdict.status === 'inconclusive') return { status: 'inconclusive', reason: verdict.reason }
  if (verdict.status === 'passed') return { status: 'passed', precision: 'double' }
  const [worst] = verdict.coordinates
  return {
    status: 'failed',
    message: contradiction(all.entry(worst.index), worst),
    evidence: { input: call.given, expected: {}, received: call.received },
  }
}

const noBound = {
  value: new Float64Array(0),
  magnitude: new Float64Array(0),
  roundings: 0,
  largest: 0,
}

async function compared(
  assigned: Assigned,
  call: DefinedCall,
  { f, at }: ReturnType<typeof ownLoss>,
): Promise<Outcome> {
  const coordinates = coordinatesOf(at)
  const start = Float64Array.from(coordinates, (coordinate) => at[coordinate])
  const loss = along(f, at, coordinates)
  const expected = await fromReference(assigned, call)
  if (expected === undefined) return unwitnessed(call, await derivativeOf(loss, start), coordinates)
  const comparison = joined(comparisonsOf(call, expected), coordinates)
  const agreed = agreement(comparison.received, comparison.expected)
  const single = 'precision' in agreed && agreed.precision === 'single'
  const spacing = single ? new Float64Array(start.length).fill(singleSpacing) : undefined
  const derivative = await derivativeOf(loss, start, spacing)
  return numericalOutcome(comparison, derivative, () => evidenceFor(call, expected))
}

/** A gradient is the numerical derivative of the submission's own loss with respect to its parameters. */
export const finiteDifferenceAgreement = <const Name extends string>(
  name: Name,
  { of, parameters }: LossDerivativeOptions,
): Recipe<Name> => ({
  function: name,
  name: 'finite-difference-agreement',
  quantities: [...Object.keys(parameters), ...Object.values(parameters)],
  law: (assigned) => ({
    name: 'finite-difference-agreement',
    statement: `The gradients with respect to ${Object.values(parameters).join(', ')} are the numerical derivatives of ${of}, within their error bound.`,
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const call = only(await called(assigned, implementation, name, problem), parameters)
      const loss = ownLoss(assigned, implementation, of, problem, Object.values(parameters))
      return compared(assigned, call, loss)
    },
  }),
})
