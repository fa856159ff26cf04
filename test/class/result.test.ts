import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert, property, string, uniqueArray } from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  readResult,
  resultFileName,
  type Result,
  resultsFolder,
  writeResult,
} from '../../src/class/result.ts'
import { removeUnfinished, writeAtomically } from '../../src/class/write-atomically.ts'

const folder = mkdtempSync(join(tmpdir(), 'gradproof-result-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the name of a result', () => {
  test('is safe and different whatever the submission is called', () => {
    assert(
      property(
        uniqueArray(string({ unit: 'binary', maxLength: 90 }), { minLength: 2 }),
        (names) => {
          const files = names.map(resultFileName)
          for (const file of files) expect(file).toMatch(/^[a-z0-9-]{21,82}\.json$/)
          expect(new Set(files).size).toBe(names.length)
        },
      ),
    )
  })

  test('tells apart what differs in case, in signs and after the first letters', () => {
    const names = [
      'a.py',
      'A.py',
      'a/py',
      '../a.py',
      `${'x'.repeat(250)}.py`,
      `${'x'.repeat(250)}.js`,
    ]
    expect(new Set(names.map((name) => resultFileName(name).toLowerCase())).size).toBe(names.length)
    expect(resultFileName('Anna Größe/rnn.py')).toMatch(/^anna-gr-e-rnn-py-[0-9a-f]{20}\.json$/)
  })
})

describe('a result', () => {
  const result: Result = {
    format: 1,
    name: 'a.py',
    key: 'k',
    outcome: { status: 'harness-failure', message: 'no' },
  }

  test('is found again by its key and by no other', async () => {
    mkdirSync(resultsFolder(folder), { recursive: true })
    await writeResult(folder, result)
    expect(readResult(folder, 'a.py', 'k')).toEqual(result)
    expect(readResult(folder, 'a.py', 'other')).toBeUndefined()
    expect(readResult(folder, 'b.py', 'k')).toBeUndefined()
  })

  test.for([
    '',
    '{"format": 1, "name": "a.py", "ke',
    'null',
    '[]',
    '{"format":2,"name":"a.py","key":"k"}',
  ])('is none where the file holds %s', (text) => {
    writeFileSync(join(resultsFolder(folder), resultFileName('a.py')), text)
    expect(readResult(folder, 'a.py', 'k')).toBeUndefined()
  })
})

describe('writing a file', () => {
  test('replaces it as a whole and leaves nothing beside it', async () => {
    const path = join(folder, 'whole', 'a.json')
    mkdirSync(join(folder, 'whole'))
    await writeAtomically(path, 'first')
    await writeAtomically(path, 'second')
    expect(readFileSync(path, 'utf8')).toBe('second')
    expect(readdirSync(join(folder, 'whole'))).toEqual(['a.json'])
  })

  test('leaves what processes that are gone had begun to be cleared away', async () => {
    const gone = join(folder, `.a.json.${2 ** 22 + 1}.part`)
    const ours = join(folder, `.a.json.${process.pid}.part`)
    writeFileSync(gone, '')
    writeFileSync(ours, '')
    await removeUnfinished(folder)
    expect([existsSync(gone), existsSync(ours)]).toEqual([false, true])
  })
})
