import type { Coordinate } from '../src/gradient-check/index.ts'
import type { Evidence, Outcome } from './property.ts'
import { agreement, type Expected } from './rounding.ts'

/** One thing compared: what it is called entry by entry, what came, and what rounding allows. */
export interface Comparison {
  /** Names the entry: 'S[2][1]', 'the gradient of wx'. */
  readonly entry: (index: number) => string
  readonly received: ArrayLike<number>
  readonly expected: Expected
}

/** Numbers in messages keep as many digits as tell them apart from each other, and no noise. */
export const show = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value)
    : String(Number(value.toPrecision(6)))

/** Two numbers that differ, with as many digits as show that. */
const showApart = (one: number, other: number): readonly [string, string] => {
  const [short, otherShort] = [show(one), show(other)]
  return short === otherShort ? [String(one), String(other)] : [short, otherShort]
}

function difference(received: number, expected: number): string {
  if (!Number.isFinite(received)) return `is ${received}, where a finite number was expected`
  const [came, right] = showApart(received, expected)
  return `is ${came}, expected ${right}`
}

/** What a gradient is beside the numerical derivative that contradicts it. */
export function contradiction(
  name: string,
  { analytic, numeric, errorBound }: Pick<Coordinate, 'analytic' | 'numeric' | 'errorBound'>,
): string {
  const [came, right] = showApart(analytic, numeric)
  return `${name} is ${came}, the numerical derivative is ${right} ± ${errorBound.toPrecision(1)}`
}

/** `passed` to the coarsest precision among the comparisons; `failed` at the first entry that rounding cannot explain. */
export function verdict(comparisons: readonly Comparison[], evidence: () => Evidence): Outcome {
  let precision: 'double' | 'single' = 'double'
  for (const { entry, received, expected } of comparisons) {
    const agreed = agreement(received, expected)
    if ('index' in agreed) {
      const values = difference(received[agreed.index], expected.value[agreed.index])
      return { status: 'failed', message: `${entry(agreed.index)} ${values}`, evidence: evidence() }
    }
    if (agreed.precision === 'single') precision = 'single'
  }
  return { status: 'passed', precision }
}

export const vectorEntry =
  (name: string) =>
  (index: number): string =>
    `${name}[${index}]`

export const matrixEntry =
  (name: string, columns: number) =>
  (index: number): string =>
    `${name}[${Math.floor(index / columns)}][${index % columns}]`

export const weightEntry = (index: number): string => ['wx_grad', 'wRec_grad'][index]
