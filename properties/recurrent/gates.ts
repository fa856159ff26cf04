import type { DefinedCall, Recipe } from '../defined-call.ts'
import type { Quantities, Quantity } from '../property.ts'
import { entriesOf, shapeOf } from '../quantity.ts'
import type { Comparison } from '../verdict.ts'
import { worst } from '../worst-outcome.ts'
import { claimedPart, sizeOfGradOut, verdictOn } from './claimed-part.ts'
import { backward, backwardCall, filled, stepAt } from './recurrent-network.ts'

/** Above all else that is added: a sigmoid is 1 there to the last digit, and 0 at its negative. */
const wide = 60

export interface CarryingGate {
  /** Its place in the stack of gates, counted from 0. */
  readonly place: number
  /** The part of the result that an open gate carries unchanged. */
  readonly part: string
  /** How many steps before T the carrying begins: the cell of an LSTM has no gradient of its own at T. */
  readonly from: 0 | 1
}

/** The gates depend on nothing but their biases and the input, and this one stands wide open or shut. */
function gated(problem: Quantities, { place }: CarryingGate, bias: number): Quantities {
  const units = shapeOf(problem.weight_hh)[1]
  const biases = entriesOf(problem.bias_hh).slice()
  biases.fill(bias, place * units, (place + 1) * units)
  return {
    ...problem,
    weight_hh: filled(problem.weight_hh, 0),
    bias_hh: biases,
  }
}

/** The steps before the one where it begins, as that one where the gate is open, and 0 where it is shut. */
function carried(overTime: Quantity, from: number, isOpen: boolean): Float64Array {
  const [, steps, h] = shapeOf(overTime)
  const start = steps - 1 - from
  const source = stepAt(overTime, start)
  return entriesOf(overTime).map((entry, index) => {
    const [sample, k] = [Math.floor(index / (steps * h)), Math.floor(index / h) % steps]
    if (k >= start) return isOpen || k > start || from === 0 ? entry : 0
    return isOpen ? source[sample * h + (index % h)] : 0
  })
}

const compare = (call: DefinedCall, gate: CarryingGate, isOpen: boolean): Comparison =>
  claimedPart(
    call,
    gate.part,
    carried(call.received[gate.part], gate.from, isOpen),
    // What is carried unchanged is rounded by its own size, however small.
    isOpen ? 0 : sizeOfGradOut(call),
  )

/** An open gate carries the gradient unchanged, a shut one not at all. */
export const carryingGate = (gate: CarryingGate): Recipe<typeof backward> => ({
  function: backward,
  name: 'gates',
  quantities: [gate.part],
  law: (assigned) => ({
    name: 'gates',
    statement: `Wide open, the gate carries ${gate.part} back unchanged; shut, it carries nothing back.`,
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const outcomes = [true, false].map(async (isOpen) => {
        const own = gated(problem, gate, isOpen ? wide : -wide)
        const call = await backwardCall(assigned, implementation, own)
        return verdictOn(call, [compare(call, gate, isOpen)])
      })
      return worst(await Promise.all(outcomes))
    },
  }),
})
