import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Argument, Assignment, Call, Returned } from '../../src/assignment/assignment.ts'
import { builtIn } from '../../src/assignment/built-in.ts'

interface Recorded {
  readonly shape: number[]
  readonly values: number[]
}

interface Case {
  readonly problem: Record<string, Recorded>
  readonly results: Record<string, Recorded[]>
}

const file = new URL('../../fixtures/golden/assignments.json', import.meta.url)
const cases = (JSON.parse(readFileSync(file, 'utf8')) as { cases: Record<string, Case> }).cases

const one = ({ shape, values }: Recorded): Exclude<Argument, string> =>
  shape.length === 0 ? values[0] : { shape, data: Float64Array.from(values) }

const returned = (parts: readonly Recorded[]): Returned =>
  parts.length === 1 ? one(parts[0]) : parts.map(one)

/** What a function was given, by the names of its parameters. */
type Given = Readonly<Record<string, Argument>>

/** The functions of an assignment, each returning what PyTorch gives for the golden problem, and what they are given. */
async function recordings(name: string) {
  const found = builtIn.find(({ outline }) => outline.name === name)
  if (found === undefined) throw new Error(`there is no assignment ${name}`)
  const assignment: Assignment<object> = await found.load()
  const given: Record<string, Given> = {}
  const call: Call = (asked, args) => {
    const { parameters } = assignment.outline.functions.find((each) => each.name === asked)!
    given[asked] = Object.fromEntries(parameters.map((each, i) => [each, args[i]]))
    return Promise.resolve({ value: returned(cases[name].results[asked]), mutated: [] })
  }
  const outcomes: Record<string, unknown> = {}
  for (const law of assignment.laws.filter((each) => each.name === 'golden'))
    outcomes[law.function] = await law.check(assignment.implementation(call), { seed: 7, runs: 9 })
  return { assignment, given, outcomes }
}

const entries = (argument: Argument): readonly (number | string)[] =>
  typeof argument === 'object' ? Array.from(argument.data) : [argument]

const isNear = (a: readonly Argument[], b: readonly Argument[]): boolean =>
  a.every((argument, i) => {
    const [came, known] = [entries(argument), entries(b[i])]
    return (
      came.length === known.length &&
      known.every((value, j) =>
        typeof value === 'string' ? value === came[j] : Math.abs(Number(came[j]) - value) < 1e-6,
      )
    )
  })

const mapped = (value: Returned, f: (entry: number, place: number) => number): Returned => {
  if (typeof value === 'number') return f(value, 0)
  return 'shape' in value
    ? { shape: value.shape, data: value.data.map(f) }
    : value.map((each) => mapped(each, f))
}

const ids = async (assignment: Assignment<object>, name: string, call: Call) => {
  const { mistakes, facts } = await assignment.diagnose(call, [name], 1)
  return { mistakes: mistakes.map(({ id }) => id), facts: facts.length }
}

const always =
  (value: Returned): Call =>
  () =>
    Promise.resolve({ value, mutated: [] })

const elsewhere: Record<string, (entry: number, place: number) => number> = {
  zeros: () => 0,
  rubbish: (_, place) => Math.sin(place + 1),
  'the golden result': (entry) => entry,
}

describe.each(Object.keys(cases))('%s', (name) => {
  test('every function returns on the golden problem what PyTorch gives', async () => {
    const { assignment, given, outcomes } = await recordings(name)
    const passed = { status: 'passed', precision: 'double', runs: 1 }
    for (const { name: each } of assignment.outline.functions)
      expect(outcomes[each], each).toMatchObject(passed)
    for (const args of Object.values(given))
      for (const [parameter, argument] of Object.entries(args))
        if (parameter in cases[name].problem)
          expect(entries(argument)).toEqual(cases[name].problem[parameter].values)
  })

  test.for(Object.keys(elsewhere))(
    'whoever knows the golden result alone, and returns %s elsewhere, is named',
    async (other) => {
      const { assignment, given } = await recordings(name)
      for (const each of assignment.outline.functions.map((asked) => asked.name)) {
        const known = returned(cases[name].results[each])
        const call: Call = (_, args) => {
          const isKnown = isNear(args, Object.values(given[each]))
          return Promise.resolve({
            value: isKnown ? known : mapped(known, elsewhere[other]),
            mutated: [],
          })
        }
        const said = await ids(assignment, each, call)
        expect({ each, ...said }).toEqual({ each, mistakes: ['hard-coded'], facts: 0 })
      }
    },
  )

  test('whoever returns one result whatever comes is named, unless it is 0', async () => {
    const { assignment } = await recordings(name)
    for (const each of assignment.outline.functions.map((asked) => asked.name)) {
      const known = returned(cases[name].results[each])
      const other = await ids(assignment, each, always(mapped(known, (entry) => entry + 1)))
      expect({ each, ...other }).toEqual({ each, mistakes: ['hard-coded'], facts: 0 })
      const zeros = await ids(assignment, each, always(mapped(known, () => 0)))
      expect({ each, mistakes: zeros.mistakes }).toEqual({ each, mistakes: [] })
      expect(zeros.facts).toBeGreaterThan(0)
    }
  })
})

/** What a function is given along one axis, and the most that a generated problem has there. */
const largest: readonly (readonly [string, string, string, number, number])[] = [
  ['elman-rnn', 'forward_states', 'X', 1, 5],
  ['elman-rnn', 'backward_gradient', 'X', 0, 4],
  ['lstm', 'backward_gradient', 'X', 1, 5],
  ['lstm', 'backward_gradient', 'weight_hh', 1, 3],
  ['gru', 'forward_states', 'X', 2, 2],
  ['linear-regression', 'predict', 'X', 0, 8],
  ['linear-regression', 'gradients', 'X', 1, 4],
  ['logistic-regression', 'predict', 'X', 0, 8],
  ['softmax-cross-entropy', 'softmax', 'Z', 1, 5],
  ['two-layer-network', 'hidden', 'W1', 1, 3],
]

// who is wrong from a size on is right on all generated problems
test.each(largest)(
  'the golden problem of %s is larger than what %s is given elsewhere: %s, axis %i, more than %i',
  async (name, asked, parameter, axis, most) => {
    const { given } = await recordings(name)
    const array = given[asked][parameter]
    expect(typeof array === 'object' ? array.shape[axis] : 0).toBeGreaterThan(most)
  },
)

test('the golden problem of logistic-regression reaches both ends of the sigmoid and its middle', async () => {
  const { given } = await recordings('logistic-regression')
  const { X, w, b } = given.predict
  const weights = entries(w).map(Number)
  const inputs = entries(X).map(Number)
  const z = Array.from({ length: inputs.length / weights.length }, (_, row) =>
    weights.reduce((sum, one, j) => sum + one * inputs[row * weights.length + j], Number(b)),
  )
  expect(z).toEqual(expect.arrayContaining([0, 8, -8]))
})
