import { expect, test } from 'vitest'
import type { Choice, Implementation } from '../../src/mistakes/apply-mistakes.ts'
import { applyMistakes } from '../../src/mistakes/apply-mistakes.ts'
import { mistakes } from '../../src/mistakes/catalogue.ts'
import type { Diagnosis } from '../../src/mistakes/diagnose.ts'
import { diagnose } from '../../src/mistakes/diagnose.ts'
import type { FunctionName } from '../../src/mistakes/mistake.ts'
import * as reference from '../../src/rnn/index.ts'
import { inOtherOrders } from './other-orders.ts'
import { observe, problemsOf } from './problems.ts'

const functionNames: readonly FunctionName[] = [
  'loss',
  'output_gradient',
  'update_state',
  'forward_states',
  'backward_gradient',
]

test('the reference is right on every problem', () => {
  for (let seed = 0; seed < 20; seed++) {
    const problems = problemsOf(`reference ${seed}`)
    expect(statusOf(problems, reference)).toBe('right')
  }
})

test('no order of summation and no way of writing the formulas is called a mistake', () => {
  for (let seed = 0; seed < 40; seed++) {
    const problems = problemsOf(`orders ${seed}`)
    for (const subject of inOtherOrders) expect(statusOf(problems, subject)).toBe('right')
  }
})

test('a right implementation is right at the edges: one sample, one step, special weights, extreme sizes', () => {
  const shapes = [
    [1, 1],
    [1, 6],
    [6, 1],
    [50, 30],
    [2, 40],
  ] as const
  for (const wRec of [0, 1, -1, 2, -3, 0.01, 1e5]) {
    for (const size of [0, 1, 1e-150, 1e50]) {
      const problems = problemsOf(`edges ${wRec}`, shapes).map(({ X, t, wx }) => ({
        X: {
          rows: X.rows,
          columns: X.columns,
          data: X.data.map((x) => Math.round(Math.abs(x)) * size),
        },
        t: t.map((value) => value * size),
        wx,
        wRec,
      }))
      for (const subject of [reference, ...inOtherOrders]) {
        expect(statusOf(problems, subject), `wRec ${wRec}, inputs of ${size}`).toBe('right')
      }
    }
  }
})

function statusOf(problems: ReturnType<typeof problemsOf>, subject: Implementation): string {
  return diagnose(functionNames.flatMap((name) => observe(name, problems, subject))).status
}

const parameters = { steps: [1, 2, 3, 5, 9], divisor: [3, 100, 1024] }

// Every way to make every mistake of a function, with several numbers where it has one.
function singles(name: FunctionName): Choice[] {
  return mistakes
    .filter(({ functions }) => functions.includes(name))
    .flatMap(({ id, variants, parameter }) =>
      (variants[name] ?? ['']).flatMap((_, variant) =>
        (parameter === undefined ? [undefined] : parameters[parameter]).map((value) =>
          value === undefined ? { id, variant } : { id, variant, parameter: value },
        ),
      ),
    )
}

// The same function under two names: what was made stands among what else explains it, or fewer mistakes make the same
// function, on other problems as well.
function isSameFunction(
  name: FunctionName,
  diagnosis: Diagnosis,
  made: readonly Choice[],
): boolean {
  if (diagnosis.status !== 'explained') return false
  if (diagnosis.mistakes.length === made.length)
    return diagnosis.alternatives.some((set) => sameSet(set, made))
  const others = diagnose(observe(name, problemsOf(`others ${name}`), applyMistakes(made)))
  return others.status === 'explained' && sameSet(others.mistakes, diagnosis.mistakes)
}

function sameSet(found: readonly Choice[], made: readonly Choice[]): boolean {
  return textOf(found) === textOf(made)
}

function textOf(set: readonly Choice[]): string {
  const texts = set.map(({ id, parameter }) => `${id} ${parameter}`)
  return texts.toSorted((a, b) => (a < b ? -1 : 1)).join()
}

test.each(functionNames)('every single mistake of %s is named, with its number', (name) => {
  expect(singles(name)).not.toEqual([])
  for (const seed of ['a', 'b', 'c']) {
    const problems = problemsOf(`${name} ${seed}`)
    for (const choice of singles(name)) {
      const diagnosis = diagnose(observe(name, problems, applyMistakes([choice])))
      expect(diagnosis, JSON.stringify(choice)).toMatchObject({ status: 'explained' })
      if (diagnosis.status !== 'explained') continue
      if (sameSet(diagnosis.mistakes, [choice])) continue
      expect(isSameFunction(name, diagnosis, [choice]), JSON.stringify([choice, diagnosis])).toBe(
        true,
      )
    }
  }
})

test.each(functionNames)(
  'every pair of mistakes of %s is named, or a set no larger that is the same function',
  (name) => {
    const problems = problemsOf(`pairs ${name}`)
    const pairs = compatiblePairs(name)
    expect(pairs).not.toEqual([])
    for (const pair of pairs) {
      const diagnosis = diagnose(observe(name, problems, applyMistakes(pair)))
      expect(diagnosis, JSON.stringify(pair)).toMatchObject({ status: 'explained' })
      if (diagnosis.status !== 'explained') continue
      if (sameSet(diagnosis.mistakes, pair)) continue
      expect(isSameFunction(name, diagnosis, pair), JSON.stringify([pair, diagnosis])).toBe(true)
    }
  },
)

test('mistakes in three functions are named together', () => {
  const problems = problemsOf('three')
  const made = [
    'loss-half',
    'forward-skips-first-input',
    'overwrites-wrec',
    'sum-not-mean',
  ] as const
  const subject = applyMistakes(made)
  const observations = functionNames.flatMap((name) => observe(name, problems, subject))
  expect(diagnose(observations)).toEqual({
    status: 'explained',
    mistakes: [
      { id: 'loss-half', function: 'loss' },
      { id: 'forward-skips-first-input', function: 'forward_states' },
      { id: 'sum-not-mean', function: 'backward_gradient' },
      { id: 'overwrites-wrec', function: 'backward_gradient' },
    ],
    alternatives: [],
  })
})

test('three mistakes in one function are named', () => {
  const made = ['sum-not-mean', 'state-index-ahead', 'no-propagation-factor'] as const
  const observations = observe('backward_gradient', problemsOf('triple'), applyMistakes(made))
  const diagnosis = diagnose(observations)
  expect(diagnosis.status === 'explained' && diagnosis.mistakes.map(({ id }) => id)).toEqual(
    expect.arrayContaining([...made]),
  )
})

test('a divisor that is a multiple of a batch size is told from it by another batch size', () => {
  const subject = applyMistakes([{ id: 'constant-divisor', parameter: 6 }])
  const same = problemsOf('divisor', [
    [3, 4],
    [3, 2],
    [3, 5],
  ])
  expect(diagnose(observe('backward_gradient', same, subject))).toMatchObject({
    mistakes: [{ id: 'missing-factor-two' }],
  })
  const different = problemsOf('divisor', [
    [3, 4],
    [2, 4],
  ])
  expect(diagnose(observe('backward_gradient', different, subject))).toMatchObject({
    mistakes: [{ id: 'constant-divisor', parameter: 6 }],
  })
})

test('a sum with another factor is a sum with a factor, not a division by it', () => {
  const subject = applyMistakes(['sum-not-mean', 'missing-factor-two'])
  expect(diagnose(observe('backward_gradient', problemsOf('sum'), subject))).toMatchObject({
    mistakes: [{ id: 'sum-not-mean' }, { id: 'missing-factor-two' }],
  })
})

function compatiblePairs(name: FunctionName): [Choice, Choice][] {
  const usual = mistakes
    .filter(({ id, functions }) => functions.includes(name) && id !== 'hard-coded')
    .map(({ id, parameter }): Choice =>
      parameter === undefined ? { id } : { id, parameter: parameter === 'steps' ? 3 : 7 },
    )
  // What is hard-coded has no formula that could go wrong a second time.
  return usual
    .flatMap((a, i) => usual.slice(i + 1).map((b): [Choice, Choice] => [a, b]))
    .filter((pair) => !conflicts(pair))
}

function conflicts(pair: readonly Choice[]): boolean {
  try {
    applyMistakes(pair)
    return false
  } catch {
    return true
  }
}
