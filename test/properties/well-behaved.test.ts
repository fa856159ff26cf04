import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LinearFunctionName } from '../../properties/linear-functions.ts'
import { type LinearRnn, onCopies } from '../../properties/linear-rnn.ts'
import { wellBehaved } from '../../properties/well-behaved.ts'
import * as reference from '../../src/rnn/index.ts'

const problem = {
  X: { rows: 2, columns: 3, data: Float64Array.of(1, 0, 1, 2, -1, 0.5) },
  t: Float64Array.of(3, -1),
  wx: 0.5,
  wRec: 1.5,
}

const names: readonly LinearFunctionName[] = [
  'update_state',
  'forward_states',
  'loss',
  'output_gradient',
  'backward_gradient',
]

const conduct = (name: LinearFunctionName, changes: Partial<LinearRnn>) =>
  wellBehaved(name).check({ ...reference, ...changes }, problem)

test.for(names)('%s of the reference behaves well', async (name) => {
  expect(await conduct(name, {})).toEqual({ status: 'passed', precision: 'double' })
})

const three = new Float64Array(3)
const square = { rows: 3, columns: 3, data: new Float64Array(9) }

test.for<[LinearFunctionName, Partial<LinearRnn>, string]>([
  [
    'update_state',
    { updateState: () => three },
    'state is a vector of 3, where a vector of 2 was expected',
  ],
  [
    'forward_states',
    { forwardStates: () => square },
    'S is an array of 3 x 3, where an array of 2 x 4 was expected',
  ],
  [
    'loss',
    { loss: () => three as unknown as number },
    'loss is a vector of 3, where a number was expected',
  ],
  [
    'output_gradient',
    { outputGradient: () => 1 as unknown as Float64Array },
    'grad_out is a number, where a vector of 2 was expected',
  ],
  [
    'backward_gradient',
    { backwardGradient: () => [[0, 0], square] },
    'grad_over_time is an array of 3 x 3, where an array of 2 x 4 was expected',
  ],
])(
  '%s in a wrong shape is told with the shape that was expected',
  async ([name, wrong, message]) => {
    expect(await conduct(name, wrong)).toMatchObject({ status: 'failed', message })
  },
)

test('an entry that is not finite is told by its place', async () => {
  const data = Float64Array.of(0, 0, 0, 0, 0, 0, Number.NaN, 0)
  expect(
    await conduct('forward_states', { forwardStates: () => ({ rows: 2, columns: 4, data }) }),
  ).toMatchObject({ message: 'S[1][2] is NaN, where a finite number was expected' })
  expect(
    await conduct('output_gradient', { outputGradient: () => Float64Array.of(0, Infinity) }),
  ).toMatchObject({ message: 'grad_out[1] is Infinity, where a finite number was expected' })
})

/** The reference, but it writes into the argument at `index` of every function. */
function writingInto(index: number): LinearRnn {
  const spoil = (given: readonly unknown[]): void => {
    const argument = given[index]
    const data = argument instanceof Float64Array ? argument : (argument as { data: unknown }).data
    if (data instanceof Float64Array) data.fill(7)
  }
  const spoiling =
    <Given extends unknown[], Returned>(right: (...given: Given) => Returned) =>
    (...given: Given): Returned => {
      const returned = right(...given)
      spoil(given)
      return returned
    }
  return {
    updateState: spoiling(reference.updateState),
    forwardStates: spoiling(reference.forwardStates),
    loss: spoiling(reference.loss),
    outputGradient: spoiling(reference.outputGradient),
    backwardGradient: spoiling(reference.backwardGradient),
  }
}

const written: [LinearFunctionName, number, string][] = [
  ['update_state', 0, 'xk'],
  ['update_state', 1, 'sk'],
  ['forward_states', 0, 'X'],
  ['loss', 0, 'y'],
  ['loss', 1, 't'],
  ['output_gradient', 0, 'y'],
  ['output_gradient', 1, 't'],
  ['backward_gradient', 0, 'X'],
  ['backward_gradient', 1, 'S'],
  ['backward_gradient', 2, 'grad_out'],
]

test.for(written)(
  '%s that writes into its argument %d is told so',
  async ([name, index, argument]) => {
    expect(await conduct(name, writingInto(index))).toMatchObject({
      status: 'failed',
      message: `it writes into its argument ${argument}`,
    })
  },
)

test.for(written)(
  'on copies, %s that writes into its argument %d harms itself alone',
  async ([name, index]) => {
    expect(await conduct(name, onCopies(writingInto(index)))).toMatchObject({ status: 'passed' })
  },
)

test('the law says what it asks, of which function, and on which problems', () => {
  const { name, statement, problems, arguments: given } = wellBehaved('loss')
  expect(name).toBe('well-behaved')
  expect(statement).toMatch(/^loss returns finite numbers in the right shape/)
  expect(given).toBe('shared')
  const drawn = fc.sample(problems, { seed: 1, numRuns: 2000 })
  expect(Math.max(...drawn.map(({ X }) => X.rows))).toBe(10)
  expect(Math.max(...drawn.map(({ X }) => X.columns))).toBe(15)
})
