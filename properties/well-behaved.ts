import type { LinearRnn } from './linear-rnn.ts'
import { type LinearCall, linearCalls, type LinearFunctionName } from './linear-functions.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Property, Quantities } from './property.ts'

type Quantity = Quantities[string]

const numbersOf = (quantity: Quantity): ArrayLike<number> => {
  if (typeof quantity === 'number') return [quantity]
  return quantity instanceof Float64Array ? quantity : quantity.data
}

const shapeOf = (quantity: Quantity): readonly number[] => {
  if (typeof quantity === 'number') return []
  return quantity instanceof Float64Array ? [quantity.length] : [quantity.rows, quantity.columns]
}

const describeShape = (shape: readonly number[]): string => {
  if (shape.length === 0) return 'a number'
  return shape.length === 1 ? `a vector of ${shape[0]}` : `an array of ${shape.join(' x ')}`
}

function misshapen(returned: Quantities, { shapes }: LinearCall): string | undefined {
  for (const [name, expected] of Object.entries(shapes)) {
    const received = shapeOf(returned[name])
    const wanted = expected === 'number' ? [] : expected
    if (received.join() !== wanted.join())
      return `${name} is ${describeShape(received)}, where ${describeShape(wanted)} was expected`
  }
  return undefined
}

const indexPath = (quantity: Quantity, index: number): string => {
  const shape = shapeOf(quantity)
  if (shape.length < 2) return shape.length === 0 ? '' : `[${index}]`
  return `[${Math.floor(index / shape[1])}][${index % shape[1]}]`
}

function firstEntry(
  quantities: Quantities,
  matches: (value: number, name: string, index: number) => boolean,
): { name: string; entry: string; value: number } | undefined {
  for (const [name, quantity] of Object.entries(quantities)) {
    const index = Array.from(numbersOf(quantity)).findIndex((value, i) => matches(value, name, i))
    if (index >= 0)
      return { name, entry: name + indexPath(quantity, index), value: numbersOf(quantity)[index] }
  }
  return undefined
}

const differsFrom = (others: Quantities) => (value: number, name: string, index: number) =>
  !Object.is(value, numbersOf(others[name])[index])

function misbehaviour(
  returned: Quantities,
  call: LinearCall,
  untouched: Quantities,
  again: Quantities,
): string | undefined {
  const shape = misshapen(returned, call)
  if (shape !== undefined) return shape
  const infinite = firstEntry(returned, (value) => !Number.isFinite(value))
  if (infinite) return `${infinite.entry} is ${infinite.value}, where a finite number was expected`
  const written = firstEntry(call.input, differsFrom(untouched))
  if (written) return `it writes into its argument ${written.name}`
  const changed = firstEntry(again, differsFrom(returned))
  if (changed)
    return `the same call returned another ${changed.entry} the second time: ${changed.value}`
  return undefined
}

/** Shapes, finiteness, purity and determinism of one function. */
export const wellBehaved = (name: LinearFunctionName): Property<LinearRnn, LinearProblem> => ({
  name: 'well-behaved',
  statement: `${name} returns finite numbers in the right shape, the same ones for the same input, and leaves its arguments alone.`,
  problems: linearProblems({ samples: 10, steps: 15 }),
  arguments: 'shared',
  async check(implementation, problem) {
    const call = linearCalls[name](problem)
    const untouched = linearCalls[name](problem)
    const returned = await call.returned(implementation)
    const again = await linearCalls[name](problem).returned(implementation)
    const message = misbehaviour(returned, call, untouched.input, again)
    if (message === undefined) return { status: 'passed', precision: 'double' }
    const { input } = untouched
    return { status: 'failed', message, evidence: { input, expected: {}, received: returned } }
  },
})
