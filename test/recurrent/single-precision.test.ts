import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { gradeSubmission } from '../../src/grade.ts'
import { builtIn } from '../../src/assignment/built-in.ts'
import { fileWith } from '../submission/opening.ts'
import { unconfined } from './written/judge.ts'

/** Every function of a submission works with the float32 nearest to what it is given. */
const casts = `
import functools

def in_float32(f):
    def nearest(value):
        if isinstance(value, np.ndarray):
            return value.astype(np.float32)
        return value if isinstance(value, str) else np.float32(value)
    return functools.wraps(f)(lambda *given: f(*map(nearest, given)))

for name in ('update_state', 'forward_states', 'output', 'loss', 'output_gradient', 'backward_gradient'):
    globals()[name] = in_float32(globals()[name])
`

// Seeds with problems whose units are saturated, or whose gradients cancel.
test.for([
  ['elman-rnn', 1],
  ['elman-rnn', 2],
  ['elman-rnn', 3],
  ['lstm', 4],
  ['lstm', 8],
  ['gru', 1],
  ['gru', 3],
  ['gru', 8],
] as const)('%s in float32 passes with full points under seed %d', async ([network, seed]) => {
  const source = new URL(`../../fixtures/networks/${network}/vectorised.py`, import.meta.url)
  const path = fileWith('single.py', readFileSync(source, 'utf8') + casts)
  const assignment = builtIn.find(({ outline }) => outline.name === network)!
  const options = { ...unconfined, seed, runs: 100, hints: 'gentle' } as const
  const { status, score, mistakes } = await gradeSubmission(path, assignment, options)
  const named = [...new Set(mistakes.map(({ id }) => id))]
  expect({ status, score, named }).toEqual({
    status: 'passed',
    score: 10,
    named: ['single-precision'],
  })
})
