import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { golden } from '../../properties/known-problem.ts'
import { batchMean } from '../../properties/mean-of-samples.ts'
import { CallError, type Quantities } from '../../properties/property.ts'
import { linearRegression } from '../../src/assignment/steps/linear-regression.ts'
import { linearRegressionFunctions } from '../../src/assignment/steps/linear-regression-functions.ts'
import { logisticRegression } from '../../src/assignment/steps/logistic-regression.ts'
import { softmaxCrossEntropy } from '../../src/assignment/steps/softmax-cross-entropy.ts'
import { twoLayerNetwork } from '../../src/assignment/steps/two-layer-network.ts'
import * as reference from '../../src/feedforward/linear-regression.ts'
import type * as softmax from '../../src/feedforward/softmax-cross-entropy.ts'

type Implementation = typeof reference
type Gradients = ReturnType<Implementation['gradients']>
type Given = Parameters<Implementation['gradients']>[0]

const { laws } = linearRegression
const runs = 20
/** The golden law has the one problem that students know. */
const problemsOf = ({ name }: { readonly name: string }) => (name === 'golden' ? 1 : runs)

const lawOf = (owner: string, name: string) =>
  laws.find((law) => law.function === owner && law.name === name)!

const check = (owner: string, name: string, wrong: object, seed = 1) =>
  lawOf(owner, name).check({ ...reference, ...wrong } as never, { seed, runs })

/** The gradients with something done to them. */
const changed = (change: (right: Gradients, given: Given) => object) => ({
  gradients: (given: Given) => change(reference.gradients(given), given),
})

const scaledBy = (factor: number) =>
  changed(({ w_grad, b_grad }) => ({
    w_grad: w_grad.map((each) => factor * each),
    b_grad: factor * b_grad,
  }))

const single = {
  predict: (given: never) => reference.predict(given).map(Math.fround),
  loss: (given: never) => Math.fround(reference.loss(given)),
  ...changed(({ w_grad, b_grad }) => ({
    w_grad: w_grad.map(Math.fround),
    b_grad: Math.fround(b_grad),
  })),
}

const clipped = (value: number) => Math.min(Math.max(value, -1), 1)

/** A law, what breaks it, and what is said of the smallest problem that shows it. */
const broken: readonly (readonly [string, string, object, string])[] = [
  [
    'predict',
    'agreement',
    { predict: ({ X, w }: never) => reference.predict({ X, w, b: 0 }) },
    'y[0] is 0, expected 1',
  ],
  [
    'predict',
    'batch-permutation',
    {
      predict: (given: never) => {
        const y = reference.predict(given)
        return y.fill(y[0])
      },
    },
    'y[0] is 2, expected 1',
  ],
  [
    'loss',
    'agreement',
    { loss: (given: never) => reference.loss(given) / 2 },
    'the value of loss is 0.5, expected 1',
  ],
  [
    'loss',
    'batch-mean',
    {
      loss: ({ y, t }: { y: Float64Array; t: Float64Array }) => y.length * reference.loss({ y, t }),
    },
    'the value of loss is 2, expected 1',
  ],
  [
    'gradients',
    'agreement',
    changed(({ w_grad, b_grad }) => ({ w_grad, b_grad: -b_grad })),
    'b_grad is 2, expected -2',
  ],
  [
    'gradients',
    'finite-difference-agreement',
    scaledBy(0.5),
    'b_grad is 1, the numerical derivative is 2 ± 2e-14',
  ],
  [
    'gradients',
    'finite-difference-agreement',
    changed(({ w_grad }) => ({ w_grad, b_grad: 1 })),
    'b_grad is 1, the numerical derivative is 2 ± 2e-14',
  ],
  [
    'gradients',
    'batch-mean',
    changed((right, { y }) => ({ ...right, b_grad: y.length * right.b_grad })),
    'b_grad is 4, expected 2',
  ],
  [
    'gradients',
    'batch-permutation',
    changed((right, { y, t }) => ({ ...right, b_grad: 2 * (y[0] - t[0]) })),
    'b_grad is 0, expected 2',
  ],
  [
    'gradients',
    'scaling',
    changed(({ w_grad, b_grad }) => ({ w_grad: w_grad.map(clipped), b_grad })),
    'w_grad[0] is 1, expected 16',
  ],
  [
    'gradients',
    'scaling',
    changed(({ w_grad, b_grad }) => ({ w_grad, b_grad: clipped(b_grad) })),
    'b_grad is 1, expected 4',
  ],
  [
    'gradients',
    'zero-gradient-at-optimum',
    changed(({ w_grad }) => ({ w_grad, b_grad: 3 })),
    'b_grad is 3, expected 0',
  ],
  ['gradients', 'descent', scaledBy(-1), 'small steps against the returned gradient raise loss'],
  [
    'gradients',
    'well-behaved',
    changed(({ w_grad }) => ({ w_grad, b_grad: NaN })),
    'b_grad is NaN, where a finite number was expected',
  ],
]

const formulas = new Set(['agreement', 'finite-difference-agreement', 'descent'])

/** What an implementation returns for the input of an evidence, by the names that the evidence uses. */
const returned = (implementation: object, owner: string, input: Quantities): Quantities => {
  const result = (implementation as Record<string, (given: Quantities) => never>)[owner](input)
  const names: Readonly<Record<string, string>> = { predict: 'y', loss: 'loss' }
  return owner in names ? { [names[owner]]: result } : result
}

describe.each([logisticRegression, softmaxCrossEntropy, twoLayerNetwork])(
  'the laws of $outline.name',
  (assignment) => {
    test.for(assignment.laws)('$name of $function holds for the reference', async (law) => {
      const result = await law.check(assignment.reference!, { seed: 2, runs })
      expect(result).toEqual({ status: 'passed', precision: 'double', runs: problemsOf(law) })
    })
  },
)

test('the gradient of a mean has a share of each sample in its row', async () => {
  const law = softmaxCrossEntropy.laws.find(
    ({ function: owner, name }) => owner === 'gradient' && name === 'batch-mean',
  )!
  const right = softmaxCrossEntropy.reference as unknown as typeof softmax
  const own = (given: Parameters<typeof softmax.gradient>[0]) => {
    const { rows, columns, data } = right.gradient(given)
    return { rows, columns, data: data.map((each) => rows * each) }
  }
  const result = await law.check({ ...right, gradient: own } as never, { seed: 1, runs })
  expect(result).toMatchObject({ status: 'failed', message: expect.stringMatching(/^Z_grad\[0\]/) })
})

/** A mistake: a row is a share of the mean. */
const shared = ({ X, w, b }: Parameters<typeof reference.predict>[0]) =>
  reference.predict({ X, w, b }).map((y) => y / X.rows)

const withoutMore = {
  functions: linearRegressionFunctions,
  problems: fc.constant({}),
  exact: new Set<string>(),
}

const meanOfPredictions = batchMean('predict').law(withoutMore)

test('what a function returns for each sample is the sample’s own in a batch of any size', async () => {
  const problem = {
    X: { rows: 2, columns: 1, data: Float64Array.of(1, 3) },
    w: Float64Array.of(2),
    b: 1,
  }
  expect(await meanOfPredictions.check(reference as never, problem)).toMatchObject({
    status: 'passed',
  })
  expect(await meanOfPredictions.check({ predict: shared } as never, problem)).toMatchObject({
    status: 'failed',
    message: 'y[0] is 1.5, expected 3',
  })
})

test('a golden law is about the one problem that is known, and refused where there is none', async () => {
  const recipe = golden('predict')
  expect(recipe).toMatchObject({ name: 'golden', needsReference: true, needsGolden: true })
  const problem = {
    X: { rows: 1, columns: 1, data: Float64Array.of(3) },
    w: Float64Array.of(2),
    b: 1,
  }
  const law = recipe.law({ ...withoutMore, reference: reference as never, golden: problem })
  expect(law).toMatchObject({
    name: 'golden',
    statement: expect.stringMatching(
      /^predict returns what its formula gives on the golden problem/,
    ),
    arguments: 'copied',
    runs: 1,
  })
  expect(fc.sample(law.problems, 2)).toEqual([problem, problem])
  expect(await law.check(reference as never, problem)).toMatchObject({ status: 'passed' })
  expect(() => recipe.law(withoutMore)).toThrow(new RangeError('there is no golden problem'))
})

describe('the laws of a defined assignment', () => {
  test.for(laws)(
    '$name of $function holds for the reference, in single precision too',
    async (law) => {
      const result = await law.check(reference as never, { seed: 1, runs })
      expect(result).toEqual({ status: 'passed', precision: 'double', runs: problemsOf(law) })
      const other = await law.check({ ...reference, ...single } as never, { seed: 1, runs })
      expect(other.status).toBe('passed')
    },
  )

  test.for(broken)('%s breaks the law %s, and the evidence can be computed again', async (row) => {
    const [owner, name, wrong, message] = row
    const result = await check(owner, name, wrong)
    if (result.status !== 'failed') throw new Error(`Expected a failure, but it ${result.status}`)
    expect(result.message).toBe(message)
    const { input, expected, received } = result.counterexample.evidence
    expect(received).toEqual(returned({ ...reference, ...wrong }, owner, input))
    if (formulas.has(name)) expect(expected).toEqual(returned(reference, owner, input))
    else if (name !== 'well-behaved') expect(Object.keys(expected)).toEqual(Object.keys(received))
  })

  test('hand a function what a right one before it returns', async () => {
    const far = { predict: () => Float64Array.of(NaN) }
    const others = laws.filter(({ function: owner }) => owner !== 'predict')
    for (const { function: owner, name } of others) {
      if (name === 'finite-difference-agreement' || name === 'descent') continue
      expect((await check(owner, name, far)).status, `${name} of ${owner}`).toBe('passed')
    }
  })

  test('tell single precision from double where they compare with the formula', async () => {
    for (const { function: owner, name } of laws.filter((law) => formulas.has(law.name))) {
      if (name === 'descent') continue
      expect(await check(owner, name, single), `${name} of ${owner}`).toMatchObject({
        status: 'passed',
        precision: 'single',
      })
    }
  })

  test('say nothing of a step where the loss is flat, or flat but for rounding', async () => {
    const flat = await check('gradients', 'descent', { loss: () => 3 })
    expect(flat).toMatchObject({ status: 'inconclusive' })
    const nearly = { loss: (given: never) => 1e9 + 1e-3 * reference.loss(given) }
    expect(await check('gradients', 'descent', nearly)).toMatchObject({ status: 'inconclusive' })
  })

  test('say nothing of a gradient whose loss has no value anywhere else', async () => {
    const crashing = {
      loss: () => {
        throw new CallError('crash', 'division by zero')
      },
    }
    expect(await check('gradients', 'finite-difference-agreement', crashing)).toMatchObject({
      status: 'inconclusive',
    })
  })
})
