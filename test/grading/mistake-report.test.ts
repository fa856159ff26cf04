import { describe, expect, test } from 'vitest'
import type { DiagnosedMistake } from '../../src/assignment/diagnosis.ts'
import {
  factsOf,
  type Hints,
  mistakeReports,
  paidBefore,
} from '../../src/grading/mistake-report.ts'
import type { PropertyReport } from '../../src/report.ts'

const mistake = (id: string, name: string): DiagnosedMistake => ({
  id,
  function: name,
  explanation: 'The loss has a factor. The mathematics has none.',
  hint: 'Where is the factor?',
  formula: 'mean((t - y)^2)',
})

const law = (name: string, owner: string): PropertyReport => ({
  name,
  function: owner,
  statement: '',
  status: 'failed',
  score: 0,
  maxScore: 1,
  runs: 1,
  message: '',
  counterexample: {
    input: {},
    expected: {},
    received: {},
    shrinks: 0,
    table: {
      caption: '',
      columns: ['k', 'S_k'],
      rows: [
        [0, 0],
        ['received', 1],
      ],
      difference: { row: owner === 'loss' ? 0 : 1, column: 1 },
    },
  },
})

const hintWith = (hints: Hints): string =>
  mistakeReports([mistake('loss-half', 'loss')], [], hints)[0].hint

describe('a mistake in a report', () => {
  test('comes with a question, with the formula as well, or with neither', () => {
    expect(hintWith('gentle')).toBe('Where is the factor?')
    expect(hintWith('full')).toBe('Where is the factor? What is asked for: mean((t - y)^2)')
    expect(hintWith('none')).toBe('')
  })

  test('that shows in no result points to no row', () => {
    const [written] = mistakeReports(
      [mistake('mutates-inputs', 'loss')],
      [law('golden', 'loss')],
      'none',
    )
    expect(written.explanation).toMatch(/none\.$/)
  })

  test('points to the row where it shows, in the first table of its own function', () => {
    const laws = [law('recurrence', 'forward_states'), law('golden', 'loss')]
    const [states, loss] = mistakeReports(
      [mistake('forward-product', 'forward_states'), mistake('loss-half', 'loss')],
      laws,
      'none',
    )
    expect(states.explanation).toMatch(
      /none\. It shows in the row "received" of the table of recurrence\.$/,
    )
    expect(loss.explanation).toMatch(/none\. It shows in the row k = 0 of the table of golden\.$/)
  })

  test('lists what gives the same numbers, in a sentence and as ids', () => {
    const alsoKnownAs = [
      { ids: ['loss-root'], sentence: 'Nothing tells this from loss-root.' },
      { ids: ['a', 'b'], sentence: 'Nothing tells this from a and b.' },
    ]
    const [other, one] = mistakeReports(
      [{ ...mistake('loss-half', 'loss'), alsoKnownAs }, mistake('loss-half', 'loss')],
      [],
      'none',
    )
    expect(other.alsoKnownAs).toEqual([['loss-root'], ['a', 'b']])
    expect(other.explanation).toMatch(
      /none\. Nothing tells this from loss-root\. Nothing tells this from a and b\.$/,
    )
    expect(one).not.toHaveProperty('alsoKnownAs')
  })
})

describe('a mistake that explains two functions', () => {
  const [update, states] = ['update_state', 'forward_states']

  test('is paid for by the first', () => {
    const both = [mistake('forward-product', update), mistake('forward-product', states)]
    expect([...paidBefore(both)]).toEqual([[states, update]])
  })

  test('does not pay for another mistake beside it', () => {
    const both = [mistake('forward-product', update), mistake('forward-product', states)]
    expect([...paidBefore([...both, mistake('forward-stops-early', states)])]).toEqual([])
    expect([...paidBefore([mistake('forward-squashes', update), both[1]])]).toEqual([])
    expect([...paidBefore([])]).toEqual([])
  })
})

test('a function that is right elsewhere is told so, unless it depends on chance', () => {
  const diagnosis = {
    mistakes: [],
    facts: ['y is wrong.'],
    rightElsewhere: [
      { function: 'loss', precision: 'single' },
      { function: 'update_state', precision: 'double' },
    ],
  } as const
  expect(factsOf(diagnosis, new Set(['update_state']))).toEqual([
    'y is wrong.',
    expect.stringMatching(
      /^loss is right on the problems .* to the 7 digits of 32-bit floats, and no further:/,
    ),
  ])
})
