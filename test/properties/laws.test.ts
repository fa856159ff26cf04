import { describe, expect, test } from 'vitest'
import type { LinearRnn } from '../../properties/linear-rnn.ts'
import type { Evidence, Quantities } from '../../properties/property.ts'
import type { Law } from '../../src/assignment/assignment.ts'
import { linearRnn } from '../../src/assignment/linear-rnn.ts'
import { applyMistakes, type Implementation, type MistakeId } from '../../src/mistakes/index.ts'
import type { Matrix } from '../../src/numpy/index.ts'
import * as reference from '../../src/rnn/index.ts'

const { laws } = linearRnn
const runs = 40
/** How many problems those laws are checked on that have fixed ones. */
const problemsOf: Record<string, number | undefined> = {
  golden: 1,
  'finite-difference-agreement': runs + 1,
}

function lawOf(functionName: string, name: string): Law<LinearRnn> {
  const found = laws.find((law) => law.function === functionName && law.name === name)
  if (found === undefined) throw new Error(`There is no law ${name} of ${functionName}`)
  return found
}

/** A law, a mistake that breaks it, and what is said of the smallest problem that shows it. */
const broken: readonly (readonly [string, string, MistakeId, string])[] = [
  ['update_state', 'state-update', 'forward-squashes', 'next state[0] is 0.964028, expected 2'],
  ['update_state', 'golden', 'forward-squashes', 'next state[0] is 1, expected 7.63174'],
  ['forward_states', 'recurrence', 'forward-initial-state-ones', 'S[0][0] is 1, expected 0'],
  ['forward_states', 'recurrence', 'forward-no-recurrence', 'S[0][2] is 0, expected 1'],
  ['forward_states', 'golden', 'forward-skips-first-input', 'S[2][1] is 0, expected 1.2'],
  ['loss', 'mean-squared-error', 'loss-sum-not-mean', 'the loss is 1, expected 0.5'],
  ['loss', 'golden', 'loss-half', 'the loss is 61.7537, expected 123.507'],
  [
    'output_gradient',
    'output-gradient',
    'output-gradient-divided-by-n',
    'grad_out[1] is -1, expected -2',
  ],
  [
    'output_gradient',
    'golden',
    'output-gradient-missing-two',
    'grad_out[0] is 4.35978, expected 8.71956',
  ],
  [
    'backward_gradient',
    'finite-difference-agreement',
    'overwrites-wrec',
    'wRec_grad is 0, the numerical derivative is 2 ± 3e-14',
  ],
  [
    'backward_gradient',
    'finite-difference-agreement',
    'divided-by-steps',
    'wx_grad is 1, the numerical derivative is 2 ± 3e-14',
  ],
  [
    'backward_gradient',
    'gradient-over-time',
    'gradient-every-step',
    'grad_over_time[0][0] is -4, the numerical derivative is -2 ± 2e-14',
  ],
  [
    'backward_gradient',
    'gradient-growth',
    'no-propagation-factor',
    'grad_over_time[0][0] is -2, expected 0',
  ],
  ['backward_gradient', 'linearity', 'normalised', 'wx_grad is -1, expected -2'],
  ['backward_gradient', 'batch-permutation', 'last-sample-only', 'wx_grad is 2, expected 0'],
  ['backward_gradient', 'batch-mean', 'product-of-means', 'wx_grad is 0.5, expected 1'],
  ['backward_gradient', 'batch-mean', 'constant-divisor', 'wx_grad is 0.02, expected 0.01'],
  [
    'backward_gradient',
    'batch-mean',
    'gradient-over-time-transposed',
    'grad_over_time[0][1] is -2, expected 0',
  ],
  ['backward_gradient', 'scaling', 'clipped', 'wx_grad is 1, expected 4'],
  ['backward_gradient', 'leading-zeros', 'divided-by-steps', 'wx_grad is -1, expected -2'],
  [
    'backward_gradient',
    'leading-zeros',
    'gradient-over-time-reversed',
    'grad_over_time[0][1] is 0, expected -2',
  ],
  ['backward_gradient', 'zero-gradient-at-optimum', 'hard-coded', 'wx_grad is 300.655, expected 0'],
  [
    'backward_gradient',
    'descent',
    'sign-flipped',
    'no step against the returned gradient lowers the loss',
  ],
  [
    'backward_gradient',
    'golden',
    'gradient-over-time-unfilled',
    'grad_over_time[0][0] is 0, expected 53.9892',
  ],
  [
    'backward_gradient',
    'well-behaved',
    'propagates-divided',
    'grad_over_time[0][0] is NaN, where a finite number was expected',
  ],
  [
    'backward_gradient',
    'well-behaved',
    'gradient-over-time-transposed',
    'grad_over_time is an array of 2 x 1, where an array of 1 x 2 was expected',
  ],
  ['backward_gradient', 'well-behaved', 'mutates-inputs', 'it writes into its argument S'],
]

/** What an implementation returns for the input of an evidence, by the names that the evidence uses. */
function returnedFor(
  functionName: string,
  subject: Implementation,
  evidence: Evidence,
): Quantities {
  const vector = (name: string) => evidence.input[name] as Float64Array
  const matrix = (name: string) => evidence.input[name] as Matrix
  const number = (name: string) => evidence.input[name] as number
  if (functionName === 'update_state')
    return {
      state: subject.updateState(vector('xk'), vector('sk'), number('wx'), number('wRec')),
    }
  if (functionName === 'forward_states')
    return { S: subject.forwardStates(matrix('X'), number('wx'), number('wRec')) }
  if (functionName === 'loss') return { loss: subject.loss(vector('y'), vector('t')) }
  if (functionName === 'output_gradient')
    return { grad_out: subject.outputGradient(vector('y'), vector('t')) }
  const S = matrix('S')
  const [[wx_grad, wRec_grad], grad_over_time] = subject.backwardGradient(
    matrix('X'),
    { ...S, data: S.data.slice() },
    vector('grad_out').slice(),
    number('wRec'),
  )
  return { wx_grad, wRec_grad, grad_over_time }
}

const formulas = new Set([
  'state-update',
  'recurrence',
  'mean-squared-error',
  'output-gradient',
  'finite-difference-agreement',
  'gradient-over-time',
  'golden',
])

/** Sums the contributions of the last steps alone. */
const keeping =
  (steps: number): LinearRnn['backwardGradient'] =>
  (X, S, gradOut, wRec) => {
    const [, overTime] = reference.backwardGradient(X, S, gradOut, wRec)
    const first = Math.max(0, X.columns - steps)
    const sums = [0, 0]
    for (let i = 0; i < X.rows; i++)
      for (let k = first; k < X.columns; k++) {
        const share = overTime.data[i * S.columns + k + 1] / X.rows
        sums[0] += share * X.data[i * X.columns + k]
        sums[1] += share * S.data[i * S.columns + k]
      }
    return [[sums[0], sums[1]], overTime]
  }

describe('the laws of the assignment', () => {
  test.for(laws)('$name of $function holds for the reference', async (law) => {
    for (const seed of [1, 2]) {
      const result = await law.check(reference, { seed, runs })
      const expected = problemsOf[law.name] ?? runs
      expect(result).toEqual({ status: 'passed', precision: 'double', runs: expected })
    }
  })

  test.for(laws)('$name of $function holds for single precision', async (law) => {
    const result = await law.check(applyMistakes(['single-precision']), { seed: 1, runs })
    expect(result.status).toBe('passed')
  })

  test('the laws that compare with the formula tell single precision from double', async () => {
    const comparing = laws.filter(({ name }) => formulas.has(name))
    expect(new Set(comparing.map(({ name }) => name))).toEqual(formulas)
    for (const law of comparing) {
      const result = await law.check(applyMistakes(['single-precision']), { seed: 1, runs })
      expect(result, `${law.name} of ${law.function}`).toMatchObject({ precision: 'single' })
    }
  })

  test.for(broken)(
    '%s breaks the law %s with %s, and the evidence can be computed again',
    async ([functionName, name, mistake, message]) => {
      const wrong = applyMistakes([mistake])
      const result = await lawOf(functionName, name).check(wrong, { seed: 1, runs })
      if (result.status !== 'failed') throw new Error(`Expected a failure, but it ${result.status}`)
      const { evidence } = result.counterexample
      expect(result.message).toBe(message)
      expect(result.runs).toBeGreaterThanOrEqual(1)
      expect(evidence.received).toEqual(returnedFor(functionName, wrong, evidence))
      if (formulas.has(name))
        expect(evidence.expected).toEqual(returnedFor(functionName, reference, evidence))
    },
  )

  test('a pass that keeps many steps, but not all, breaks the derivatives of the loss at every seed', async () => {
    for (const kept of [10, 12, 20, 29])
      for (const seed of [1, 2, 3]) {
        const wrong = { ...reference, backwardGradient: keeping(kept) }
        const derivatives = lawOf('backward_gradient', 'finite-difference-agreement')
        const result = await derivatives.check(wrong, { seed, runs: 1 })
        if (result.status !== 'failed')
          throw new Error(`${kept} steps at seed ${seed}: ${result.status}`)
        expect(result.counterexample.evidence.input.X).toMatchObject({ rows: 1, columns: kept + 1 })
      }
  })

  test('every law but the good conduct of the flat functions is broken by a mistake', () => {
    const names = new Set(broken.map(([functionName, name]) => `${name} of ${functionName}`))
    const unbroken = laws.filter((law) => !names.has(`${law.name} of ${law.function}`))
    expect(unbroken.map(({ function: owner, name }) => `${name} of ${owner}`)).toEqual([
      'well-behaved of update_state',
      'well-behaved of forward_states',
      'well-behaved of loss',
      'well-behaved of output_gradient',
    ])
  })

  test('a state that is rounded to three digits after the point breaks the law of the update', async () => {
    const rounding = {
      ...reference,
      updateState: (...given: Parameters<typeof reference.updateState>) =>
        reference.updateState(...given).map((entry) => Math.round(1e3 * entry) / 1e3),
    }
    for (const seed of [1, 2, 3]) {
      const result = await lawOf('update_state', 'state-update').check(rounding, { seed, runs })
      expect(result).toMatchObject({ status: 'failed' })
    }
  })

  test('an answer that depends on the calls before breaks the law of good conduct', async () => {
    let calls = 0
    const counting = { ...reference, loss: () => calls++ }
    const result = await lawOf('loss', 'well-behaved').check(counting, { seed: 1, runs })
    expect(result).toMatchObject({ status: 'failed' })
    expect('message' in result && result.message).toMatch(
      /^the same call returned another loss the second time: \d+$/,
    )
  })
})
