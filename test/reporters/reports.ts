import type { PropertyReport, Report } from '../../src/report.ts'

export const held: PropertyReport = {
  name: 'recurrence',
  function: 'forward_states',
  statement: 'The states start at S_0 = 0.',
  status: 'passed',
  score: 2,
  maxScore: 2,
  runs: 100,
  message: 'holds',
}

export const failed: PropertyReport = {
  name: 'batch-mean',
  function: 'backward_gradient',
  statement: 'Gradients are means.',
  status: 'failed',
  score: 0,
  maxScore: 1.5,
  runs: 3,
  message: 'wx_grad is 4, expected 2',
  counterexample: {
    input: { X: [[1], [1]], wRec: 'NaN' },
    expected: {},
    received: {},
    shrinks: 1,
    table: {
      caption: 'sample 0 of 2',
      columns: ['k', 'S_k', 'S_k received'],
      rows: [
        [0, 0, 0],
        [1, 1 / 3, -12.5],
        ['expected', null, 2],
      ],
      difference: { row: 1, column: 2 },
    },
  },
}

const total = (properties: readonly PropertyReport[], key: 'score' | 'maxScore'): number =>
  properties.reduce((sum, law) => sum + law[key], 0)

/** A report of these laws. */
export const report = (
  properties: readonly PropertyReport[],
  more: Partial<Report> = {},
): Report => ({
  schemaVersion: 1,
  tool: { name: 'gradproof', version: '0.1.0' },
  assignment: 'linear-rnn',
  seed: 1,
  runs: 100,
  sandbox: 'none',
  submission: { path: "class/it's.py", language: 'python', sha256: '' },
  status: properties.every(({ status }) => status === 'passed') ? 'passed' : 'failed',
  score: total(properties, 'score'),
  maxScore: total(properties, 'maxScore'),
  properties,
  mistakes: [],
  facts: [],
  notes: [],
  durationMs: 412,
  ...more,
})

export const mistake = {
  id: 'sum-not-mean',
  function: 'backward_gradient',
  explanation: 'The gradients are summed, not averaged.',
  hint: 'What does twice the batch do?',
}
