import { existsSync, readdirSync, readFileSync, writeFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { Session } from '../../src/submission/index.ts'
import { confined, why } from './bubblewrap.ts'
import {
  failure,
  fileWith,
  fixture,
  folderWith,
  open,
  returned,
  session,
  vector,
} from './opening.ts'

/**
 * What hostile submissions try. Most of it only confinement keeps away: where bubblewrap does not
 * work these tests are skipped, and say so.
 */
const y = vector(5, 6)

const hostile = (name: string, changed = {}): Promise<Session> =>
  session(fixture(`hostile/${name}`), { sandbox: 'bwrap', ...changed })

const both = (name: string) => [`${name}.js`, `${name}.py`]

interface Running {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

const processes = (): Running[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = Number(
          readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ')[1],
        )
        return [
          { pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') },
        ]
      } catch {
        return []
      }
    })

/** Processes of submissions that descend from this one, or from nobody any more. */
const survivors = (): string[] => {
  const all = processes()
  const ours = new Set([process.pid])
  for (let size = 0; size < ours.size;) {
    size = ours.size
    for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid)
  }
  return all
    .filter(({ pid, parent }) => ours.has(pid) || parent === 1)
    .map(({ command }) => command)
    .filter((command) =>
      /gradproof-(daemon|bomb)|submission\/(javascript|python)\/serve\.(cjs|py)/.test(command),
    )
}

const nothingSurvives = async (): Promise<void> => {
  for (let waited = 0; waited < 1000 && survivors().length > 0; waited += 50) await sleep(50)
  expect(survivors()).toEqual([])
}

describe.skipIf(!confined)(`confined by bubblewrap${why}`, () => {
  afterEach(nothingSurvives)

  const closing = async (opened: Session): Promise<void> => {
    await opened.close()
    await nothingSurvives()
  }

  test.each(both('writes-results'))('4: %s writes nothing that remains', async (name) => {
    const opened = await hostile(name)
    expect(await opened.call('loss', [y, y])).toEqual(returned(5))
    await closing(opened)
    const folders = ['/', tmpdir(), '/var/tmp', '/dev/shm', process.cwd(), fixture('hostile')]
    for (const folder of folders) {
      expect(existsSync(join(folder, 'gradproof-forged-results.json'))).toBe(false)
    }
  })

  test.each(both('daemonises'))('5: %s leaves no process behind', async (name) => {
    const opened = await hostile(name)
    expect(await opened.call('loss', [y, y])).toEqual(returned(5))
    expect(survivors().length).toBeGreaterThan(0)
    await closing(opened)
  })

  test.each(both('patches'))('6: %s changes itself alone', async (name) => {
    const before = [Math.max(1, 2), JSON.stringify({ a: 1 }), [1].map((v) => v + 1)]
    const opened = await open(fixture(`hostile/${name}`), { sandbox: 'bwrap', timeoutSeconds: 6 })
    if (opened.status === 'opened') {
      const outcome = await opened.session.call('loss', [y, y])
      expect(outcome.status === 'returned' ? outcome.value : 6).toBe(6)
    }
    expect([Math.max(1, 2), JSON.stringify({ a: 1 }), [1].map((v) => v + 1)]).toEqual(before)
    const honest = await hostile('keeps-references.js')
    expect(await honest.call('loss', [y, y])).toEqual(returned(5))
    await honest.close()
    if (opened.status === 'opened') await closing(opened.session)
  })

  test('7: impostors.js is turned into plain numbers or refused', async () => {
    const opened = await hostile('impostors.js')
    expect(failure(await opened.call('output_gradient', [y, y]))).toMatch(
      /^protocol: returned an object/,
    )
    expect(await opened.call('update_state', [y, y, 1, 1])).toEqual(returned(vector(1, 7)))
    const outcome = await opened.call('loss', [y, y])
    expect(outcome.status === 'returned' || outcome.error.kind === 'protocol').toBe(true)
    await closing(opened)
  })

  test('7: impostors.py is turned into plain numbers or refused', async () => {
    const opened = await hostile('impostors.py')
    expect(await opened.call('loss', [y, y])).toEqual(returned(5))
    expect(failure(await opened.call('output_gradient', [y, y]))).toBe(
      'protocol: returned a Convertible, where a number or an array of numbers was expected',
    )
    expect(await opened.call('update_state', [y, y, 1, 1])).toEqual(returned(vector(1, 7)))
    await closing(opened)
  })

  test.each(both('keeps-references'))('9: %s gets fresh copies every time', async (name) => {
    const opened = await hostile(name)
    const calls = Array.from({ length: 20 }, () => opened.call('loss', [y, y]))
    for (const outcome of await Promise.all(calls)) expect(outcome).toEqual(returned(5))
    expect(y).toEqual(vector(5, 6))
    await closing(opened)
  })

  test.each(both('counts-calls'))('10: %s answers otherwise in a fresh process', async (name) => {
    const opened = await hostile(name)
    const calls = ['loss', 'loss', 'loss', 'loss', 'output_gradient', 'update_state'].map(
      (name) => ({
        name,
        args: name === 'update_state' ? [y, y, 1, 1] : [y, y],
      }),
    )
    const outcomes = await Promise.all(calls.map(({ name, args }) => opened.call(name, args)))
    const again = (await opened.repeat(calls.toReversed())).toReversed()
    const differing = calls.filter(
      (_, i) => JSON.stringify(outcomes[i]) !== JSON.stringify(again[i]),
    )
    expect(new Set(differing.map(({ name }) => name))).toEqual(new Set(['loss', 'update_state']))
    await closing(opened)
  })

  test.each(both('reads'))('11: %s sees no secret of the judge', async (name) => {
    const canary = `canary-${Math.random()}`
    const file = join(tmpdir(), `gradproof-canary-${process.pid}.txt`)
    writeFileSync(file, canary)
    process.env['GRADPROOF_CANARY'] = canary
    try {
      const opened = await hostile(name)
      expect(await opened.call('loss', [y, y])).toEqual(returned(5))
      await closing(opened)
      const seen = opened.output()
      expect(seen.length).toBeGreaterThan(100)
      for (const secret of [
        canary,
        'GRADPROOF_CANARY',
        'root:x:',
        'contract.ts',
        'rnn',
        'golden',
      ]) {
        expect(seen).not.toContain(secret)
      }
    } finally {
      delete process.env['GRADPROOF_CANARY']
      rmSync(file)
    }
  })

  test.each(both('forges-everywhere'))('12: %s forges no reply', async (name) => {
    const opened = await hostile(name)
    const outcome = await opened.call('loss', [y, y])
    if (outcome.status === 'returned') expect(outcome.value).toBe(5)
    expect(failure(await opened.call('output_gradient', [y, y]))).toMatch(
      /^protocol: .*bytes came on the channel that are no message$/,
    )
    await closing(opened)
  })

  test.each(both('kills'))('13: %s ends nobody but itself', async (name) => {
    const honest = await hostile('keeps-references.py')
    const opened = await hostile(name)
    const outcome = await opened.call('loss', [y, y])
    expect(outcome.status === 'returned' || outcome.error.kind === 'crash').toBe(true)
    expect(await opened.call('output_gradient', [y, y])).toEqual(returned(y))
    expect(await honest.call('loss', [y, y])).toEqual(returned(5))
    await honest.close()
    await closing(opened)
  })

  test.each(both('forks'))('15: %s starves nobody else', async (name) => {
    const opened = await hostile(name, { timeoutSeconds: 12 })
    const bomb = opened.call('loss', [y, y])
    await sleep(500)
    const honest = await hostile('keeps-references.py')
    expect(await honest.call('loss', [y, y])).toEqual(returned(5))
    await honest.close()
    expect(failure(await bomb)).toMatch(/^(timeout|crash|memory|protocol): /)
    expect(await opened.call('output_gradient', [y, y])).toEqual(returned(y))
    await closing(opened)
  })

  test('16: webassembly.js meets the limit of memory', async () => {
    const opened = await hostile('webassembly.js', { memoryMiB: 128 })
    expect(failure(await opened.call('loss', [y, y]))).toMatch(/^memory: .*128 MiB/)
    expect(await opened.call('output_gradient', [y, y])).toEqual(returned(y))
    await closing(opened)
  })

  test.each(both('floods'))('17: %s fills neither output, reply nor disk', async (name) => {
    const opened = await hostile(name)
    expect(await opened.call('loss', [y, y])).toEqual(returned(5))
    expect(failure(await opened.call('output_gradient', [y, y]))).toBe(
      'protocol: returned far more numbers than were passed',
    )
    const outcome = await opened.call('update_state', [y, y, 1, 1])
    if (outcome.status === 'returned') expect(outcome.value).toBeLessThanOrEqual(16 * 2 ** 20)
    await closing(opened)
    expect(opened.output().length).toBeLessThan(70_000)
    expect(opened.output()).toMatch(/bytes more\)\n$/)
  })

  test.each(both('connects'))('18: %s does not reach the network', async (name) => {
    let connections = 0
    const server = createServer(() => connections++)
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve())
    })
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const opened = await hostile(name)
    expect(await opened.call('loss', [vector(port), y])).toEqual(returned(0))
    expect(connections).toBe(0)
    server.close()
    await closing(opened)
  })

  test.each(both('looks-around'))('24: %s sees the same every time', async (name) => {
    const seen = new Set<string>()
    for (const _ of [1, 2, 3]) {
      const opened = await hostile(name)
      expect(await opened.call('loss', [y, y])).toEqual(returned(5))
      await closing(opened)
      seen.add(opened.output())
    }
    expect(seen.size).toBe(1)
  })
})

test.each(both('escapes'))('22: %s shows itself without control characters', async (name) => {
  const opened = await session(fixture(`hostile/${name}`))
  const message = failure(await opened.call('loss', [y, y]))
  expect(message).toContain(
    String.raw`\u001b[2J::error file=a::b ⏎ <script>alert(1)</script>\u0000\u202e`,
  )
  const { update_state: missing } = opened.functions
  expect(missing.status === 'missing' && missing.message).toContain(
    String.raw`\u001b[31mloss\u0007`,
  )
})

test('20: what lies beside a submission configures nothing', async () => {
  const folder = folderWith({
    'main.js': 'exports.loss = (y) => y[0]',
    'package.json': '{"type": "module", "main": "evil.js"}',
    '.npmrc': 'registry=http://127.0.0.1/',
    'node_modules/acorn/index.js': 'process.exit(1)',
  })
  const opened = await session(folder)
  expect(await opened.call('loss', [y, y])).toEqual(returned(5))
})

test('21: names that differ in nothing but case are rejected', async () => {
  const folder = folderWith({ 'main.py': 'def loss(y, t): return 1', 'Main.py': '' })
  expect(failure(await open(folder))).toBe(
    'rejected: Main.py and main.py differ in nothing but case',
  )
})

test('a file on which a parser takes for ever costs its own time alone', async () => {
  const opened = await open(fixture('hostile/nested-casts.ts'), { timeoutSeconds: 6 })
  expect(failure(opened)).toMatch(/^(timeout|syntax): /)
})

/** From every module that a script gets hold of to all that these lead to. */
const looksThroughModules = `
  const seen = new Set()
  const visit = (one) => {
    if (!one || seen.has(one)) return
    seen.add(one)
    for (const other of [one.parent, ...one.children]) visit(other)
  }
  const known = Object.values(require('node:module')._cache)
  for (const one of [module, require.main, ...known]) visit(one)
  seen.delete(module)
  const found = [...seen].filter(({ exports }) => Object.keys(exports).length > 0)
  function loss() { return found.length }
`

test('a script that looks through the modules of its process finds nothing in them', async () => {
  const opened = await session(fileWith('a.js', looksThroughModules))
  expect(await opened.call('loss', [y, y])).toEqual(returned(0))
})
