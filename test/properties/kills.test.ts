import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { killMatrixText } from '../../bench/kill-matrix-text.ts'
import { functionNames, lawsOf, pairs, singles, survivors } from '../../bench/kills.ts'
import { linearRnn } from '../../src/assignment/linear-rnn.ts'

const seeds = [1, 2]

test.for(functionNames)(
  'every mistake in %s and every pair of them breaks a law on a generated problem',
  async (name) => {
    const mutants = [...singles(name), ...pairs(name)]
    expect(mutants).not.toEqual([])
    for (const seed of seeds) {
      expect(await survivors(name, mutants, seed), `seed ${seed}`).toEqual([])
    }
  },
)

test.for(functionNames)('the reference survives every law of %s', async (name) => {
  const right = { name: 'right', function: name, implementation: linearRnn.reference }
  expect(lawsOf(name)).not.toEqual([])
  expect(await survivors(name, [right], 1)).toEqual(['right'])
})

test('the page on which law catches which mistake is what the command prints', async () => {
  const page = readFileSync(new URL('../../docs/kill-matrix.md', import.meta.url), 'utf8')
  expect(await killMatrixText()).toBe(page)
})
