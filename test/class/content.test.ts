import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentDigest } from '../../src/class/content.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradproof-content-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const digest = () => contentDigest(folder)

/** Digests before and after. */
function around(change: () => void): [string, string] {
  const before = digest()
  change()
  return [before, digest()]
}

describe('the digest of a submission', () => {
  test('changes with bytes, names, kinds and depth of its files', () => {
    const path = join(folder, 'a.py')
    const changes = [
      () => writeFileSync(path, 'one'),
      () => writeFileSync(path, 'two'),
      () => writeFileSync(join(folder, 'b.py'), ''),
      () => mkdirSync(join(folder, 'below')),
      () => writeFileSync(join(folder, 'below', 'b.py'), ''),
      () => unlinkSync(path),
      () => symlinkSync('/etc/passwd', path),
      () => {
        unlinkSync(path)
        symlinkSync('/etc/group', path)
      },
      () => {
        unlinkSync(path)
        execFileSync('mkfifo', [path])
      },
    ]
    const digests = changes.map((change) => {
      change()
      return digest()
    })
    expect(new Set(digests).size).toBe(changes.length)
  })

  test('does not change with times and with what no check reads', () => {
    writeFileSync(join(folder, 'a.py'), 'one')
    const [before, after] = around(() => {
      utimesSync(join(folder, 'a.py'), 0, 0)
      mkdirSync(join(folder, '__pycache__'))
      writeFileSync(join(folder, '.DS_Store'), '')
    })
    expect(after).toBe(before)
  })

  test('comes to an end on a folder that holds too much', () => {
    for (let index = 0; index < 1500; index++) writeFileSync(join(folder, `${index}.txt`), '')
    expect(digest()).toMatch(/^[0-9a-f]{64}$/)
  })

  test('is one of a file that is not there', () => {
    expect(contentDigest(join(folder, 'absent'))).toMatch(/^[0-9a-f]{64}$/)
  })
})
