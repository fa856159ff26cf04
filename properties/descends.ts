import { functionOf } from './assigned.ts'
import { called, type Recipe } from './defined-call.ts'
import type { LossDerivativeOptions } from './loss-derivative.ts'
import { ownLoss } from './own-loss.ts'
import { entriesOf } from './quantity.ts'

/** The step's length, as a share of the parameters': far below what bends a loss, far above the rounding of float32. */
const steps = [2 ** -8, 2 ** -11]

/** Share of the loss by which two losses differ for more than the rounding of float32, 2^-24 each over some terms. */
const noise = 2 ** -20

const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values))

/** A small step against the gradient leads to a lower loss, the submission's own, than one along it. */
export const descent = <const Name extends string>(
  name: Name,
  { of, parameters }: LossDerivativeOptions,
): Recipe<Name> => ({
  function: name,
  name: 'descent',
  quantities: [...Object.keys(parameters), ...Object.values(parameters)],
  law: (assigned) => ({
    name: 'descent',
    statement: `A small step against the gradient leads to a lower ${of} than one along it.`,
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const call = await called(assigned, implementation, name, problem)
      const direction = Object.keys(parameters).flatMap((part) =>
        Array.from(entriesOf(call.received[part])),
      )
      const names = Object.values(parameters)
      const { at, f } = ownLoss(assigned, implementation, of, problem, names)
      const [start, slope] = [await f(at), norm(direction)]
      const rises = await Promise.all(
        steps.map(async (share) => {
          const step = (share * Math.max(1, norm(at))) / slope
          const along = (sign: number) => f(at.map((each, i) => each + sign * step * direction[i]))
          return (await along(1)) - (await along(-1))
        }),
      )
      if (!rises.every((rise) => Math.abs(rise) > noise * Math.abs(start)))
        return { status: 'inconclusive', reason: 'the loss is too flat here to say' }
      if (rises.some((rise) => rise > 0)) return { status: 'passed', precision: 'double' }
      const expected = assigned.reference
        ? await functionOf(assigned, assigned.reference, name)(call.given)
        : {}
      return {
        status: 'failed',
        message: `small steps against the returned gradient raise ${of}`,
        evidence: { input: call.given, expected, received: call.received },
      }
    },
  }),
})
