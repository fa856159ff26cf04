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

function difference(received: number, expected: number): string {
  if (!Number.isFinite(received)) return `is ${received}, where a finite number was expected`
  const short = [show(received), show(expected)]
  return short[0] === short[1]
    ? `is ${received}, expected ${expected}`
    : `is ${short[0]}, expected ${short[1]}`
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
