import seedrandom from 'seedrandom'
import {
  type AnyImplementation,
  type Assigned,
  type Functions,
  shapeIn,
  sourceOf,
} from '../../properties/assigned.ts'
import type { Declared } from '../../properties/declared.ts'
import type { Sizes } from '../../properties/dimension.ts'
import type { Quantities } from '../../properties/property.ts'
import { quantityOf, sizeOf } from '../../properties/quantity.ts'
import type { Call } from './assignment.ts'
import { allObserved, observeCall, type ObservedCall } from './observed-call.ts'

/** What is asked for, with a right implementation. */
export type Asked = Assigned & { readonly reference: AnyImplementation }

/**
 * The smallest first: it rules out most for least. Batches and sequences of different sizes tell reductions and
 * truncations apart; T = 1, n = 1 and one unit are where mistakes hide.
 */
const sizes: readonly Sizes[] = [
  { n: 2, T: 3, d: 1, H: 2, O: 1 },
  { n: 3, T: 4, d: 2, H: 3, O: 2 },
  { n: 1, T: 4, d: 1, H: 2, O: 2 },
  { n: 4, T: 6, d: 3, H: 2, O: 2 },
  { n: 2, T: 12, d: 2, H: 2, O: 2 },
  { n: 3, T: 1, d: 2, H: 2, O: 1 },
  { n: 5, T: 3, d: 1, H: 1, O: 1 },
  { n: 2, T: 2, d: 1, H: 4, O: 3 },
]

/** The order in which choices are gone through: those that show most come first. */
const placeOf = (index: number, { choices }: Declared): number => {
  const count = choices?.length ?? 1
  return (count - 2 + index + count) % count
}

/** No two numbers alike, none of them round, neither so small that it hides nor so large that it saturates. */
function problemOf(functions: Functions, size: Sizes, index: number, seed: number): Quantities {
  const random = seedrandom(`${seed} recurrent ${index}`)
  const problem: Quantities = {}
  for (const { parameters } of Object.values(functions))
    for (const [name, declared] of Object.entries(parameters)) {
      if (name in problem || sourceOf(functions, name) !== undefined) continue
      const shape = shapeIn(declared, size)
      const draw = () => (0.2 + 1.2 * random()) * (random() < 0.5 ? -1 : 1)
      problem[name] = declared.choices
        ? placeOf(index, declared)
        : quantityOf(shape, Float64Array.from({ length: sizeOf(shape) }, draw))
    }
  return problem
}

/** What a function returns on problems of every size. */
export function observations(
  assigned: Asked,
  call: Call,
  name: string,
  seed: number,
): Promise<ObservedCall[]> {
  const problems = sizes.map((size, index) => problemOf(assigned.functions, size, index, seed))
  return allObserved(
    problems.map((problem) => observeCall(assigned, assigned.reference, call, name, problem)),
  )
}
