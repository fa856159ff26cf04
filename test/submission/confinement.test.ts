import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { bwrap } from '../../src/submission/confine-bwrap.ts'
import { permissions } from '../../src/submission/confine-permissions.ts'
import type { Proof } from '../../src/submission/confine.ts'
import { confinementFor, giveUpOn } from '../../src/submission/confinement.ts'
import { HarnessError } from '../../src/submission/index.ts'
import { failure, fileWith, fixture, returned, session, vector } from './opening.ts'

const y = vector(5, 6)

const sound: Proof = {
  pid: 3,
  status: [
    'Name:\tnode',
    'Uid:\t61200\t61200\t61200\t61200',
    'CapPrm:\t0000000000000000',
    'CapEff:\t0000000000000000',
    'NoNewPrivs:\t1',
  ].join('\n'),
  net: 'Inter-|   Receive\n face |bytes\n    lo:       0\n',
  environment: ['HOME', 'PWD', 'OPENBLAS_NUM_THREADS'],
  permissions: false,
}

describe('a proof of confinement', () => {
  test('holds where every layer does', () => {
    expect(bwrap.broken(sound)).toBeUndefined()
  })

  test.each<[string, Partial<Proof>]>([
    ['the process runs as root', { status: sound.status.replace('61200', '0') }],
    ['the process runs as root', { status: '' }],
    ['the process has capabilities', { status: sound.status.replace('0\nCapEff', '8\nCapEff') }],
    ['the process may gain privileges', { status: sound.status.replace('Privs:\t1', 'Privs:\t0') }],
    ['the process sees those of others', { pid: 4711 }],
    ['the process has a network', { net: `${sound.net}  eth0:       0\n` }],
    ['the process has an environment (TOKEN)', { environment: ['HOME', 'TOKEN'] }],
  ])('fails where %s', (message, part) => {
    expect(bwrap.broken({ ...sound, ...part })).toBe(message)
  })

  test('of permissions is that Node applies them', () => {
    expect(permissions.broken({ ...sound, permissions: true })).toBeUndefined()
    expect(permissions.broken(sound)).toMatch(/^Node does not apply/)
  })
})

const weak = (path: string) => session(path, { sandbox: 'permissions' })

describe('permissions', () => {
  test.each([
    'right/vectorised.py',
    'right/named-exports.mjs',
    'right/typed.ts',
    'right/common-js.js',
  ])('let %s work, under their name', async (name) => {
    const opened = await weak(fixture(name))
    expect(opened.sandbox).toBe('permissions')
    expect(await opened.call('loss', [y, vector(5, 4)])).toEqual(returned(2))
  })

  test('keep JavaScript from files and processes', async () => {
    const script = `
      const fs = require('node:fs')
      const allowed = (attempt) => { try { attempt(); return 1 } catch (error) { return error.code === 'ERR_ACCESS_DENIED' ? 0 : 2 } }
      exports.loss = () => [
        allowed(() => fs.readFileSync('/etc/hostname')),
        allowed(() => fs.readdirSync(${JSON.stringify(tmpdir())})),
        allowed(() => fs.writeFileSync(${JSON.stringify(`${tmpdir()}/gradproof-forged`)}, '')),
        allowed(() => require('node:child_process').execSync('true')),
        allowed(() => new (require('node:worker_threads').Worker)('', { eval: true })),
        allowed(() => fs.readFileSync(__filename)),
      ]`
    const opened = await weak(fileWith('a.js', script))
    expect(await opened.call('loss', [y, y])).toEqual(returned(vector(0, 0, 0, 0, 0, 1)))
  })
})

test('none is named, and has the limit of memory all the same', async () => {
  const opened = await session(fixture('broken/typed-arrays.js'), {
    sandbox: 'none',
    memoryMiB: 128,
  })
  expect(opened.sandbox).toBe('none')
  expect(failure(await opened.call('loss', [y, y]))).toMatch(/^memory: /)
})

test('auto takes the strongest that works, and a promised one that does not is an error with the mend', () => {
  expect(confinementFor('auto').name).toBe('bwrap')
  expect(confinementFor('bwrap').name).toBe('bwrap')
  giveUpOn(bwrap, 'no user namespaces')
  expect(confinementFor('auto').name).toBe('permissions')
  expect(confinementFor('none').name).toBe('none')
  expect(() => confinementFor('bwrap')).toThrow(HarnessError)
  expect(() => confinementFor('bwrap')).toThrow(
    /^submissions cannot be confined with bubblewrap here \(no user namespaces\): .*--sandbox permissions$/,
  )
  giveUpOn(permissions, 'an old Node')
  expect(() => confinementFor('auto')).toThrow(HarnessError)
})
