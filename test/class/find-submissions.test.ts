import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findSubmissions, type Layout } from '../../src/class/find-submissions.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradproof-find-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const defining = 'def loss(y, t):\n    return 0\n'

function put(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), name.includes('helper') ? 'x = 1\n' : defining)
  }
}

const found = (layout: Layout = 'auto') =>
  findSubmissions(folder, {
    layout,
    functions: [{ name: 'loss', parameters: ['y', 't'] }],
    except: join(folder, 'results'),
  })

test('files are submissions, and what is no source code is not', () => {
  put('b.py', 'a.ts', 'c.ipynb', 'notes.txt', '.hidden.py', 'node_modules/x.js')
  expect(found()).toEqual(['a.ts', 'b.py', 'c.ipynb'])
})

test('a folder with one source file, or with others that help it, is one submission', () => {
  put('alice/rnn.py', 'alice/helper.py', 'bob/solution.ipynb', 'bob/data/x.csv')
  expect(found()).toEqual(['alice', 'bob'])
})

test('a folder in which several files define the functions is a part of the class', () => {
  put('monday/alice.py', 'monday/bob.py', 'tuesday/carol/x.py', 'tuesday/dave/y.py')
  expect(found()).toEqual(['monday/alice.py', 'monday/bob.py', 'tuesday/carol', 'tuesday/dave'])
  put('eve/submission.py', 'eve/draft.py')
  expect(found()).toContain('eve')
})

test('the layout can be said', () => {
  put('monday/alice.py', 'monday/bob.py', 'carol/x.py', 'dave.py')
  expect(found('files')).toEqual(['carol/x.py', 'dave.py', 'monday/alice.py', 'monday/bob.py'])
  expect(found('folders')).toEqual(['carol', 'dave.py', 'monday'])
})

test('who handed in something that is no source file is not passed over', () => {
  put('alice/essay.pdf', 'bob.py')
  mkdirSync(join(folder, 'carol'))
  mkdirSync(join(folder, 'dave.py'))
  expect(found()).toEqual(['alice', 'bob.py', 'carol', 'dave.py'])
})

test('links with the name of a source file are submissions, others are not followed', () => {
  put('alice.py')
  symlinkSync('/etc/passwd', join(folder, 'bob.py'))
  symlinkSync('/', join(folder, 'everything'))
  expect(found()).toEqual(['alice.py', 'bob.py'])
})

test('results below the folder are no part of the class', () => {
  put('alice.py', 'results/submissions/alice.json')
  expect(found()).toEqual(['alice.py'])
})

test('names that differ in nothing but case are two', () => {
  put('Alice.py', 'alice.py')
  expect(found()).toEqual(['Alice.py', 'alice.py'])
})
