import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Tolerance } from '../../src/matchers/compare-numbers.ts'
import { toMatchGolden } from '../../src/matchers/to-match-golden.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'golden-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const match = (
  mode: 'all' | 'new' | 'none',
  received: unknown,
  tolerance?: Tolerance,
  isNot = false,
) => {
  const testPath = join(folder, 'rnn.test.ts')
  const context = { isNot, testPath, snapshotState: { snapshotUpdateState: mode } }
  const { pass, message } = toMatchGolden.call(context, received, 'states', tolerance)
  return { pass, message: message() }
}

const states = { S: [Float64Array.of(0, -0, 1.1), [NaN, -Infinity, 3e-310]], loss: 0.1 + 0.2 }

test('absent numbers are written outside CI, and read back bit for bit', () => {
  expect(match('new', states).pass).toBe(true)
  expect(match('none', states, { ulps: 0 }).pass).toBe(true)
  expect(readFileSync(join(folder, 'rnn.test.golden.json'), 'utf8')).toContain(
    '"S": [\n      [0, "-0", 1.1],\n      ["NaN", "-Infinity", 3e-310]\n    ]',
  )
})

test('a file that is no JSON is named', () => {
  writeFileSync(join(folder, 'rnn.test.golden.json'), '{"states": [1')
  expect(() => match('new', states)).toThrow('rnn.test.golden.json is no JSON: restore it')
})

test('absent numbers are refused in CI, negated or not', () => {
  expect(match('none', states)).toMatchObject({
    pass: false,
    message: expect.stringContaining("rnn.test.golden.json has no numbers named 'states'"),
  })
  expect(match('new', states, {}, true).pass).toBe(true)
})

test('numbers that differ fail, and are replaced with -u alone', () => {
  match('new', [1, 2])
  const next = [1, 2 + 2 * Number.EPSILON]
  expect(match('new', next)).toMatchObject({
    pass: false,
    message: expect.stringMatching(/1 of 2 numbers differ\n.*\n {2}\[1\] .* 1$/),
  })
  expect(match('all', next).pass).toBe(true)
  expect(match('none', next).pass).toBe(true)
})

test('a tolerance is in ulps or from an error bound', () => {
  match('new', [1, 100])
  expect(match('none', [1 + 4 * Number.EPSILON, 100], { ulps: 4 }).pass).toBe(true)
  expect(match('none', [1 + 4 * Number.EPSILON, 100], { ulps: 3 }).pass).toBe(false)
  expect(match('none', [1, 100.5], { errorBound: [0, 0.5] }).pass).toBe(true)
  expect(match('none', [1.5, 100], { errorBound: [0, 0.5] }).pass).toBe(false)
})

class Hidden {
  #loss = 1
  get loss() {
    return this.#loss
  }
}

const opaque = [
  ['a promise', Promise.resolve([1]), 'the value is a Promise', '; await it first'],
  ['a map', new Map([['a', 1]]), 'the value is a Map', ''],
  ['a set', new Set([1]), 'the value is a Set', ''],
  ['a date', new Date(0), 'the value is a Date', ''],
  ['bytes', new DataView(new ArrayBuffer(8)), 'the value is a DataView', ''],
  ['private fields', new Hidden(), 'the value is a Hidden', ''],
  ['a generator', [1].values(), 'the value is a', ''],
  ['a promise inside', { n: 1, loss: [Promise.resolve(1)] }, 'loss[0] is a Promise', '; await it'],
] as const

test.each(opaque)(
  'what shows no numbers is refused and not written, %s',
  (_, value, found, end) => {
    const matching = () => match('new', value)
    expect(matching).toThrow(TypeError)
    expect(matching).toThrow(found)
    expect(matching).toThrow(`: expected numbers, or arrays and objects of them${end}`)
    expect(existsSync(join(folder, 'rnn.test.golden.json'))).toBe(false)
  },
)

test.each([[{}], [[]], [{ states: [[], []] }]])(
  'a value without a number is refused, %j',
  (value) => {
    expect(() => match('new', value)).toThrow("without a number was received for 'states'")
  },
)

test('a golden value without a name is refused', () => {
  const context = { testPath: join(folder, 'rnn.test.ts') }
  for (const name of [undefined, '', 1]) {
    expect(() => toMatchGolden.call(context, [1], name as string)).toThrow(
      /the name is .*: expected/,
    )
  }
})
