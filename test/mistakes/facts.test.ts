import { expect, test } from 'vitest'
import type { Implementation } from '../../src/mistakes/apply-mistakes.ts'
import { applyMistakes } from '../../src/mistakes/apply-mistakes.ts'
import { diagnose } from '../../src/mistakes/diagnose.ts'
import type { FunctionName, MistakeId } from '../../src/mistakes/index.ts'
import type { Matrix } from '../../src/numpy/matrix.ts'
import { publishedInputs } from '../../src/mistakes/published-case.ts'
import { observe, type Problem, problemsOf } from './problems.ts'

type Returned = [[number, number], Matrix]
type Call = (...given: Parameters<Implementation['backwardGradient']>) => Returned

function backwardWith(call: Call): Implementation {
  return { ...right, backwardGradient: call }
}

const right = applyMistakes([])

function factsOf(
  subject: Implementation,
  name: FunctionName = 'backward_gradient',
  problems = problemsOf('facts'),
): readonly string[] {
  const diagnosis = diagnose(observe(name, problems, subject))
  if (diagnosis.status !== 'unexplained') throw new Error(`Expected facts, got ${diagnosis.status}`)
  return diagnosis.facts
}

function changed(
  change: (gradients: [number, number], n: number, T: number) => [number, number],
): Call {
  return (X, S, gradOut, wRec) => {
    const [gradients, overTime] = right.backwardGradient(X, S, gradOut, wRec)
    return [change(gradients, X.rows, X.columns), overTime]
  }
}

test('a wrong sign on one weight is told as its ratio', () => {
  expect(factsOf(backwardWith(changed(([wx, rec]) => [wx, -rec])))).toEqual([
    'The gradient over time is right.',
    "wx's gradient is right.",
    "wRec's gradient is -1 times the expected value on every problem.",
  ])
})

test('a constant factor that no mistake covers is told with its value', () => {
  const facts = factsOf(backwardWith(changed(([wx, rec]) => [wx / 3, rec / 3])))
  expect(facts).toContain("wx's gradient is 0.333333 times the expected value on every problem.")
  expect(facts).toContain("wRec's gradient is 0.333333 times the expected value on every problem.")
})

test('a factor that grows with the batch or with time is told in these terms', () => {
  const facts = factsOf(backwardWith(changed(([wx, rec], n, T) => [wx * n, 3 * (rec / T)])))
  expect(facts).toContain("wx's gradient is n times the expected value on every problem.")
  expect(facts).toContain("wRec's gradient is 3/T times the expected value on every problem.")
})

test('a known mistake is named beside a factor on one weight that no mistake covers', () => {
  const subject = applyMistakes(['overwrites-wx'])
  const call: Call = (...given) => {
    const [[wx, rec], overTime] = subject.backwardGradient(...given)
    return [[wx, -rec], overTime]
  }
  const diagnosis = diagnose(observe('backward_gradient', problemsOf('facts'), backwardWith(call)))
  expect(diagnosis).toMatchObject({
    status: 'unexplained',
    mistakes: [{ id: 'overwrites-wx', function: 'backward_gradient' }],
  })
  expect(diagnosis.status === 'unexplained' && diagnosis.facts[0]).toBe(
    "Apart from the mistakes named, wRec's gradient is -1 times what was expected.",
  )
})

const twoColumnsOff: Call = (X, S, gradOut, wRec) => {
  const [gradients, overTime] = right.backwardGradient(X, S, gradOut, wRec)
  for (const k of [1, 2]) overTime.data[(X.rows - 1) * S.columns + k] += k
  return [gradients, overTime]
}

test('the place where the gradient over time departs is the first on its way back', () => {
  expect(factsOf(backwardWith(twoColumnsOff))[0]).toContain(
    'first departs at G[1, 2] of 2 samples and T = 5',
  )
})

const withoutFirstColumn: Call = (X, S, gradOut, wRec) => {
  const [gradients, { rows, columns, data }] = right.backwardGradient(X, S, gradOut, wRec)
  const short = data.filter((_, i) => i % columns > 0)
  return [gradients, { rows, columns: columns - 1, data: short }]
}

test('a gradient over time of another shape is told by both shapes', () => {
  expect(factsOf(backwardWith(withoutFirstColumn))[0]).toBe(
    'The gradient over time is a 2 × 5 matrix where 2 × 6 was expected.',
  )
})

// More problems of one length than it has steps: the weight of each step can be solved for.
const ofOneLength = problemsOf('steps', [
  [2, 4],
  [3, 4],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 4],
])

function weighted(weights: readonly number[]): Call {
  return (X, S, gradOut, wRec) => {
    const [[, rec], overTime] = right.backwardGradient(X, S, gradOut, wRec)
    const terms = X.data.map((x, j) => {
      const [i, k] = [Math.floor(j / X.columns), (j % X.columns) + 1]
      return (weights[k - 1] * overTime.data[i * S.columns + k] * x) / X.rows
    })
    return [[terms.reduce((sum, term) => sum + term, 0), rec], overTime]
  }
}

test.each([
  [[1, 0, 1, 1], "wx's gradient leaves out the step k = 2 of 4."],
  [[0, 0, 1, 0], "wx's gradient counts the step k = 3 alone, of 4."],
  [[0, 1, 0, 1], "wx's gradient leaves out the steps k = 1, 3 of 4."],
  [
    [0.125, 0.25, 0.5, 1],
    "wx's gradient counts the last step 1 times, and each step before it 0.5 times as often as the one after it.",
  ],
  [[1, -2, 3, 5], "wx's gradient counts the steps k = 1 … 4 with the weights 1, -2, 3, 5."],
])('the weights %j of the steps are read from the gradients', (weights, fact) => {
  expect(factsOf(backwardWith(weighted(weights)), 'backward_gradient', ofOneLength)).toContain(fact)
})

const offByWeight: Call = (X, S, gradOut, wRec) => {
  const [[wx, rec], overTime] = right.backwardGradient(X, S, gradOut, wRec)
  return [[wx + wRec - 1, rec], overTime]
}

const firstStep = ({ X, ...rest }: Problem): Problem => ({
  ...rest,
  X: { ...X, columns: 1, data: X.data.filter((_, i) => i % X.columns === 0) },
})

const firstSample = ({ X, t, ...weights }: Problem): Problem => ({
  ...weights,
  X: { ...X, rows: 1, data: X.data.slice(0, X.columns) },
  t: t.slice(0, 1),
})

const kinds = (one: Problem) => [one, firstStep(one), firstSample(one), { ...one, wRec: 1 }]

test('an error that vanishes on a kind of problem is told with the kind', () => {
  const [one] = problemsOf('kinds', [[3, 4]])
  const problems = kinds(one)
  const offBySamples = changed(([wx, rec], n) => [wx + 0.1 * (n - 1), rec])
  const bySamples = factsOf(backwardWith(offBySamples), 'backward_gradient', problems)
  expect(bySamples).toContain('The error vanishes at n = 1.')
  expect(bySamples).not.toContain('The error vanishes at T = 1.')
  const offBySteps = changed(([wx, rec], _, T) => [wx + 0.1 * (T - 1), rec])
  const bySteps = factsOf(backwardWith(offBySteps), 'backward_gradient', problems)
  expect(bySteps).toContain('The error vanishes at T = 1.')
  const byWeight = factsOf(backwardWith(offByWeight), 'backward_gradient', problems)
  expect(byWeight).toContain('The error vanishes at wRec = 1.')
})

test('an error that shows on long sequences alone is not said to vanish on a kind tried on short ones', () => {
  const [short, long] = problemsOf('long', [
    [3, 4],
    [3, 9],
  ])
  const offWhenLong = backwardWith(changed(([wx, rec], _, T) => [wx, T > 6 ? 1.01 * rec : rec]))
  const factsOn = (problems: Problem[]) =>
    factsOf(offWhenLong, 'backward_gradient', problems).filter((fact) => fact.includes('vanishes'))
  expect(factsOn([...kinds(short), long])).toEqual(['The error vanishes at T = 1.'])
  expect(factsOn([...kinds(short), ...kinds(long)])).toEqual(['The error vanishes at T = 1.'])
})

const fromStates: Call = (X, S, _, wRec) => {
  const last = Float64Array.from({ length: S.rows }, (_, i) => S.data[(i + 1) * S.columns - 1])
  const twice = last.map((y) => 2 * y)
  return right.backwardGradient(X, S, twice, wRec)
}

test('a gradient that is right at zero targets alone is told so', () => {
  const problems = problemsOf('targets').slice(2, 3)
  const zero = { ...problems[0], t: problems[0].t.map(() => 0) }
  const facts = factsOf(backwardWith(fromStates), 'backward_gradient', [...problems, zero])
  expect(facts).toContain('The error vanishes at zero targets.')
  const off = backwardWith(changed(([wx, rec]) => [wx + 0.1, rec]))
  expect(factsOf(off, 'backward_gradient', [...problems, zero]).join()).not.toContain('vanishes')
})

test('the loss and the gradient of the outputs are told by their ratio', () => {
  const subject = { ...right, loss: tripled('loss'), outputGradient: negatedThird }
  expect(factsOf(subject, 'loss')).toEqual(['loss is 3 times the expected value on every problem.'])
  expect(factsOf(subject, 'output_gradient')).toEqual([
    'output_gradient is -0.333333 times the expected value on every problem.',
  ])
})

test('what is 0 on every problem is said to be', () => {
  const zero = { ...right, loss: () => 0 }
  expect(factsOf(zero, 'loss')).toContain('loss is 0 on every problem.')
})

test('numbers are told with as many digits as tell them apart', () => {
  const off = { ...right, loss: (y: Float64Array, t: Float64Array) => right.loss(y, t) + 1e-5 }
  const [, received, expected] =
    /: ([\d.]+) where ([\d.]+) was expected/.exec(factsOf(off, 'loss')[0]) ?? []
  expect(received).not.toBe(expected)
  expect(received.length).toBeLessThan(13)
})

function tripled(name: 'loss'): Implementation['loss'] {
  return (y, t) => 3 * right[name](y, t)
}

function negatedThird(y: Float64Array, t: Float64Array): Float64Array {
  return right.outputGradient(y, t).map((value) => -value / 3)
}

test('a loss that is right at zero targets alone is told so', () => {
  const problems = problemsOf('targets').slice(0, 1)
  problems.push({ ...problems[0], t: problems[0].t.map(() => 0) })
  const subject = {
    ...right,
    loss: (y: Float64Array) =>
      right.loss(
        y,
        y.map(() => 0),
      ),
  }
  expect(factsOf(subject, 'loss', problems)).toContain('The error vanishes at zero targets.')
})

test('states are told by the first one that departs in time', () => {
  const forwardStates: Implementation['forwardStates'] = (X, wx, wRec) => {
    const S = right.forwardStates(X, wx, wRec)
    for (const k of [2, 3]) S.data[(X.rows - 1) * S.columns + k] += 1
    S.data[4] += 1
    return S
  }
  const [fact] = factsOf({ ...right, forwardStates }, 'forward_states')
  expect(fact).toContain('forward_states first departs at S[1, 2] of 2 samples and T = 5')
})

function notANumber(): number {
  return Number.NaN
}

test('numbers that are not finite are wrong, and told where they first stand', () => {
  const loss = { ...right, loss: notANumber }
  expect(factsOf(loss, 'loss')[0]).toMatch(/^loss first departs at n = 2: NaN where/)
  const backward = backwardWith(changed(([wx]) => [wx, Infinity]))
  expect(factsOf(backward)[2]).toMatch(
    /^wRec's gradient is wrong, as at 2 samples.*: Infinity where/,
  )
})

test('no observations are no evidence of a mistake', () => {
  expect(diagnose([])).toEqual({ status: 'right' })
})

test('a function that returns too few numbers is told so', () => {
  const outputGradient = (y: Float64Array, t: Float64Array): Float64Array =>
    right.outputGradient(y, t).slice(1)
  expect(factsOf({ ...right, outputGradient }, 'output_gradient')).toEqual([
    'output_gradient returned 1 numbers where 2 were expected.',
  ])
})

test('what is right on the published case alone is hard-coded, whatever it returns elsewhere', () => {
  const published = observedOn(publishedInputs(), right)
  const zero = backwardWith(changed(() => [0.5, 0.5]))
  const elsewhere = observe('backward_gradient', problemsOf('facts'), zero)
  const likeIt = observedOn(reversed(publishedInputs()), zero)
  const ids: MistakeId[] = ['hard-coded']
  expect(diagnose([...elsewhere, published, likeIt])).toMatchObject({
    status: 'explained',
    mistakes: ids.map((id) => ({ id, function: 'backward_gradient' })),
  })
  expect(diagnose([...elsewhere, likeIt]).status).toBe('unexplained')
  expect(diagnose([...elsewhere, published]).status).toBe('unexplained')
})

/** A gradient of wx that leaves out the inputs below 0, as a mask that is meant for something else does. */
const blindBelowZero: Call = (X, S, gradOut, wRec) => {
  const masked = { ...X, data: X.data.map((x) => Math.max(x, 0)) }
  return right.backwardGradient(masked, S, gradOut, wRec)
}

test('who is right on every problem of ones and zeros has not written down the published result', () => {
  const subject = backwardWith(blindBelowZero)
  const elsewhere = observe('backward_gradient', problemsOf('facts'), subject)
  const alike = [publishedInputs(), reversed(publishedInputs())].map((X) => observedOn(X, subject))
  expect(diagnose([...elsewhere, ...alike])).toMatchObject({ status: 'unexplained', mistakes: [] })
})

const reversed = (X: Matrix): Matrix => ({ ...X, data: X.data.toReversed() })

/** The summing task on these inputs, at the weights of the published case. */
function observedOn(X: Matrix, subject: Implementation): ReturnType<typeof observe>[number] {
  const t = Float64Array.from({ length: X.rows }, (_, i) =>
    X.data.slice(i * X.columns, (i + 1) * X.columns).reduce((sum, x) => sum + x, 0),
  )
  return observe('backward_gradient', [{ X, t, wx: 1.2, wRec: 1.2 }], subject)[0]
}
