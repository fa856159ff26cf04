import type { LinearRnn } from './linear-rnn.ts'
import { linearCalls, type LinearFunctionName } from './linear-functions.ts'
import { type LinearProblem, linearProblems } from './linear-problem.ts'
import type { Awaitable, Outcome, Property, Quantities } from './property.ts'
import { entriesOf, indexPath, shapeOf } from './quantity.ts'

/** One call of one function on right arguments. */
export interface FunctionCall {
  readonly input: Quantities
  /** The shapes that belong to the returned quantities, by name. */
  readonly shapes: Readonly<Record<string, 'number' | readonly number[]>>
  returned(): Promise<Quantities>
}

const describeShape = (shape: readonly number[]): string => {
  if (shape.length === 0) return 'a number'
  return shape.length === 1 ? `a vector of ${shape[0]}` : `an array of ${shape.join(' x ')}`
}

function misshapen(returned: Quantities, { shapes }: FunctionCall): string | undefined {
  for (const [name, expected] of Object.entries(shapes)) {
    const received = shapeOf(returned[name])
    const wanted = expected === 'number' ? [] : expected
    if (received.join() !== wanted.join())
      return `${name} is ${describeShape(received)}, where ${describeShape(wanted)} was expected`
  }
  return undefined
}

function firstEntry(
  quantities: Quantities,
  matches: (value: number, name: string, index: number) => boolean,
): { name: string; entry: string; value: number } | undefined {
  for (const [name, quantity] of Object.entries(quantities)) {
    const index = Array.from(entriesOf(quantity)).findIndex((value, i) => matches(value, name, i))
    if (index >= 0)
      return {
        name,
        entry: name + indexPath(shapeOf(quantity), index),
        value: entriesOf(quantity)[index],
      }
  }
  return undefined
}

const differsFrom = (others: Quantities) => (value: number, name: string, index: number) =>
  !Object.is(value, entriesOf(others[name])[index])

function misbehaviour(
  returned: Quantities,
  call: FunctionCall,
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

/** What a call does besides returning the right numbers; `callOf` makes the same call anew, with arrays of its own. */
export async function behaviour(callOf: () => Awaitable<FunctionCall>): Promise<Outcome> {
  const call = await callOf()
  const { input } = await callOf()
  const returned = await call.returned()
  const again = await (await callOf()).returned()
  const message = misbehaviour(returned, call, input, again)
  if (message === undefined) return { status: 'passed', precision: 'double' }
  return { status: 'failed', message, evidence: { input, expected: {}, received: returned } }
}

export const behaves = (name: string): string =>
  `${name} returns finite numbers in the right shape, the same ones for the same input, and leaves its arguments alone.`

/** Shapes, finiteness, purity and determinism of one function of the linear network. */
export const wellBehaved = (name: LinearFunctionName): Property<LinearRnn, LinearProblem> => ({
  name: 'well-behaved',
  statement: behaves(name),
  problems: linearProblems({ samples: 10, steps: 15 }),
  arguments: 'shared',
  check: (implementation, problem) =>
    behaviour(() => {
      const call = linearCalls[name](problem)
      return { ...call, returned: () => call.returned(implementation) }
    }),
})
