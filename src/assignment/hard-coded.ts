import type { Quantities } from '../../properties/property.ts'
import { entriesOf, mapQuantities, shapeOf, withEntries } from '../../properties/quantity.ts'
import { looksLike, type Observed } from './defined-observation.ts'
import type { DiagnosedMistake } from './diagnosis.ts'

/** The calls that tell a result that was written down from one that was computed. */
export interface Calls {
  /** On generated problems. */
  readonly generated: readonly Observed[]
  /** On the golden problem, where the assignment has one. */
  readonly golden?: Observed
  /** On the golden problem with its numbers in another order. */
  readonly reordered: readonly Observed[]
}

/**
 * The golden problem with the numbers of one array back to front. They stay what they are, labels or rows of a
 * distribution, and the sizes do too, so that whoever computes anything at all is as right or as wrong as before.
 */
export const reorderings = (golden: Quantities): Quantities[] =>
  Object.keys(golden)
    .filter((name) => entriesOf(golden[name]).length > 1)
    .map((name) =>
      mapQuantities(golden, (quantity, each) =>
        each === name ? withEntries(quantity, entriesOf(quantity).toReversed()) : quantity,
      ),
    )

const isRight = ({ received, right }: Observed): boolean => looksLike(received, right)

/** Zeros are what is returned where nothing is known, and some problems have them for a result. */
const isZero = (result: Quantities): boolean =>
  Object.values(result).every((part) => entriesOf(part).every((entry) => entry === 0))

function knowsGoldenAlone({ generated, golden, reordered }: Calls): boolean {
  if (golden === undefined || !isRight(golden)) return false
  const changed = reordered.filter(({ right }) => !looksLike(right, golden.right))
  const others = [...changed, ...generated].filter(({ right }) => !isZero(right))
  return changed.length > 0 && !others.some(isRight)
}

const text = (result: Quantities): string =>
  Object.values(result)
    .map((part) => `${shapeOf(part).join()}: ${Array.from(entriesOf(part)).join()}`)
    .join('; ')

const isFinite = (result: Quantities): boolean =>
  Object.values(result).every((part) => entriesOf(part).every(Number.isFinite))

/** Of zeros or of what overflowed nobody would say that they were written down. */
function isConstant({ generated }: Calls): boolean {
  const [{ received: first }] = generated
  const asked = new Set(generated.map(({ right }) => text(right)))
  const came = new Set(generated.map(({ received }) => text(received)))
  return asked.size > 1 && came.size === 1 && isFinite(first) && !isZero(first)
}

const told = (name: string, does: string): DiagnosedMistake => ({
  id: 'hard-coded',
  function: name,
  explanation: `${name} ${does}. The mathematics asks for the result of the arguments that came in.`,
  hint: 'Call the function with other arguments: does the result change as it should?',
  formula: 'a result computed from the arguments',
})

/** The mistake of returning a result that was written down, where what came can be nothing else. */
export function hardCoded(name: string, calls: Calls): DiagnosedMistake[] {
  if (knowsGoldenAlone(calls))
    return [told(name, 'is right on the golden problem alone, whose result stands in the code')]
  if (isConstant(calls)) return [told(name, 'returns the same whatever is passed in')]
  return []
}
