import { execFileSync } from 'node:child_process'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { none } from '../../src/submission/confine-none.ts'
import {
  failure,
  fileWith,
  fixture,
  functions,
  matrix,
  open,
  returned,
  session,
  vector,
} from './opening.ts'

const y = vector(1, 2)
const bad = vector(-1)

const both = (name: string) => [`${name}.js`, `${name}.py`]

describe.each(both('exits-in-a-call'))('%s', (name) => {
  test('loses the calls that end the process, and no others', async () => {
    const opened = await session(fixture(`broken/${name}`))
    const calls = Array.from({ length: 40 }, (_, i) =>
      i % 20 === 7
        ? opened.call('loss', [bad, bad])
        : opened.call(i % 2 === 0 ? 'loss' : 'output_gradient', [vector(i), y]),
    )
    const outcomes = await Promise.all(calls)
    for (const [i, outcome] of outcomes.entries()) {
      if (i % 20 === 7) {
        expect(failure(outcome)).toBe(
          'crash: the process ended with exit code 0 while loss was running',
        )
      } else expect(outcome).toEqual(returned(i % 2 === 0 ? i : vector(i)))
    }
  })

  test('a function that always ends it is given up, and the others go on', async () => {
    const opened = await session(fixture(`broken/${name}`))
    const losses = Array.from({ length: 500 }, () => opened.call('loss', [bad, bad]))
    const gradient = opened.call('output_gradient', [y, y])
    expect(new Set((await Promise.all(losses)).map(failure)).size).toBe(1)
    expect(await gradient).toEqual(returned(y))
  })
})

describe('an exception is an error of its call', () => {
  test.each([
    ['throws.js', 'update_state', 'crash: threw null'],
    [
      'throws.js',
      'forward_states',
      "crash: TypeError: Cannot read properties of undefined (reading 'length') (5)",
    ],
    ['throws.js', 'loss', 'crash: threw a value that cannot be shown'],
    [
      'throws.js',
      'output_gradient',
      'crash: Error: nobody waits for this (an error that nothing handled, while output_gradient was running) (11)',
    ],
    ['throws.js', 'backward_gradient', 'crash: RangeError: Maximum call stack size exceeded (15)'],
    ['throws.py', 'update_state', 'crash: KeyboardInterrupt (6)'],
    [
      'throws.py',
      'forward_states',
      "crash: AttributeError: 'numpy.ndarray' object has no attribute 'rows' (9)",
    ],
    ['throws.py', 'loss', 'crash: Unshowable: (a message that cannot be shown) (12)'],
    ['throws.py', 'output_gradient', 'crash: SystemExit: 0 (15)'],
    ['throws.py', 'backward_gradient', /^crash: RecursionError: maximum recursion depth exceeded/],
    ['never-settles.mjs', 'loss', 'crash: Error: the promise that was returned never settles'],
  ] as const)('%s: %s', async (name, called, message) => {
    const opened = await session(fixture(`broken/${name}`))
    const count = functions.find(({ name }) => name === called)!.parameters.length
    const outcome = await opened.call(
      called,
      Array.from({ length: count }, () => y),
    )
    if (typeof message === 'string') expect(failure(outcome)).toBe(message)
    else expect(failure(outcome)).toMatch(message)
  })

  test('and the calls after it are answered', async () => {
    const opened = await session(fixture('broken/never-settles.mjs'))
    const outcomes = await Promise.all([
      opened.call('loss', [y, y]),
      opened.call('output_gradient', [y, y]),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['error', 'returned'])
  })
})

test.each(both('hangs'))('%s: a call without end costs its function alone', async (name) => {
  const opened = await session(fixture(`broken/${name}`), { timeoutSeconds: 6 })
  const loss = opened.call('loss', [y, y])
  const gradient = opened.call('output_gradient', [y, y])
  expect(failure(await loss)).toBe(
    'timeout: no answer for 1 s while loss was running (the time limit of the submission is 6 s)',
  )
  expect(await gradient).toEqual(returned(y))
  expect(failure(await opened.call('loss', [y, y]))).toMatch(/^timeout: /)
})

test.each(['heap.js', 'typed-arrays.js', 'heap.py'])(
  '%s: memory ends at its limit, and the others go on',
  async (name) => {
    const opened = await session(fixture(`broken/${name}`), { memoryMiB: 128 })
    expect(failure(await opened.call('loss', [y, y]))).toMatch(/^memory: .*128 MiB/)
    expect(await opened.call('output_gradient', [y, y])).toEqual(returned(y))
  },
)

test.each(both('forges'))('%s: bytes that are no reply are refused', async (name) => {
  const opened = await session(fixture(`broken/${name}`))
  expect(failure(await opened.call('loss', [y, y]))).toBe(
    "protocol: the submission's process wrote into the channel of its answers while loss was running: " +
      'bytes came on the channel that are no message',
  )
  expect(await opened.call('output_gradient', [y, y])).toEqual(returned(y))
})

test.each(both('mutates'))('%s: arguments that were written into are named', async (name) => {
  const opened = await session(fixture(`broken/${name}`))
  const X = matrix(2, 2, 1, 2, 0, 4)
  expect(await opened.call('loss', [y, y])).toEqual(returned(0, [1]))
  expect(await opened.call('output_gradient', [y, y])).toEqual(returned(0, [0]))
  expect(await opened.call('forward_states', [X, 1, 1])).toEqual(
    returned(matrix(2, 2, 1, 2, -0, 4), [0]),
  )
  expect(X).toEqual(matrix(2, 2, 1, 2, 0, 4))
})

test.each(both('prints'))('%s: output is kept as text, cut and escaped', async (name) => {
  const opened = await session(fixture(`broken/${name}`))
  expect(await opened.call('loss', [y, y])).toEqual(returned(1))
  await opened.close()
  expect(opened.output()).toContain(String.raw`\u001b[31mred\u001b[0m\u202e`)
  expect(opened.output()).toMatch(/… \(\d+ bytes more\)\n$/)
  expect(opened.output().length).toBeLessThan(70_000)
})

test('a reply may be as large as its call asks for', async () => {
  const opened = await session(fileWith('a.js', 'function output_gradient(y) { return [y, y, y] }'))
  const long = vector(...Array.from({ length: 10_000 }, (_, i) => i))
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () => opened.call('output_gradient', [long, long])),
  )
  const data = Float64Array.from({ length: 30_000 }, (_, i) => i % 10_000)
  for (const outcome of outcomes) expect(outcome).toEqual(returned({ shape: [3, 10_000], data }))
})

test('a fresh process that does not come as far as the submission says nothing of its functions', async () => {
  const path = fileWith('a.js', 'function loss() { return 1 }')
  const opened = await session(path, { sandbox: 'none' })
  const late = vi.spyOn(none, 'broken').mockReturnValue('it was late')
  onTestFinished(() => late.mockRestore())
  const [outcome] = await opened.repeat([{ name: 'loss', args: [y, y] }])
  expect(failure(outcome)).toBe(
    'timeout: no fresh process came as far as the submission (it was late)',
  )
  expect(await opened.call('loss', [y, y])).toEqual(returned(1))
})

test('calls after closing are answered with an error', async () => {
  const opened = await session(fileWith('a.js', 'function loss() { return 1 }'))
  const waiting = opened.call('loss', [y, y])
  await opened.close()
  expect(failure(await waiting)).toBe('crash: the submission was closed')
  expect(failure(await opened.call('loss', [y, y]))).toBe('crash: the submission was closed')
})

test('closing while calls are made again answers them with an error, whether or not their process has started', async () => {
  const opened = await session(fileWith('a.js', 'function loss() { return 1 }'))
  const again = opened.repeat([{ name: 'loss', args: [y, y] }])
  await opened.close()
  expect((await again).map(failure)).toEqual(['crash: the submission was closed'])
})

test('a process that is out of time before it can prove its confinement is not one that lacks it', async () => {
  const file = fileWith('a.js', 'function loss() { return 1 }')
  expect(failure(await open(file, { timeoutSeconds: 0.001 }))).toMatch(/^timeout: /)
})

test('closing while replies arrive answers every call, with its value or with an error', async () => {
  const opened = await session(fileWith('a.js', 'function loss() { return 1 }'))
  const calls = Array.from({ length: 20_000 }, () => opened.call('loss', [y, y]))
  await calls[0]
  // While nothing is read here, replies pile up on the channel.
  execFileSync(process.execPath, ['--eval', 'setTimeout(() => {}, 200)'])
  await opened.close()
  const outcomes = await Promise.all(calls)
  expect(outcomes[0]).toEqual(returned(1))
  for (const outcome of outcomes)
    if (outcome.status === 'error')
      expect(failure(outcome)).toBe('crash: the submission was closed')
})
