import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { HarnessError, openSubmission } from '../../src/submission/index.ts'
import {
  failure,
  fileWith,
  fixture,
  folderWith,
  open,
  options,
  returned,
  session,
  vector,
} from './opening.ts'

const y = vector(1, 2)

describe('a submission that cannot be opened says why', () => {
  test.each([
    [
      'exits-at-import.js',
      'crash: the process ended with exit code 0 while the submission was running',
    ],
    [
      'exits-at-import.py',
      'crash: the process ended with exit code 0 while line 6 of the submission was running',
    ],
    ['syntax-error.js', 'syntax: SyntaxError: Unexpected token (2:16)'],
    ['syntax-error.ts', "syntax: SyntaxError: Expected ']', got '}' (3:1)"],
    ['syntax-error.py', "syntax: SyntaxError: '[' was never closed (2:20)"],
    ['never-loads.mjs', 'crash: Error: a promise awaited at the top level never settles'],
  ])('%s', async (name, message) => {
    expect(failure(await open(fixture(`broken/${name}`)))).toBe(message)
  })

  test.each(['a.js', 'a.py', 'a.ts'])('an empty %s has no functions', async (name) => {
    const message = failure(await open(fileWith(name, '')))
    expect(message).toMatch(
      /^missing: there is none of the functions update_state, .* \(nor in camelCase\); no functions/,
    )
  })
})

describe('functions are found', () => {
  test.each([
    ['declared', 'a.js', 'function loss() { return 5 }'],
    ['as a constant', 'a.js', 'const loss = () => 5'],
    ['exported', 'a.mjs', 'export const loss = () => 5'],
    ['in a default export', 'a.js', 'const f = () => 5; export default { loss: f }'],
    ['renamed', 'a.js', 'const f = () => 5; export { f as loss }'],
    ['in CommonJS', 'a.cjs', 'module.exports = { loss: () => 5 }'],
    ['in exports', 'a.js', "const fs = require('node:fs'); exports.loss = () => 5"],
    [
      'after await',
      'a.mjs',
      'const five = await Promise.resolve(5); function loss() { return five }',
    ],
    ['behind a comment at the end', 'a.js', 'function loss() { return 5 } // function if'],
    ['in TypeScript', 'a.ts', 'const loss = (y: number[]): number => 5'],
    [
      'beside an enum',
      'a.ts',
      'enum Five { five = 5 }\nexport function loss() { return Five.five }',
    ],
    ['after a byte order mark', 'a.js', '\uFEFFfunction loss() { return 5 }'],
    ['after a byte order mark', 'a.py', '\uFEFFdef loss(y, t): return 5'],
    ['as a lambda', 'a.py', 'loss = lambda y, t: 5'],
    [
      'under annotations of the future',
      'a.py',
      'from __future__ import annotations\ndef loss(y: Z, t): return 5',
    ],
    [
      'not as main',
      'a.py',
      'five = 5\ndef loss(y, t): return five\nif __name__ == "__main__": five = 6',
    ],
  ])('%s in %s', async (_, name, content) => {
    const { call } = await session(fileWith(name, content)).then((opened) => ({
      call: opened.call.bind(opened),
    }))
    expect(await call('loss', [y, y])).toEqual(returned(5))
  })

  test.each(['misspelt.js', 'misspelt.py'])(
    'in either spelling, and %s hears of the near ones',
    async (name) => {
      const opened = await session(fixture(`broken/${name}`))
      expect(opened.functions).toMatchObject({
        update_state: { status: 'found', as: 'updateState' },
        forward_states: {
          status: 'missing',
          message: 'forwards_states: did you mean forward_states?',
        },
        output_gradient: {
          status: 'missing',
          message: expect.stringMatching(
            /^there is no function output_gradient or outputGradient; the functions found are /,
          ),
        },
      })
      expect(failure(await opened.call('forward_states', []))).toBe(
        'missing: forwards_states: did you mean forward_states?',
      )
    },
  )

  test('before and after a statement of a Python script that fails', async () => {
    const opened = await session(fixture('broken/missing-import.py'))
    expect(await opened.call('loss', [y, y])).toEqual(returned(0.5))
    expect(await opened.call('output_gradient', [y, y])).toEqual(returned(y))
    expect(opened.notes).toEqual([
      "the statement in line 1 failed: ModuleNotFoundError: No module named 'no_such_module_for_plots'",
      "the statement in line 6 failed: NameError: name 'plt' is not defined",
    ])
  })

  test('beside an import of JavaScript that fails', async () => {
    const opened = await session(fixture('broken/missing-import.js'))
    expect(await opened.call('loss', [y, y])).toEqual(returned(0))
    expect(opened.notes).toEqual([
      "the statement in line 1 failed: Error: Cannot find package 'matplotlib' imported from missing-import.js",
    ])
  })

  test.each([
    ['hangs-at-import.js', 2],
    ['hangs-at-import.py', 4],
  ])('before a statement that never ends in %s', async (name, line) => {
    const opened = await session(fixture(`broken/${name}`), { timeoutSeconds: 12 })
    expect(await opened.call('loss', [y, y])).toEqual(returned(0))
    expect(opened.notes).toEqual([
      `the statement in line ${line} was left out: no answer for 1 s while line ${line} of the submission was running (the time limit of the submission is 12 s)`,
    ])
  })
})

describe('a folder', () => {
  const loss = { '.js': 'export const loss = () => 5', '.py': 'def loss(y, t): return 5' }

  test.each([
    ['the only source file', { 'any.js': loss['.js'], 'data.csv': '1,2' }],
    ['submission before main', { 'submission.py': loss['.py'], 'main.py': '' }],
    ['main before others', { 'main.js': loss['.js'], 'b.js': '' }],
    ['the file that has a function', { 'a.py': 'x = 1', 'b.py': loss['.py'] }],
  ])('is entered by %s', async (_, files) => {
    const opened = await session(folderWith(files))
    expect(await opened.call('loss', [y, y])).toEqual(returned(5))
  })

  test.each([
    [
      'js',
      {
        'main.js': "import { five } from './lib/five.js'\nexport const loss = () => five",
        'lib/five.js': 'export const five = 5',
      },
    ],
    [
      'cjs',
      {
        'main.cjs': "const { five } = require('./five')\nexports.loss = () => five",
        'five.js': 'exports.five = 5',
      },
    ],
    [
      'ts',
      {
        'main.ts': "import { five } from './five.ts'\nexport const loss = (): number => five",
        'five.ts': 'export const five: number = 5',
      },
    ],
    [
      'ts, without endings',
      {
        'main.ts':
          "import { two } from './lib'\nimport { three } from './lib/three'\nexport const loss = (): number => two + three",
        'lib/index.ts': "export { two } from '../two.js'",
        'lib/three.js': 'export const three = 3',
        'two.ts': 'export const two: number = 2',
      },
    ],
    [
      'py',
      { 'main.py': 'from five import five\ndef loss(y, t): return five', 'five.py': 'five = 5' },
    ],
  ])('may have modules beside its entry (%s)', async (_, files) => {
    const opened = await session(folderWith(files))
    expect(await opened.call('loss', [y, y])).toEqual(returned(5))
  })

  test('does not take the place of modules that are installed', async () => {
    const shadow = 'raise RuntimeError("shadow")'
    const main = 'import numpy, json\ndef loss(y, t): return numpy.sum(y)'
    const files = {
      'main.py': main,
      'numpy.py': shadow,
      'json.py': shadow,
      'sitecustomize.py': shadow,
    }
    const opened = await session(folderWith(files))
    expect(await opened.call('loss', [y, y])).toEqual(returned(3))
    expect(opened.notes).toEqual([])
  })

  test('with several candidates is rejected by their names', async () => {
    const opened = await open(folderWith({ 'a.py': loss['.py'], 'b.py': loss['.py'] }))
    expect(failure(opened)).toBe(
      'rejected: it is not clear which file is the submission: a.py, b.py',
    )
  })

  test.each([
    ['', ' (3:3)'],
    ['enum Kind { A }\n', ''],
  ])('a decorator is named as one, after %j', async (before, place) => {
    const source = `${before}\nexport class Net {\n  @log\n  loss() { return 0 }\n}\n`
    expect(failure(await open(fileWith('a.ts', source)))).toBe(
      `syntax: SyntaxError: decorators are not run: take them out${place}`,
    )
  })

  test('a syntax error in a module beside the entry is placed there', async () => {
    const files = { 'main.js': "import './b.js'\nexport const loss = () => 1", 'b.js': 'let a = ;' }
    expect(failure(await open(folderWith(files)))).toBe(
      'syntax: b.js: SyntaxError: Unexpected token (1:9)',
    )
  })
})

describe('what is no submission is rejected before it is opened', () => {
  test.each([
    ['null bytes', 'a.py', 'x = "\0"', 'a.py has null bytes in it: it is not text'],
    [
      'other encodings',
      'a.py',
      Buffer.from('# caf\u00e9\n', 'latin1'),
      'a.py is not UTF-8 (from byte 5 on): save it as UTF-8',
    ],
    ['large files', 'a.js', ' '.repeat(2 ** 20 + 1), 'a.js is larger than 1 MiB'],
    ['other kinds', 'a.txt', '', 'a.txt is not one of .ts, .js, .mjs, .cjs, .py, .ipynb'],
  ])('%s', async (_, name, content, message) => {
    expect(failure(await open(fileWith(name, content)))).toBe(`rejected: ${message}`)
  })

  test('symbolic links, also in a folder', async () => {
    const folder = folderWith({ 'a.py': '' })
    symlinkSync('/etc/passwd', join(folder, 'b.py'))
    expect(failure(await open(join(folder, 'b.py')))).toBe('rejected: b.py is a symbolic link')
    expect(failure(await open(folder))).toBe('rejected: b.py is a symbolic link')
  })

  test('FIFOs and devices', async () => {
    const folder = folderWith({ 'a.py': '' })
    execFileSync('mkfifo', [join(folder, 'f.py')])
    expect(failure(await open(join(folder, 'f.py')))).toMatch(/neither a file nor a folder/)
    expect(failure(await open('/dev/null'))).toMatch(/neither a file nor a folder/)
  })

  test('folders with the name of a source file, absent files, endless names', async () => {
    const folder = folderWith({})
    mkdirSync(join(folder, 'x.py'))
    expect(failure(await open(join(folder, 'x.py')))).toMatch(/a folder with the name of a source/)
    expect(failure(await open(join(folder, 'y.py')))).toMatch(/there is no such file/)
    expect(failure(await open(join(folder, `${'n'.repeat(300)}.py`)))).toMatch(
      /more than 255 bytes/,
    )
  })
})

test('an interpreter that is not there is an error of the harness that says what to do', async () => {
  const path = fileWith('a.py', 'def loss(y, t): return 0')
  const opening = openSubmission(path, { ...options, python: 'no-such-python' })
  await expect(opening).rejects.toThrow(HarnessError)
  await expect(opening).rejects.toThrow(/there is no no-such-python here: install both/)
})
