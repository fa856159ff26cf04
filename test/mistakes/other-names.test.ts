import { expect, test } from 'vitest'
import { applyMistakes, type Choice } from '../../src/mistakes/apply-mistakes.ts'
import { mistakes } from '../../src/mistakes/catalogue.ts'
import { diagnose } from '../../src/mistakes/diagnose.ts'
import { discriminatingKinds } from '../../src/mistakes/discriminate.ts'
import type { FunctionName } from '../../src/mistakes/mistake.ts'
import { preferring } from '../../src/mistakes/preferring.ts'
import { otherNames, tellOtherName } from '../../src/mistakes/other-names.ts'
import { observe, problemsOf } from './problems.ts'

const parameters = { steps: [1, 2, 3], divisor: [7] }

const numbered = ({ id, parameter }: (typeof mistakes)[number], variant: number): Choice[] =>
  parameter === undefined
    ? [{ id, variant }]
    : parameters[parameter].map((number) => ({ id, variant, parameter: number }))

// Without a formula of its own a mistake has no ways.
const ways: Choice[] = mistakes.flatMap((mistake) => {
  const most = Math.max(0, ...Object.values(mistake.variants).map((list) => list.length))
  return Array.from({ length: most }, (_, variant) => numbered(mistake, variant)).flat()
})

const textOf = ({ id, variant, parameter }: Choice): string =>
  [id, variant && `way ${variant + 1}`, parameter].filter(Boolean).join(' ')

test('these ways to make one mistake are the same function, and no others', () => {
  const same = ways.flatMap((a, i) =>
    ways
      .slice(i + 1)
      .filter((b) => a.id !== b.id && discriminatingKinds([a], [b]).length === 0)
      .map((b) => `${textOf(a)} = ${textOf(b)}`),
  )
  expect(same).toEqual([
    'states-for-inputs = returns-one-twice way 2',
    'inputs-for-states = returns-one-twice',
    'truncated 1 = loops-forward',
  ])
})

function namesFor(name: FunctionName, made: Parameters<typeof applyMistakes>[0]) {
  const diagnosis = diagnose(observe(name, problemsOf('names'), applyMistakes(made)))
  if (diagnosis.status !== 'explained')
    throw new Error(`Expected mistakes, got ${diagnosis.status}`)
  const others = otherNames(diagnosis.mistakes, diagnosis.alternatives)
  return { ids: diagnosis.mistakes.map(({ id }) => id), others }
}

test('what two mistakes have in common is told with the one that is named', () => {
  const { ids, others } = namesFor('backward_gradient', ['returns-one-twice', 'sum-not-mean'])
  expect(ids).toEqual(['sum-not-mean', 'inputs-for-states'])
  expect(others).toMatchObject([
    { named: [{ id: 'inputs-for-states' }], instead: [{ id: 'returns-one-twice' }] },
  ])
  expect(others.map(tellOtherName)).toEqual([
    'Nothing that is returned tells this from returns-one-twice (the same gradient is returned in both places).',
  ])
})

test('exchanges that follow from smaller ones are not repeated', () => {
  const { ids, others } = namesFor('backward_gradient', ['inputs-for-states', 'loops-forward'])
  expect(ids).toEqual(['loops-forward', 'inputs-for-states'])
  expect(others.map(tellOtherName)).toEqual([
    'Nothing that is returned tells this from returns-one-twice (the same gradient is returned in both places).',
    'Nothing that is returned tells this from truncated (only the last K steps are added up, K = 1).',
  ])
})

test('two mistakes that only together are the same as two others are told together', () => {
  const { ids, others } = namesFor('backward_gradient', ['skips-last-step', 'state-index-ahead'])
  expect(ids).toEqual(['input-index-behind', 'extra-propagation-factor'])
  expect(others.map(tellOtherName)).toEqual([
    "Nothing that is returned tells this and extra-propagation-factor from state-index-ahead (wRec's gradient reads the state after the step, S_k) and skips-last-step (the pass for k = T is left out).",
  ])
})

test('a mistake that no other looks like has one name', () => {
  for (const id of ['sum-not-mean', 'state-index-ahead', 'clipped'] as const)
    expect(namesFor('backward_gradient', [id]), id).toEqual({ ids: [id], others: [] })
})

test('another of the names can be preferred, and takes the place of the one before', () => {
  const subject = applyMistakes(['loss-half', 'mutates-inputs', 'returns-one-twice'])
  const observations = (['loss', 'backward_gradient'] as const).flatMap((name) =>
    observe(name, problemsOf('names'), subject),
  )
  const found = diagnose(observations)
  expect(preferring(found, 'returns-one-twice')).toEqual({
    status: 'explained',
    mistakes: [
      { id: 'loss-half', function: 'loss' },
      { id: 'returns-one-twice', function: 'backward_gradient' },
      { id: 'mutates-inputs', function: 'backward_gradient' },
    ],
    alternatives: [
      [
        { id: 'inputs-for-states', function: 'backward_gradient' },
        { id: 'mutates-inputs', function: 'backward_gradient' },
      ],
    ],
  })
  for (const id of ['inputs-for-states', 'loss-root'] as const)
    expect(preferring(found, id)).toBe(found)
})
