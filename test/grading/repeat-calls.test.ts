import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { builtIn } from '../../src/assignment/built-in.ts'
import { gradeSubmission } from '../../src/grade.ts'

const folder = mkdtempSync(join(tmpdir(), 'gradproof-repeat-'))
afterAll(() => rmSync(folder, { recursive: true }))

const right = readFileSync('fixtures/submissions/right/common-js.js', 'utf8')

function grade(name: string, changed: string) {
  const path = join(folder, name)
  writeFileSync(path, `${right}\n${changed}\n`)
  return gradeSubmission(path, builtIn[0], {
    sandbox: 'none',
    timeoutSeconds: 60,
    memoryMiB: 512,
    python: 'python3',
    hints: 'gentle',
    seed: 1,
    runs: 20,
  })
}

describe('calls that are repeated', () => {
  test('an answer that drifts with the calls before, however little, is named and earns nothing', async () => {
    const { score, mistakes, properties } = await grade(
      'drifts.js',
      'let calls = 0; module.exports.loss = (y, t) => loss(y, t) * (1 + (++calls > 30 ? 2 ** -52 : 0))',
    )
    expect(mistakes.map(({ id, function: name }) => [id, name])).toEqual([
      ['nondeterministic', 'loss'],
    ])
    expect(score).toBe(9)
    const laws = properties.filter((law) => law.function === 'loss')
    expect(laws.every((law) => law.status === 'failed' && law.score === 0)).toBe(true)
  })

  test('a function that throws every time answers the same every time', async () => {
    const { mistakes } = await grade(
      'throws.js',
      'module.exports.loss = () => { throw new Error(String(Math.random())) }',
    )
    expect(mistakes).toEqual([])
  })

  test('a right function that keeps a cache passes', async () => {
    const { status, mistakes } = await grade(
      'caches.js',
      `const cache = new Map()
      module.exports.loss = (y, t) => {
        const key = JSON.stringify([y, t])
        if (!cache.has(key)) cache.set(key, loss(y, t))
        return cache.get(key)
      }`,
    )
    expect({ status, mistakes }).toEqual({ status: 'passed', mistakes: [] })
  })
})
