import { type Derivative, differentiate } from '../../src/finite-difference/index.ts'
import { comparisonsOf, evidenceFor, fromReference, type Recipe } from '../defined-call.ts'
import { numericalOutcome } from '../numerical-outcome.ts'
import type { Quantities } from '../property.ts'
import { shapeOf } from '../quantity.ts'
import { worst } from '../worst-outcome.ts'
import {
  backward,
  backwardCall,
  type RecurrentNetwork,
  rowOf,
  stepAt,
} from './recurrent-network.ts'

/** One entry of one part of a state of one sample, as the only thing that moves. */
function derivativeAt(
  { goOn, states }: RecurrentNetwork,
  given: Quantities,
  part: number,
  index: number,
): Derivative {
  const [, steps, h] = shapeOf(given[states[part].all])
  const [sample, k, unit] = [
    Math.floor(index / (steps * h)),
    Math.floor(index / h) % steps,
    index % h,
  ]
  const own = states.map(({ all }) => stepAt(given[all], k).slice(sample * h, (sample + 1) * h))
  const gradOut = rowOf(given.grad_out, sample)
  const f = goOn(given, sample, k)
  return differentiate(
    ([entry]) =>
      f(
        own.map((each, p) => (p === part ? each.with(unit, entry) : each)),
        gradOut,
      ),
    [own[part][unit]],
  )
}

function joined(lines: readonly Derivative[]): Derivative {
  const gathered = (key: 'value' | 'errorBound' | 'scale' | 'reach') =>
    Float64Array.from(lines, (line) => line[key][0])
  return {
    value: gathered('value'),
    errorBound: gathered('errorBound'),
    scale: gathered('scale'),
    reach: gathered('reach'),
    limit: lines.map(({ limit }) => limit[0]),
    origin: Number.NaN,
    evaluations: lines.reduce((sum, line) => sum + line.evaluations, 0),
  }
}

/** Every entry of the gradient over time is the numerical derivative with respect to that entry of the states. */
export const gradientOverTime = (network: RecurrentNetwork): Recipe<typeof backward> => ({
  function: backward,
  name: 'gradient-over-time',
  quantities: network.states.map(({ overTime }) => overTime),
  law: (assigned) => ({
    name: 'gradient-over-time',
    statement:
      'Step k of the gradient over time is the numerical derivative with respect to S_k, from where the network goes on.',
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const call = await backwardCall(assigned, implementation, problem)
      const expected = await fromReference(assigned, call)
      if (expected === undefined) throw new RangeError(`there is no reference for ${backward}`)
      const outcomes = network.states.map(({ overTime }, part) => {
        const received = { [overTime]: call.received[overTime] }
        const [comparison] = comparisonsOf({ ...call, received }, expected)
        const lines = Array.from(comparison.received, (_, index) =>
          derivativeAt(network, call.given, part, index),
        )
        return numericalOutcome(comparison, joined(lines), () => evidenceFor(call, expected))
      })
      return worst(outcomes)
    },
  }),
})
